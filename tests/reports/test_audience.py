"""Who may see what: students get no value that the grader drew, staff get everything."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from autograder.classroom.code import CodePart
from autograder.grading.results import STATUSES, Result, TestResult
from autograder.reports.audience import Audience

CODE = (CodePart("ada.py", 1, "def line(x):\n    return x\n"),)
SECRET = "0.918273"
TOLD: Any = {
    "message": f"Expected {SECRET}, but got 0.",
    "hint": f"Try {SECRET}.",
    "output": SECRET,
    "where": "ada.py:2",
    "misconception": "flat",
    "resembles": "steep",
    "repair": "- return x\n+ return 2 * x",
    "hints": ("Your line is flat.", "A slope.", "Multiply."),
}


def graded(*tests: TestResult, status: str = "fail", message: str = "") -> Result:
    """A chapter with these checks."""
    named = ("ch01_workflow", "ada", status, message, 0, 4, "cpu", (), 0.1, True, "ada.py", "f")
    return Result(*named, tests)


def check(kind: str, status: str = "fail", **told: Any) -> TestResult:
    """A check of one task that fails with all that can be told."""
    name = f"{kind} of {SECRET}"
    return TestResult(name, f"{kind}.test_{SECRET}", "line", status, 1, 2, **{**TOLD, **told})


def shown(result: Result) -> Result:
    """As students may see it."""
    return Audience.STUDENTS.shown(result, CODE)


def test_staff_see_all_of_it() -> None:
    """Unchanged, with a notice for the foot of the page."""
    result = graded(check("hidden"), message="remark")

    assert Audience.STAFF.shown(result, CODE) is result
    assert "staff" in Audience.STAFF.notice
    assert Audience.STUDENTS.notice == ""


@pytest.mark.parametrize("status", STATUSES)
def test_a_hidden_check_tells_students_no_value(status: str) -> None:
    """Whatever came of it, neither in a text nor in its name or id."""
    (test,) = shown(graded(check("hidden", status))).tests

    assert SECRET not in repr(test)
    assert (test.status, test.points, test.max_points) == (status, 1, 2)
    assert test.name == "Hidden check 1"
    assert bool(test.message) or not test.has_failed


def test_a_hidden_check_still_helps() -> None:
    """Place in their code, and the hint of the mistake that was recognised."""
    (test,) = shown(graded(check("hidden"))).tests

    assert test.where == "ada.py:2"
    assert test.first_hint == "Your line is flat."
    assert test.message.startswith("Expected the right result")


@pytest.mark.parametrize("where", [f"{SECRET}.py:1", "ada.py:918273", SECRET])
def test_a_place_that_the_code_made_up_carries_nothing_out(where: str) -> None:
    """Code that was handed hidden values may raise its error in a file of any name."""
    (test,) = shown(graded(check("hidden", "error", where=where))).tests

    assert test.where == ""


def test_a_public_check_is_told_but_for_what_is_the_staffs() -> None:
    """Its values are the same for everybody and in the student's kit."""
    (test,) = shown(graded(check("public"))).tests

    assert test == replace(check("public"), misconception=None, resembles=None, repair="")


def test_why_nothing_was_run_is_told_and_remarks_are_not() -> None:
    """A reason is the student's to mend; a remark is for the instructor."""
    whole = TestResult("line", "", "line", "error", 0, 4, message="no notebook")
    unread = shown(graded(whole, status="error", message="no notebook"))

    assert (unread.message, unread.tests[0].message) == ("no notebook", "no notebook")
    assert shown(graded(check("public"), message="remark")).message == ""


def test_a_fault_of_the_kit_is_no_fault_of_the_student() -> None:
    """They learn that there is no grade yet, not what broke."""
    lost = TestResult("line", "", "line", "infrastructure", 0, 4, message="/srv/kit broke")
    found = shown(graded(lost, status="infrastructure", message="/srv/kit broke"))

    assert "/srv/kit" not in repr(found)
    assert "not your fault" in found.message


def test_hidden_checks_are_numbered_a_task() -> None:
    """So that a student can ask about one."""
    other = replace(check("hidden"), task_id="fit")
    found = shown(graded(check("hidden"), check("public"), check("hidden"), other))

    assert [test.name for test in found.tests if "Hidden" in test.name] == [
        "Hidden check 1",
        "Hidden check 2",
        "Hidden check 1",
    ]
