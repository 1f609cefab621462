"""Hints come one level at a time, and progress survives whatever happens to its file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from autograder.commands import hints
from autograder.commands.hints import (
    FILE,
    TaskState,
    next_hint,
    read_progress,
    remember,
    write_progress,
)
from autograder.course import chapters
from autograder.grading.results import Result, TestResult

LEVELS = ("observed", "idea", "where")
GENERAL = ("look", "think", "find")


def result(status: str = "fail", misconception: str | None = "flat") -> Result:
    """Make a result of one task."""
    named = LEVELS if misconception else ()
    test = TestResult(
        "works", "public.test_x", "make_line", status, 0, 2, where="a.py:3",
        misconception=misconception, hints=named,
    )  # fmt: skip
    return Result(
        "ch01_workflow", "", "fail", "", 0, 2, "cpu", (), 0.1, False, "a.py", "f", (test,)
    )


def test_progress_comes_back_as_it_was(tmp_path: Path) -> None:
    """Points, mistakes and shown levels are read as they were written."""
    tasks = remember({}, result())
    write_progress(tmp_path, tasks)

    assert tasks == read_progress(tmp_path)
    assert tasks["ch01_workflow.make_line"] == TaskState(
        0, 2, "fail", "a.py:3", "flat", LEVELS, level=1
    )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe",
        b'{"tasks": 3}',
        b'{"tasks": {"x": {}}}',
        b'{"tasks": {"x": {"points": 0, "max_points": 1, "status": "", "hints": [], "level": 9}}}',
        b'{"tasks": {"x": {"points": "a", "max_points": 1, "status": "", "hints": []}}}',
    ],
)
def test_a_damaged_file_is_no_progress(tmp_path: Path, content: bytes) -> None:
    """Whatever is in the file, checking goes on with none."""
    (tmp_path / FILE).parent.mkdir()
    (tmp_path / FILE).write_bytes(content)

    assert read_progress(tmp_path) == {}


def test_a_folder_that_cannot_be_written_costs_nothing(tmp_path: Path) -> None:
    """Progress is a convenience: without it, the check still works."""
    (tmp_path / ".autograder").write_text("a file where the folder should be")
    write_progress(tmp_path, remember({}, result()))

    assert read_progress(tmp_path) == {}


def test_each_hint_is_followed_by_the_next() -> None:
    """The check shows the first level of a recognised mistake, so asking gives the second."""
    tasks = remember({}, result())
    state = tasks["ch01_workflow.make_line"]
    shown = []
    for _ in range(3):
        hint = next_hint(state, GENERAL)
        assert hint is not None
        shown.append((hint.text, hint.level))
        state = hints.advanced(state, hint)

    assert shown == [("idea", 2), ("where", 3), ("where", 3)]


def test_levels_stay_until_the_mistake_changes() -> None:
    """Checking again does not start the hints anew; another mistake does."""
    tasks = remember({}, result())
    name = "ch01_workflow.make_line"
    tasks[name] = hints.advanced(tasks[name], hints.Hint("where", 3, 3))

    assert remember(tasks, result())[name].level == 3
    assert remember(tasks, result(misconception="other"))[name].level == 1
    assert remember(tasks, result("pass", None))[name].level == 0


def test_a_line_without_a_name_has_hints_too() -> None:
    """Their levels stay while they say the same."""
    (test,) = result(misconception=None).tests
    found = replace(result(), tests=(replace(test, hints=LEVELS),))
    moved = replace(result(), tests=(replace(test, hints=("elsewhere", "idea", "where")),))
    name = "ch01_workflow.make_line"
    seen = remember({}, found)
    assert (seen[name].hints, seen[name].level) == (LEVELS, 1)

    later = {name: replace(seen[name], level=3)}
    assert remember(later, found)[name].level == 3
    assert remember(later, moved)[name].level == 1


def test_general_hints_where_no_mistake_was_recognised() -> None:
    """Without a recognised mistake, or before any check, the task's own hints are given."""
    first = next_hint(None, GENERAL)

    assert first == hints.Hint("look", 1, 3)
    assert next_hint(hints.advanced(None, first), GENERAL) == hints.Hint("think", 2, 3)
    assert next_hint(None, ()) is None


@pytest.mark.parametrize("chapter", chapters.existing(), ids=lambda chapter: chapter.name)
def test_every_task_has_three_general_hints(chapter: chapters.Chapter) -> None:
    """They are read from the public graders without importing them."""
    for task in chapters.load(chapter).tasks:
        assert len(hints.general_hints(chapter, task.id)) == 3, task.id
