"""Results of submissions that were not graded to their end: unreadable, broken off, not begun."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from autograder.course import chapters
from autograder.grading import results as r

if TYPE_CHECKING:
    from autograder.checks.check import Check

_DIED = (
    "Expected results that can be checked, but the process that checked yours died twice, here or "
    "at an earlier check. Look for results that are far larger than asked for."
)


def unreadable(chapter: str, student: str, why: str, *, hidden: bool) -> r.Result:
    """Make the result of a submission that cannot be read: no points, and the reason."""
    return _result(chapter, student, _tasks(chapter, r.ERROR, why), r.ERROR, why, hidden=hidden)


def not_graded(chapter: str, student: str, source: str, why: str) -> r.Result:
    """Make the result that says the kit failed: no points, and no zero either."""
    message = f"The kit could not grade this: {why}. Run the same command again."
    tests = _tasks(chapter, r.INFRASTRUCTURE, message)
    return _result(chapter, student, tests, r.INFRASTRUCTURE, message, source=source)


def broken_off(
    chapter: str,
    student: str,
    source: str,
    checks: Sequence[Check],
    done: Mapping[str, r.TestResult],
    *,
    hidden: bool,
) -> r.Result:
    """Make the result of a submission that ended the process which graded it: its points so far.

    Args:
        chapter: full name.
        student: whose submission it is.
        source: name of the file that was graded.
        checks: all that it was to be graded by.
        done: results by check; the others are worth nothing.
        hidden: whether hidden checks are among them.
    """
    tests = tuple(done.get(check.id) or _died(check) for check in checks)
    is_whole = all(test.status == r.PASS for test in tests)
    status = r.PASS if is_whole else r.FAIL
    return _result(chapter, student, tests, status, source=source, hidden=hidden)


def _died(check: Check) -> r.TestResult:
    return r.TestResult(check.name, check.id, check.task, r.CRASH, 0, check.points, message=_DIED)


def _tasks(chapter: str, status: str, why: str) -> tuple[r.TestResult, ...]:
    """One line for each task, as checks are not known without their files."""
    tasks = chapters.load(chapters.find(chapter)).tasks
    return tuple(r.TestResult(t.id, "", t.id, status, 0, t.points, message=why) for t in tasks)


def _result(
    chapter: str,
    student: str,
    tests: tuple[r.TestResult, ...],
    status: str,
    message: str = "",
    *,
    source: str = "",
    hidden: bool = True,
) -> r.Result:
    """Make a result without device, sandbox and fingerprint: the next run grades again."""
    return r.Result(
        chapter=chapter,
        student=student,
        status=status,
        message=message,
        points=sum(test.points for test in tests),
        max_points=sum(test.max_points for test in tests),
        device="",
        sandbox=(),
        seconds=0.0,
        hidden=hidden,
        source=source,
        fingerprint="",
        tests=tests,
    )
