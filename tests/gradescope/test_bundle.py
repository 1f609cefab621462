"""The zip: complete, the same for the same kit, and of one chapter only."""

from __future__ import annotations

import os
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from autograder import cli


def test_the_zip_has_what_gradescope_looks_for(zipped: Path) -> None:
    """Both scripts at its root, executable and in order; a chapter's hidden checks and the key."""
    with zipfile.ZipFile(zipped) as archive:
        names = set(archive.namelist())
        for script in ("setup.sh", "run_autograder"):
            assert archive.getinfo(script).external_attr >> 16 & 0o111
            subprocess.run(["bash", "-n"], input=archive.read(script), check=True)
        key = archive.read("key").decode().strip()

    assert key == zipped.with_suffix(".key").read_text().strip()
    assert "course/chapters/ch01_workflow/hidden.py" in names
    assert {"kit/constraints.txt", "kit/requirements.txt", "kit/autograder/cli.py"} <= names
    assert not [name for name in names if "ch02" in name or "__pycache__" in name]
    assert zipped.stat().st_mode & 0o077 == 0


def test_an_equal_kit_gives_an_equal_zip(zipped: Path, tmp_path: Path) -> None:
    """Byte for byte, with the same key."""
    again = tmp_path / "again.zip"
    key = str(zipped.with_suffix(".key"))
    assert cli.run(["gradescope-zip", "01", str(again), "--key-file", key]) == 0
    assert again.read_bytes() == zipped.read_bytes()


def test_a_place_that_cannot_be_written_is_one_line(tmp_path: Path, capsys: Any) -> None:
    """And no half a zip stays."""
    (tmp_path / "out.zip").mkdir()
    assert cli.run(["gradescope-zip", "01", str(tmp_path / "out.zip")]) == 2
    assert "Expected to write a zip there" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.key", "out.zip"]


@pytest.mark.exhaustive
def test_setup_installs_what_the_kit_asks_for(platform: Any, zipped: Path) -> None:
    """Here everything is there already, so pip finds nothing to fetch, and needs no network."""
    platform.install(zipped)
    python = platform.root / "venv" / "bin" / "python"
    subprocess.run([python, "-m", "ensurepip"], check=True, capture_output=True)
    (platform.root / "source" / "kit" / "constraints.txt").write_text("")  # what is here will do
    offline = {"PIP_NO_INDEX": "1", "AUTOGRADER_ROOT": str(platform.root)}
    ran = subprocess.run(
        ["bash", platform.root / "source" / "setup.sh"],
        env={"PATH": os.environ["PATH"], **offline},
        capture_output=True,
        text=True,
        check=False,
    )
    shutil.rmtree(platform.root / "source")

    assert ran.returncode == 0, ran.stderr
    assert "torch" in ran.stdout
