"""The instructor's and the author's commands are there in a full kit, and only there."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from autograder import cli
from autograder.commands import instructor
from autograder.course.chapters import ROOT


def test_each_command_is_registered() -> None:
    """Under its own name."""
    names = {command.name for command in instructor.COMMANDS}
    assert names <= cli.cli.commands.keys()
    assert {"build", "grade", "release", "report"} <= names


def test_a_kit_without_them_has_the_students_commands(tmp_path: Path) -> None:
    """Nothing else is needed to leave them out but their module."""
    shutil.copytree(ROOT / "autograder", tmp_path / "autograder")
    (tmp_path / "autograder" / "commands" / "instructor.py").unlink()
    done = subprocess.run(
        [sys.executable, "-m", "autograder", "--help"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )

    assert "check" in done.stdout
    assert all(f"  {command.name} " not in done.stdout for command in instructor.COMMANDS)
