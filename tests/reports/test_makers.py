"""Who made which mistake."""

from __future__ import annotations

from autograder.reports.makers import Makers
from tests.reports.conftest import check, result


def test_a_mistake_has_the_students_who_made_it_once_each() -> None:
    """However many checks of the task showed it."""
    makers = Makers()
    twice = [check("line", "fail", 0, misconception="flat") for _ in range(2)]
    makers.add(result("ada", *twice, check("fit", "fail", 0, misconception="other")))
    makers.add(result("ben", *twice))

    flat = ("ch01_workflow", "line", "flat")
    assert makers.of(flat) == ["ada", "ben"]
    assert makers.of(("ch01_workflow", "fit", "flat")) == []
    assert makers.by_student() == {
        "ada": [flat, ("ch01_workflow", "fit", "other")],
        "ben": [flat],
    }
