"""``autograder check`` grades the file a student works in, and says which."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from autograder.commands import checking
from autograder.course.chapters import find
from autograder.errors import UsageError
from autograder.grading.results import Result, TestResult

EMPTY = '{"nbformat": 4, "cells": []}'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a course folder with one chapter as module and notebook, and one as module only."""
    exercises = tmp_path / "exercises"
    exercises.mkdir()
    for name in ("ch01_workflow.py", "ch01_workflow.ipynb", "ch00_fundamentals.py"):
        (exercises / name).write_text(EMPTY if name.endswith(".ipynb") else "x = 1\n")
        os.utime(exercises / name, (1000, 1000))
    monkeypatch.chdir(tmp_path)
    return exercises


def test_all_chapters_without_an_argument(folder: Path) -> None:
    """Each chapter that is there, modules before notebooks of the same age."""
    assert [target.path for target in checking.choose(None, None)] == [
        folder / "ch00_fundamentals.py",
        folder / "ch01_workflow.py",
    ]


def test_the_file_with_more_tasks_begun_is_checked_and_said_so(folder: Path) -> None:
    """As wherever work is graded; of equal ones the one that was written last."""
    for name in ("ch01_workflow.py", "ch01_workflow (1).py"):
        (folder / name).write_text("def make_line():\n    return 1\n")
    (target,) = checking.choose("01.make_line", None)
    assert target.path == folder / "ch01_workflow.py"
    assert target.task == "make_line"
    assert target.note.endswith(
        "ch01_workflow.py was graded: its name says the chapter most plainly. "
        "To have another checked, name it with --submission."
    )
    with (folder / "ch01_workflow (1).py").open("a") as file:
        file.write("def split():\n    return 1\n")
    assert checking.choose("01", None)[0].path == folder / "ch01_workflow (1).py"


def test_a_newer_notebook_is_checked_where_both_are_equal(folder: Path) -> None:
    """The file that was worked on last counts."""
    os.utime(folder / "ch01_workflow.ipynb", (2000, 2000))
    assert checking.choose("01", None)[0].path == folder / "ch01_workflow.ipynb"


def test_a_checkout_does_not_choose_the_notebook(folder: Path) -> None:
    """Files written within moments of each other have the same age."""
    os.utime(folder / "ch01_workflow.ipynb", (1001, 1001))

    assert checking.choose("1", None)[0].path.suffix == ".py"


@pytest.mark.parametrize("what", ["exercises/ch01_workflow.ipynb", "exercises/ch01_workflow.py"])
def test_a_path_is_a_chapter_too(folder: Path, what: str) -> None:
    """A file named in place of a chapter is the one that is checked."""
    (target,) = checking.choose(what, None)

    assert target.path.resolve() == folder.parent / what
    assert target.chapter == find("01")


def test_a_submission_elsewhere(folder: Path, tmp_path: Path) -> None:
    """--submission names the file; its name, or the argument, names the chapter."""
    mine = tmp_path / "mine.py"
    mine.write_text("")
    (target,) = checking.choose("01", mine)

    assert (target.path, target.chapter) == (mine, find("01"))
    assert checking.choose(None, folder / "ch00_fundamentals.py")[0].chapter == find("00")


def test_what_is_not_there_is_named(folder: Path) -> None:
    """A missing file is one line with its name and what to do."""
    (folder / "ch00_fundamentals.py").unlink()

    with pytest.raises(UsageError, match=r"exercises/ch00_fundamentals\.py: Expected your work"):
        checking.choose("00", None)
    with pytest.raises(UsageError, match=r"gone\.py: Expected your work"):
        checking.choose("00", folder / "gone.py")


def result(*states: tuple[str, str]) -> Result:
    """Make a result of tasks and their statuses."""
    tests = tuple(
        TestResult("n", "public.t", task, status, 0, 1, where=f"a.py:{index}")
        for index, (task, status) in enumerate(states)
    )
    return Result("ch01_workflow", "", "fail", "", 0, 1, "cpu", (), 0, False, "a.py", "", tests)


@pytest.mark.parametrize(
    ("states", "following"),
    [
        ([("a", "pass"), ("b", "not_started"), ("c", "fail")], ("c", "a.py:2")),
        ([("a", "pass"), ("b", "skipped"), ("c", "not_started")], ("b", "a.py:1")),
        ([("a", "pass"), ("b", "not_started")], ("b", "a.py:1")),
        ([("a", "pass")], ("", "")),
    ],
)
def test_what_is_next(states: list[tuple[str, str]], following: tuple[str, str]) -> None:
    """First what went wrong, then what is untouched, in the order of the chapter."""
    assert following == checking.following(result(*states))


def test_a_saved_file_is_seen(folder: Path) -> None:
    """Watching yields a target when its file was written, and not for its absence."""
    targets = checking.choose(None, None)
    seen = checking.changes(targets, seconds=0.0)
    os.utime(folder / "ch00_fundamentals.py", (3000, 3000))

    assert next(seen) == targets[0]
