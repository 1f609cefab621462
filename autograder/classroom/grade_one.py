"""Grade one submission of a class, on any machine: read it, grade it, write its result."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from autograder.classroom import code, journal, regrading
from autograder.classroom.gradebook import ungraded
from autograder.classroom.handins import HandIn
from autograder.classroom.runfolder import RunFolder
from autograder.course import chapters, courses
from autograder.datasets.manifest import root as course_data
from autograder.errors import UsageError
from autograder.grading import incomplete
from autograder.grading.request import GradeRequest
from autograder.grading.results import Result
from autograder.sandbox import Policy, paths

if TYPE_CHECKING:
    from autograder.grading.grader import Told
    from autograder.submission import Submission

_TRIES = 2
_DIED_READING = "Expected a file that can be read, but the process that read it died twice."


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
    with journal.written(run, hand_in.student, hand_in.chapter) as told:
        result = grade_with_retry(found, hand_in.student, request, told)
    run.save(result)
    return Graded(result)


def read_hand_in(hand_in: HandIn, run: RunFolder, request: GradeRequest) -> Graded | Submission:
    """Read a submission and keep its code; return its result if unreadable or graded already.

    Raises:
        UsageError: there is no room to write.
    """
    from autograder.grading import fingerprint

    journal.remove(run, hand_in.student, hand_in.chapter)  # of another file, maybe
    before = run.load(hand_in.student, hand_in.chapter)
    try:
        found = read(hand_in)
    except UsageError as error:
        regrading.keep(run, before)
        code.remove(run, hand_in.student, hand_in.chapter)
        result = incomplete.unreadable(
            hand_in.chapter, hand_in.student, str(error), hidden=request.hidden
        )
        run.save(result)
        return Graded(result)
    wanted = fingerprint.of_submission(found, request)
    if before and before.fingerprint == wanted and not ungraded(before):
        return Graded(before, resumed=True)
    regrading.keep(run, before)
    code.save(run, hand_in.student, found)
    return found


def read(hand_in: HandIn) -> Submission:
    """Read a submission; UsageError when it cannot be read."""
    from autograder import submission

    names = chapters.load(chapters.find(hand_in.chapter)).names
    return submission.read(hand_in.path, hand_in.chapter, wanted=names)


def grade_with_retry(
    submission: Submission, student: str, request: GradeRequest, told: Told = lambda _: None
) -> Result:
    """Grade, twice if the kit itself failed the first time; a second failure is the result.

    Raises:
        UsageError: the request cannot be met.
    """
    from autograder.grading import grader

    graded, why = None, ""
    for _ in range(_TRIES):
        try:
            graded = grader.grade(submission, student, request, told)
        except UsageError as error:  # not every subclass survives the way to another process
            raise UsageError(str(error)) from None
        except Exception as error:  # whatever breaks here is the kit's fault, and the run goes on
            why = f"{type(error).__name__}: {error}"
        if graded and not ungraded(graded):
            break
    return graded or incomplete.not_graded(submission.chapter, student, submission.name, why)


def died(hand_in: HandIn, run: RunFolder, request: GradeRequest) -> Graded:
    """Write the result of a submission whose grading process died twice: its points so far.

    It was alone the second time, so that this is no fault of the machine's.
    """
    from autograder.grading import grader, running

    student, chapter = hand_in.student, chapters.find(hand_in.chapter)
    regrading.keep(run, run.load(student, chapter.name))
    source, hidden = hand_in.path.name, request.hidden
    done = journal.read(run, student, chapter.name)
    if done is None:
        why = f"{source}: {_DIED_READING}"
        result = incomplete.unreadable(chapter.name, student, why, hidden=hidden)
    else:
        files, tasks = grader.check_files(chapter, hidden), chapters.load(chapter).tasks
        checks = running.in_order(tasks, files, request.task)
        result = incomplete.broken_off(chapter.name, student, source, checks, done, hidden=hidden)
    run.save(result)
    journal.remove(run, student, chapter.name)
    return Graded(result)


def give_up(hand_in: HandIn, run: RunFolder, why: str) -> Graded:
    """Write the result that says the kit failed, and why."""
    result = incomplete.not_graded(hand_in.chapter, hand_in.student, hand_in.path.name, why)
    run.save(result)
    return Graded(result)


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
