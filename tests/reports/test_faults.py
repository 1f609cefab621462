"""What the kit failed to grade."""

from __future__ import annotations

from dataclasses import replace

from autograder.reports import faults
from autograder.reports.faults import Fault
from tests.reports.conftest import check, result


def test_a_fault_names_the_task_or_the_whole_chapter() -> None:
    """One a task; a chapter that was lost is one fault."""
    lost = check("fit", "infrastructure", 0, message="no memory")
    some = result("ada", check("line", "pass", 2), lost, lost)

    assert list(faults.found(some)) == [Fault("ada", "ch01_workflow", "fit", "no memory")]
    assert list(faults.found(replace(some, status="infrastructure"))) == [
        Fault("ada", "ch01_workflow", "", "no memory")
    ]
    assert list(faults.found(result("ben", check("line", "crash", 0)))) == []
