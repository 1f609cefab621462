"""Grade one submission of a class, on any machine: read it, grade it, write its result."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from autograder.classroom.gradebook import ungraded
from autograder.classroom.handins import HandIn
from autograder.classroom.runfolder import RunFolder
from autograder.course import chapters, courses
from autograder.datasets.manifest import root as course_data
from autograder.errors import UsageError
from autograder.grading.request import GradeRequest
from autograder.grading.results import INFRASTRUCTURE, Result, TestResult
from autograder.sandbox import Policy, paths

if TYPE_CHECKING:
    from autograder.submission import Submission

_TRIES = 2


@dataclass(frozen=True, slots=True)
class Graded:
    """A graded submission; ``resumed`` if an earlier run had graded the same content."""

    result: Result
    resumed: bool = False


def grade_hand_in(hand_in: HandIn, run: RunFolder, request: GradeRequest) -> Graded:
    """Grade one submission and write its result.

    Raises:
        UsageError: the request cannot be met, or there is no room to write.
    """
    found = read_hand_in(hand_in, run, request)
    if isinstance(found, Graded):
        return found
    result = grade_with_retry(found, hand_in.student, request)
    run.save(result)
    return Graded(result)


def read_hand_in(hand_in: HandIn, run: RunFolder, request: GradeRequest) -> Graded | Submission:
    """Read a submission; return its result at once if it is unreadable or graded already.

    Raises:
        UsageError: there is no room to write.
    """
    from autograder import submission
    from autograder.grading import fingerprint, grader

    chapter = chapters.find(hand_in.chapter)
    try:
        names = chapters.load(chapter).names
        found = submission.read(hand_in.path, hand_in.chapter, wanted=names)
    except UsageError as error:
        result = grader.unreadable(chapter, hand_in.student, request, error)
        run.save(result)
        return Graded(result)
    before = run.load(hand_in.student, hand_in.chapter)
    wanted = fingerprint.of_submission(found, request)
    if before and before.fingerprint == wanted and not ungraded(before):
        return Graded(before, resumed=True)
    return found


def grade_with_retry(submission: Submission, student: str, request: GradeRequest) -> Result:
    """Grade, twice if the kit itself failed the first time; a second failure is the result.

    Raises:
        UsageError: the request cannot be met.
    """
    from autograder.grading import grader

    graded, why = None, ""
    for _ in range(_TRIES):
        try:
            graded = grader.grade(submission, student, request)
        except UsageError as error:  # not every subclass survives the way to another process
            raise UsageError(str(error)) from None
        except Exception as error:  # whatever breaks here is the kit's fault, and the run goes on
            why = f"{type(error).__name__}: {error}"
        if graded and not ungraded(graded):
            break
    return graded or not_graded(submission.chapter, student, submission.name, why)


def give_up(hand_in: HandIn, run: RunFolder, why: str) -> Graded:
    """Write the result that says the kit failed, and why."""
    result = not_graded(hand_in.chapter, hand_in.student, hand_in.path.name, why)
    run.save(result)
    return Graded(result)


def not_graded(chapter: str, student: str, source: str, why: str) -> Result:
    """Make the result that says the kit failed: no points, and no zero either."""
    message = f"The kit could not grade this: {why}. Run the same command again."
    tests = tuple(
        TestResult(task.id, "", task.id, INFRASTRUCTURE, 0, task.points, message=message)
        for task in chapters.load(chapters.find(chapter)).tasks
    )
    return Result(
        chapter=chapter,
        student=student,
        status=INFRASTRUCTURE,
        message=message,
        points=0,
        max_points=sum(test.max_points for test in tests),
        device="",
        sandbox=(),
        seconds=0.0,
        hidden=True,
        source=source,
        fingerprint="",
        tests=tests,
    )


def policy_here(trusted: bool) -> Policy:
    """Return the sandbox policy for this machine.

    Args:
        trusted: go on without one if need be.

    Raises:
        UsageError: other people's code is not run without one.
    """
    data_sets = (str(course_data()),)
    if trusted:
        return Policy(read_paths=data_sets)
    from autograder.sandbox.policy import REQUIRED
    from autograder.sandbox.probe import probe

    there = {layer.name for layer in probe() if layer.available}
    missing = [names for names in REQUIRED if there.isdisjoint(names.split("|"))]
    if missing:
        lacks = ", ".join(missing).replace("|", " or ")
        raise UsageError(
            f"Expected a sandbox for other people's code, but this machine lacks {lacks} (see "
            "`autograder doctor`). If you trust every submission, add --trust-submissions."
        )
    _check_courses_are_hidden()
    return Policy.strangers(read_paths=data_sets)


def _check_courses_are_hidden() -> None:
    """Refuse a course that lies where students' code may read."""
    for course in courses.private():
        if paths.is_library(os.path.realpath(course)):
            raise UsageError(
                f"{course}: Expected a course to lie where students' code cannot read, but it is "
                "among installed packages, which the sandbox shows. Move it, to your home say."
            )
