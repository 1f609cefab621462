"""What of a result may be shown to whom: the one place where this is decided.

Staff see all of it. Students see what their own code and the public checks tell. Of a hidden check
they see status, points, the place in their code and the hint of a mistake that was recognised. Its
name, its message, its own hint and what was printed meanwhile can hold values that the grader drew,
so they stay with staff, as do ids of mistakes, changes that repair a task, and remarks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import Enum

from autograder.classroom.code import CodePart
from autograder.grading.results import (
    CRASH,
    ERROR,
    INFRASTRUCTURE,
    MEMORY,
    SKIPPED,
    TIMEOUT,
    Result,
    TestResult,
)
from autograder.reports import listing

_NOT_GRADED = "This could not be graded yet, which is not your fault. It will be graded again."
_WRONG = (
    "Expected the right result for inputs that are not shown, but got another one. "
    "Read the task again, and try your code with data of your own."
)
_HIDDEN = {
    ERROR: "Expected a result for inputs that are not shown, but your code raised an error.",
    TIMEOUT: "Expected a result for inputs that are not shown, but your code did not end in time.",
    CRASH: "Expected a result for inputs that are not shown, but your code ended its process.",
    MEMORY: "Expected a result for inputs that are not shown, but your code ran out of memory.",
    SKIPPED: "Skipped: it needs a task that is not solved.",
}


class Audience(Enum):
    """Who reads a page."""

    STAFF = "staff"
    STUDENTS = "students"

    @property
    def notice(self) -> str:
        """What the foot of a page says about who may see it; empty where anybody may."""
        return "For staff: holds hidden checks." if self is Audience.STAFF else ""

    @property
    def sees_class(self) -> bool:
        """Whether pages lead to the class and to other students."""
        return self is Audience.STAFF

    @property
    def sees_whole_code(self) -> bool:
        """Whether all code of a chapter follows its tasks; students have their own file."""
        return self is Audience.STAFF

    def shown(self, result: Result, code: Sequence[CodePart]) -> Result:
        """Return the result as this audience may see it; ``code`` is what was graded."""
        if self is Audience.STAFF:
            return result
        return replace(result, message=_message(result), tests=tuple(_tests(result, code)))


def _message(result: Result) -> str:
    """Why nothing was run; remarks on what was run are the instructor's."""
    reasons = {ERROR: result.message, INFRASTRUCTURE: _NOT_GRADED}
    return reasons.get(result.status, "")


def _tests(result: Result, code: Sequence[CodePart]) -> Iterator[TestResult]:
    for task in result.tasks():
        hidden = 0
        for test in task.tests:
            if test.check.startswith("hidden."):
                hidden += 1
                yield _hidden(test, hidden, code)
            else:
                yield _public(test)


def _public(test: TestResult) -> TestResult:
    message = _NOT_GRADED if test.status == INFRASTRUCTURE else test.message
    return replace(test, message=message, misconception=None, resembles=None, repair="")


def _hidden(test: TestResult, number: int, code: Sequence[CodePart]) -> TestResult:
    """Keep what holds no value of the grader's: a new result, so that nothing slips through.

    A place that is no line of the code was made up by the code, out of what it was handed.
    """
    message = _HIDDEN.get(test.status, _WRONG if test.has_failed else "")
    return TestResult(
        name=f"Hidden check {number}",
        check=f"hidden.{number}",
        task_id=test.task_id,
        status=test.status,
        points=test.points,
        max_points=test.max_points,
        message=_NOT_GRADED if test.status == INFRASTRUCTURE else message,
        where=test.where if listing.holds(code, test.where) else "",
        hints=test.hints,
    )
