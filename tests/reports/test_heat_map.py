"""A sign for each student and task."""

from __future__ import annotations

from dataclasses import replace

import pytest

from autograder.grading.results import Result
from autograder.reports.heat_map import HeatMap, HeatMaps
from tests.reports.conftest import check, result


def map_of(*results: Result) -> HeatMap:
    """The heat map of chapter 01."""
    maps = HeatMaps()
    for one in results:
        maps.add(one)
    return maps.of("ch01_workflow")


@pytest.mark.parametrize(
    ("status", "points", "sign"),
    [
        ("pass", 2.0, "✓"),
        ("fail", 1.99, "9"),
        ("fail", 1.0, "5"),
        ("crash", 0.0, "0"),
        ("not_started", 0.0, "·"),
        ("skipped", 0.0, "–"),
        ("infrastructure", 0.0, "?"),
    ],
)
def test_a_sign_says_how_much_of_a_task_is_there(status: str, points: float, sign: str) -> None:
    """Tenths of its points, or why there are none."""
    assert map_of(result("ada", check("line", status, points))).rows == {"ada": sign}


def test_what_could_not_be_read_is_no_zero() -> None:
    """As for a notebook that is damaged, with or without checks in its result."""
    damaged = replace(result("ada", check("line", "error", 0)), status="error")
    empty = replace(result("ben"), status="error")

    assert map_of(empty, damaged).rows == {"ben": "!", "ada": "!"}


def test_tasks_that_a_result_does_not_have_are_not_started() -> None:
    """As after a task was added to the chapter."""
    found = map_of(
        result("ada", check("fit", "pass", 2)),
        result("ben", check("line", "pass", 2), check("fit", "pass", 2)),
    )

    assert found.tasks == ("fit", "line")
    assert found.rows == {"ada": "✓·", "ben": "✓✓"}


def test_a_chapter_that_nobody_started_is_blank() -> None:
    """Who did not hand it in has no row, and is not blank."""
    found = map_of(result("ada", check("line", "not_started", 0), check("fit", "skipped", 0)))

    assert found.is_blank("ada")
    assert not found.is_blank("ben")
