"""The command line: exit codes, one-line errors, and nothing heavy before it is needed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from autograder import __version__, cli
from autograder.course import chapters, compose
from autograder.course.chapters import ROOT


def autograder(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a user does."""
    return subprocess.run(
        [sys.executable, "-m", "autograder", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80", **environment},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a student's folder with the exercises as they start from them."""
    folder = tmp_path / "exercises"
    folder.mkdir()
    for chapter in chapters.existing():
        text = compose.stub_module(chapters.load(chapter))
        (folder / f"{chapter.name}.py").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Run a command that must end with exit code 2 and one line; returns the line."""
    assert cli.run(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert err.startswith("autograder: ")
    assert "Traceback" not in err
    return err


def test_help_imports_nothing_heavy() -> None:
    """Asking for help needs no torch, pytest, IPython, rich or numpy."""
    code = (
        "import sys; from autograder.cli import run; code = run(['--help']);"
        "print(code, sorted({'torch', 'pytest', 'IPython', 'rich', 'numpy'} & sys.modules.keys()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout.endswith("0 []\n")


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    """The version is that of the package."""
    assert cli.run(["--version"]) == 0
    assert capsys.readouterr().out == f"autograder {__version__}\n"


@pytest.mark.parametrize("command", sorted(cli.cli.commands))
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each command has a help page."""
    assert cli.run([command, "--help"]) == 0
    assert f"Usage: autograder {command}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["chekc"], "Did you mean 'check'"),
        (["hint"], "Missing argument 'TASK'"),
        (["hint", "01"], "Expected one task of chapter 01: 01.make_line, 01.split"),
        (["reset", "01"], "Expected one task of chapter 01: 01.make_line, 01.split"),
        (["check", "99"], "Expected a chapter or a task"),
        (["check", "01.make_lime"], "Did you mean make_line"),
        (["check", "--device", "tpu"], "'tpu' is not one of"),
        (["check", "01", "--submission", "gone.py"], "gone.py: Expected your work"),
        (["grade", "gone"], "gone: Expected a folder of submissions"),
        (["grade", "empty"], "empty: Expected folders such as"),
        (["grade", "exercises", "--jobs", "0"], "0 is not in the range"),
        (["grade", "exercises", "--chapter", "x"], "Expected a chapter such as 01"),
        (["grade", "exercises", "-o", "file/run"], "file/run: Expected a folder"),
        (["grade", "exercises", "--key-file", "file"], "file: Expected a key"),
        (["report", "empty"], "empty: Expected a run"),
    ],
)
def test_wrong_usage_is_one_line(
    course: Path, arguments: list[str], part: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The line names the argument, what was expected and what to do."""
    (course / "empty").mkdir()
    (course / "file").write_text("text")

    assert part in refused(capsys, *arguments)


def test_no_course_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Outside the course's folder, the line says where to go."""
    monkeypatch.chdir(tmp_path)

    assert "Expected a folder exercises/" in refused(capsys, "check")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("ch01_workflow.py", b"\x7fELF\x00\x01\x02"),
        ("ch01_workflow.py", b""),
        ("ch01_workflow.py", "x = 'é'".encode("utf-16")),
        ("ch01_workflow.ipynb", b"not a notebook"),
        ("ch01_workflow.ipynb", b"[1, 2]"),
        ("ch01_workflow.zip", b"not a zip"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_line(
    course: Path, name: str, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    """Binary, empty, UTF-16, no notebook, no zip: the line names the file."""
    (course / name).write_bytes(content)

    assert name in refused(capsys, "check", "01", "--submission", name)


def test_a_folder_without_a_chapter_is_one_line(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """So does a folder or a zip that holds something else."""
    (course / "other").mkdir()
    (course / "other" / "notes.txt").write_text("hello")
    with zipfile.ZipFile(course / "other.zip", "w") as archive:
        archive.writestr("notes.txt", "hello")

    for name in ("other", "other.zip"):
        assert "other" in refused(capsys, "check", "01", "--submission", name)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions bind users")
def test_a_file_without_permission_is_one_line(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file of somebody else is named."""
    (course / "exercises" / "ch01_workflow.py").chmod(0)

    assert "ch01_workflow.py" in refused(capsys, "check", "01")


def test_hints_go_on_level_by_level(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each call shows the next level and the third says that it was the last."""
    outputs = []
    for _ in range(4):
        assert cli.run(["hint", "make_line"]) == 0
        outputs.append(capsys.readouterr().out)

    assert [out.splitlines()[0] for out in outputs] == [
        "01.make_line, hint 1 of 3:",
        "01.make_line, hint 2 of 3:",
        "01.make_line, hint 3 of 3:",
        "01.make_line, hint 3 of 3:",
    ]
    assert outputs[0].endswith("Ask again for the next one.\n")
    assert outputs[2].endswith("That was the last hint.\n")
    assert (course / ".autograder" / "progress.json").is_file()


def test_check_from_the_first_line_to_all_points(course: Path) -> None:
    """A stub is not started; a right task has all points; progress remembers both."""
    stub = autograder("check", "00", cwd=course)
    source = chapters.load(chapters.find("00"))
    solved = compose.solved_module(source)
    (course / "exercises" / "ch00_fundamentals.py").write_text(solved, encoding="utf-8")
    task = autograder("check", "00.describe", "--json", cwd=course)
    progress = autograder("progress", cwd=course)

    assert (stub.returncode, stub.stderr) == (1, "")
    assert "none started yet" in stub.stdout
    assert (task.returncode, task.stderr) == (0, "")
    result = json.loads(task.stdout)
    assert result["status"] == "pass"
    assert {test["task_id"] for test in result["tests"]} == {"describe"}
    assert "00 " in progress.stdout
    assert "next: concept_check" in progress.stdout
