"""Gradescope's container, imitated: its folders below a temporary one, with the zip in them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import venv
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from autograder import cli

METADATA = {
    "id": 7,
    "assignment": {"title": "Lines", "total_points": "20.0"},
    "users": [{"email": "ada@example.org", "id": 3, "name": "Ada"}],
    "previous_submissions": [],
}


@dataclass(frozen=True)
class Platform:
    """What Gradescope does with an autograder."""

    root: Path

    def install(self, zipped: Path) -> None:
        """Unpack the zip to where it goes, as the platform does, which keeps no secrets."""
        shutil.rmtree(self.root / "source", ignore_errors=True)
        with zipfile.ZipFile(zipped) as archive:
            for member in archive.infolist():
                path = Path(archive.extract(member, self.root / "source"))
                path.chmod(0o755 if member.external_attr >> 16 & 0o100 else 0o644)
        shutil.copy(self.root / "source" / "run_autograder", self.root)

    def grade(
        self,
        files: dict[str, str],
        before: Callable[[], object] = lambda: None,
        owner: int = os.geteuid(),
    ) -> tuple[int, dict[str, Any], str]:
        """Hand files in; returns exit code, results and what was printed for instructors.

        ``before`` is called in the process that becomes run_autograder; ``owner`` owns the folders.
        """
        for folder in ("submission", "results"):
            shutil.rmtree(self.root / folder, ignore_errors=True)
            (self.root / folder).mkdir()
        for name, text in files.items():
            (self.root / "submission" / name).write_text(text)
        (self.root / "submission_metadata.json").write_text(json.dumps(METADATA))
        for path in (self.root, *self.root.rglob("*")):
            if self.root / "venv" not in path.parents:
                os.chown(path, owner, owner)
        ran = subprocess.run(
            ["./run_autograder"],
            cwd=self.root,
            env={**surroundings(), "AUTOGRADER_ROOT": str(self.root)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=300,
            preexec_fn=before,
            check=False,
        )
        results = json.loads((self.root / "results" / "results.json").read_text())
        return ran.returncode, results, ran.stdout


def surroundings() -> dict[str, str]:
    """The variables of a container, which knows nothing of us."""
    return {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "LANG": "C.UTF-8"}


@pytest.fixture(scope="session")
def platform() -> Iterator[Platform]:
    """A container with Python and torch, and no autograder yet."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        root.chmod(0o755)
        venv.create(root / "venv", with_pip=False, symlinks=True)
        inside = root / "venv" / "bin" / "python"
        asked = "import sysconfig; print(sysconfig.get_path('purelib'))"
        purelib = subprocess.check_output([inside, "-I", "-c", asked], text=True).strip()
        outside = {path for path in sys.path if path.endswith("-packages")}
        Path(purelib, "outside.pth").write_text("\n".join(sorted(outside)))
        yield Platform(root)


@pytest.fixture(scope="session")
def zipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The zip of chapter 01."""
    return made(tmp_path_factory.mktemp("zip") / "ch01.zip")


@pytest.fixture(scope="session")
def trusting(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, made with ``--trust-submissions``."""
    return made(tmp_path_factory.mktemp("zip") / "trusting.zip", "--trust-submissions")


def made(path: Path, *options: str) -> Path:
    """Make a zip by the command."""
    assert cli.run(["gradescope-zip", "01", str(path), *options]) == 0
    return path
