"""Difficulty and discrimination of tasks, on classes where they are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from autograder.grading.results import Result, TestResult
from autograder.reports.items import FEWEST, Item, Items

TASKS = ("a", "b", "c")


def graded(student: str, points: Sequence[float], status: str = "fail", **more: str) -> Result:
    """A student's points of 4 in each task."""
    tests = tuple(
        TestResult(t, t, t, "pass" if p == 4 else status, p, 4, **more)  # type: ignore[arg-type]
        for t, p in zip(TASKS, points, strict=True)
    )
    total = sum(points)
    return Result(
        *("ch01_workflow", student, "fail", "", total, 12, "cpu", (), 0.1, True, "", "", tests)
    )


def items_of(*results: Result) -> dict[str, Item]:
    """The tasks of a class."""
    items = Items()
    for one in results:
        items.add(one)
    return {item.task: item for item in items.by_chapter()["ch01_workflow"]}


def test_difficulty_is_the_mean_share_of_the_points() -> None:
    """Of all who handed in, begun or not."""
    found = items_of(
        graded("x", [4, 2, 0]),
        graded("y", [4, 0, 0], status="not_started"),
        graded("z", [4, 1, 0]),
    )

    assert [found[t].share for t in TASKS] == [1.0, 0.25, 0.0]
    assert [found[t].solved for t in TASKS] == [3, 0, 0]
    assert [found[t].started for t in TASKS] == [3, 2, 2]
    assert {found[t].handed_in for t in TASKS} == {3}


def test_what_could_not_be_read_counts_as_handed_in_and_not_as_started() -> None:
    """As for a PDF: there is nothing in it that a task could be seen in."""
    unreadable = replace(graded("x", [0, 0, 0], status="error"), status="error")
    found = items_of(unreadable, graded("y", [4, 2, 0]))

    assert [(found[t].handed_in, found[t].started) for t in TASKS] == [(2, 1)] * 3


def test_discrimination_is_the_correlation_with_the_other_tasks() -> None:
    """By NumPy's formula, on points drawn at random."""
    points = np.random.default_rng(0).integers(0, 5, (40, 3)).astype(float)
    found = items_of(*(graded(str(i), list(row)) for i, row in enumerate(points)))

    for place, task in enumerate(TASKS):
        rest = points.sum(1) - points[:, place]
        expected = np.corrcoef(points[:, place], rest)[0, 1]
        assert found[task].discrimination == pytest.approx(expected)


def test_a_task_that_stronger_students_fail_is_below_zero() -> None:
    """The author looks at it."""
    rows = [[float(i % 5), float(i % 5), 4.0 - i % 5] for i in range(20)]

    assert (items_of(*(graded(str(i), r) for i, r in enumerate(rows)))["c"].discrimination or 0) < 0


@pytest.mark.parametrize("students", [1, FEWEST - 1])
def test_few_students_say_nothing(students: int) -> None:
    """A correlation of a handful is chance."""
    found = items_of(*(graded(str(i), [i % 5, i % 4, 0]) for i in range(students)))

    assert found["a"].discrimination is None


def test_a_task_that_all_solve_tells_nobody_apart() -> None:
    """No correlation, and no division by zero."""
    found = items_of(*(graded(str(i), [4, i % 5, i % 3]) for i in range(12)))

    assert found["a"].discrimination is None
    assert found["b"].discrimination is not None


def test_what_the_kit_failed_to_grade_does_not_count() -> None:
    """It is nobody's fault but ours."""
    found = items_of(graded("x", [4, 4, 4]), graded("y", [0, 0, 0], status="infrastructure"))

    assert found["a"].handed_in == 1
    assert found["a"].share == 1.0


def test_mistakes_count_once_a_student() -> None:
    """However many checks showed one."""
    one = graded("x", [0, 0, 4], misconception="flat")

    assert items_of(one, graded("y", [0, 4, 4], misconception="flat"))["a"].mistakes == (
        ("flat", 2),
    )
