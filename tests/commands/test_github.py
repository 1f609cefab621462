"""What GitHub gets: annotations that no text can turn into other commands, and a summary."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.course import chapters, compose
from autograder.course.source import Source

ATTACK = """
    text = "::error file=a.py::owned\\n  ::add-mask::x\\n##[error]owned %0A::warning::<b>|`[x](y)"
    print(text)
    raise ValueError(text)
"""


def checked(folder: Path, *arguments: str) -> tuple[int, list[str], str]:
    """Run the command as the workflow does; exit code, lines of output, and the summary."""
    summary = folder / "summary.md"
    summary.write_text("# Before\n")
    ran = subprocess.run(
        [sys.executable, "-m", "autograder", "check", "--github", *arguments],
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": str(chapters.ROOT),
            "GITHUB_ACTIONS": "true",
            "GITHUB_STEP_SUMMARY": str(summary),
        },
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ran.stderr == ""
    return ran.returncode, ran.stdout.splitlines(), summary.read_text().removeprefix("# Before\n")


def obeyed(lines: list[str]) -> list[str]:
    """The commands that a runner obeys: those between a stop and its token are text."""
    found, token = [], ""
    for line in lines:
        command = line.lstrip()
        if token:
            token = "" if command == f"::{token}::" else token
        elif stop := re.fullmatch(r"::stop-commands::(\w+)", command):
            token = stop[1]
        elif command.startswith("::") or "##[" in command:
            found.append(command)
    assert not token
    return found


def at_work(folder: Path, workflow: Source, **answers: str) -> Path:
    """A student's folder with the solution of chapter 01, some of its tasks answered otherwise."""
    (folder / "exercises").mkdir()
    path = folder / "exercises" / "ch01_workflow.py"
    path.write_text(compose.module(workflow, answers))
    return path


def test_an_error_stands_beside_its_line(tmp_path: Path, workflow: Source) -> None:
    """With file, line, task and hint; the summary has a table and the difference."""
    body = "    x = torch.arange(n) / n\n    return x, weight * x + bias"
    flat = f"def make_line(weight, bias, n):\n{body}"
    path = at_work(tmp_path, workflow, make_line=flat)
    code, lines, summary = checked(tmp_path, "01")

    line = next(
        i for i, text in enumerate(path.read_text().splitlines(), 1) if "def make_l" in text
    )
    assert code == 1
    commands = [text for text in obeyed(lines) if "make_line" in text]
    start = (
        rf"::error file=exercises/ch01_workflow\.py,line={line},title=make_line%3A [^:]*::Expected"
    )
    assert len(commands) == 1
    assert re.match(start, commands[0])
    assert "%0Ahint: " in commands[0]
    assert re.search(r"^### 01 PyTorch workflow: \d+/28 points$", summary, re.MULTILINE)
    assert re.search(r"^\| make_line \| \d/2 \| not right yet \|$", summary, re.MULTILINE)
    assert "<pre>Expected " in summary


@pytest.mark.exhaustive
def test_no_text_of_a_student_is_a_command(tmp_path: Path, workflow: Source) -> None:
    """Neither at the start of a line nor within one; in the summary it is no markup."""
    at_work(tmp_path, workflow, make_line=f"def make_line(weight, bias, n):{ATTACK}")
    code, lines, summary = checked(tmp_path, "01.make_line")

    assert code == 1
    (command,) = obeyed(lines)
    assert command.startswith("::error file=exercises/ch01_workflow.py,line=")
    assert "%0A  ::add-mask::x%0A##[error]owned %250A" in command
    assert any("##[error]owned" in line for line in lines)
    assert "<b>" not in summary
    assert "&lt;b&gt;" in summary


def test_what_is_not_started_is_no_failure(tmp_path: Path, workflow: Source) -> None:
    """A fresh repository is green; so is one whose begun tasks are right."""
    (tmp_path / "exercises").mkdir()
    path = tmp_path / "exercises" / "ch01_workflow.py"
    path.write_text(compose.stub_module(workflow))
    code, lines, summary = checked(tmp_path)

    assert (code, obeyed(lines)) == (0, [])
    assert "12 tasks, none started yet." in summary


@pytest.mark.exhaustive
def test_a_file_that_cannot_be_read_is_said_and_the_others_are_checked(
    tmp_path: Path, workflow: Source
) -> None:
    """One annotation on the file."""
    at_work(tmp_path, workflow)
    (tmp_path / "exercises" / "ch02_classification.ipynb").write_text("no notebook")
    code, lines, summary = checked(tmp_path)

    assert code == 1
    (command,) = obeyed(lines)
    assert "file=exercises/ch02_classification.ipynb,title=cannot be read::" in command
    assert "### 01 PyTorch workflow: 28/28 points" in summary
    assert "### 02" in summary
