"""Kernels have a home of their own."""

import os
from pathlib import Path

from jupyter_client.kernelspec import KernelSpecManager

from autograder.nbgrader.kernels import private_home


def test_jupyter_finds_a_kernel_whose_home_is_in_the_course(tmp_path: Path, monkeypatch) -> None:
    """It goes before the one of this Python; asking twice changes nothing."""
    monkeypatch.setenv("JUPYTER_PATH", "/elsewhere")
    private_home(tmp_path)
    private_home(tmp_path)
    spec = KernelSpecManager().get_kernel_spec("python3")

    assert Path(spec.env["HOME"]) == tmp_path / ".kernels" / "home"
    assert Path(spec.env["HOME"]).stat().st_mode & 0o077 == 0
    assert os.environ["JUPYTER_PATH"] == os.pathsep.join([str(tmp_path / ".kernels"), "/elsewhere"])
