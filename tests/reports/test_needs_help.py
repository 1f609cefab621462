"""Who needs help, and the reasons that are given."""

from __future__ import annotations

from typing import Any

from autograder.classroom.gradebook import Summary
from autograder.grading.results import Result
from autograder.reports.heat_map import HeatMaps
from autograder.reports.makers import Makers
from autograder.reports.needs_help import Needing, needing_help
from tests.reports.conftest import check, result

SECOND, THIRD = "ch02_classification", "ch03_computer_vision"
LABELS = {"ch01_workflow": "01", SECOND: "02", THIRD: "03"}


def needing(*results: Result) -> list[Needing]:
    """Those of a class who need help."""
    summary, maps, makers = Summary(), HeatMaps(), Makers()
    for one in results:
        summary.add(one)
        maps.add(one)
        makers.add(one)
    summary.complete()
    return needing_help(summary, LABELS, maps, makers)


def test_who_did_well_is_not_listed_and_the_lowest_share_is_first() -> None:
    """The reason is the figure."""
    found = needing(
        result("ada", check("line", "pass", 2)),
        result("ben", check("line", "fail", 0.8)),
        result("cem", check("line", "fail", 0.2)),
    )

    assert [(one.student, one.reasons) for one in found] == [
        ("cem", ("10% of the points that were due",)),
        ("ben", ("40% of the points that were due",)),
    ]


def test_few_chapters_and_few_tasks_are_reasons() -> None:
    """Counted among what is due, and what was handed in."""
    ada = [result("ada", check("line", "pass", 2), chapter=name) for name in LABELS]
    ben = result(
        "ben", check("line", "pass", 2), check("a", "not_started", 0), check("b", "skipped", 0)
    )

    (found,) = needing(*ada, ben)
    assert found.reasons[1:] == (
        "handed in 1 of 3 chapters",
        "started 1 of 3 tasks handed in",
    )


def test_one_mistake_in_several_chapters_is_a_reason() -> None:
    """Even for somebody with most of the points; twice in a chapter is not."""
    flat: Any = {"misconception": "flat"}
    found = needing(
        result("ada", check("line", "fail", 1.5, **flat)),
        result("ada", check("net", "fail", 1.5, **flat), chapter=SECOND),
        result("ben", check("line", "fail", 1.5, **flat), check("fit", "fail", 1.5, **flat)),
        result("ben", check("net", "pass", 2), chapter=SECOND),
    )

    assert [(one.student, one.reasons) for one in found] == [("ada", ("flat in 01 and 02",))]


def test_what_the_kit_failed_to_grade_is_no_reason() -> None:
    """Neither its points nor its tasks count."""
    assert needing(result("ada", check("line", "infrastructure", 0))) == []
