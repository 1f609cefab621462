"""A run's files are whole or absent, and its key is secret."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from autograder.classroom.runfolder import RunFolder, open_run, read_key, read_result
from autograder.errors import UsageError
from autograder.grading.results import Result, TestResult

CHECK = TestResult("works", "public.test_x", "x", "fail", 0, 2, hints=("a", "b", "c"))


def result(student: str = "ada") -> Result:
    """Make a result of one check."""
    return Result(
        "ch01_workflow",
        student,
        "fail",
        "",
        0,
        2,
        "cpu",
        ("seccomp",),
        1.5,
        True,
        "a.py",
        "f",
        (CHECK,),
    )


@pytest.mark.parametrize("student", ["ada", "../../../tmp/x", "a/b", "\n", "\udcff", "x" * 250])
def test_a_result_comes_back_as_it_was(tmp_path: Path, student: str) -> None:
    """Any student's name gives a file inside the run, and the result reads back equal."""
    run = open_run(tmp_path / "run")
    run.save(result(student))

    assert run.load(student, "ch01_workflow") == result(student)
    assert [path.parts[-1] for path in run.results.glob("*/*")] == ["ch01_workflow.json"]
    assert list(run) == [result(student)]


def test_a_damaged_result_is_graded_again(tmp_path: Path) -> None:
    """A result that cannot be read counts as absent in a run, and is named when asked for."""
    run = RunFolder(tmp_path)
    run.save(result())
    path = run.result_path("ada", "ch01_workflow")
    path.write_text('{"version": 3}')

    assert run.load("ada", "ch01_workflow") is None
    with pytest.raises(UsageError, match=r"ch01_workflow\.json: Expected a result"):
        read_result(path)


def test_the_key_is_made_once(tmp_path: Path) -> None:
    """The first call makes a key that only its owner can read; later calls give the same."""
    path = tmp_path / "new" / "key"
    key = read_key(path)

    assert len(key) == 32
    assert key == read_key(path)
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("content", ["", "hello", "abcd", "é" * 64])
def test_a_file_without_a_key_is_refused(tmp_path: Path, content: str) -> None:
    """A key file that holds something else is never overwritten."""
    path = tmp_path / "key"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(UsageError, match="Expected a key"):
        read_key(path)
    assert content == path.read_text(encoding="utf-8")


def test_a_run_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    """A file where the run's folder should be is named."""
    (tmp_path / "run").write_text("")

    with pytest.raises(UsageError, match="run: Expected a folder"):
        open_run(tmp_path / "run")


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="permissions bind users")
def test_a_key_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    """A key of another user is an error, not a new key."""
    path = tmp_path / "key"
    path.write_text("ab" * 32)
    path.chmod(0)

    with pytest.raises(UsageError, match="Expected a key"):
        read_key(path)
