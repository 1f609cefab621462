"""What is done with one submission of a class, on whichever machine: read, graded, written down."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from autograder.classroom.discover import Job
from autograder.classroom.gradebook import ungraded
from autograder.classroom.runfolder import RunFolder
from autograder.course import chapters, courses
from autograder.datasets.manifest import root as course_data
from autograder.errors import UsageError
from autograder.grading.results import INFRASTRUCTURE, Result, TestResult
from autograder.sandbox import Policy, paths

if TYPE_CHECKING:
    from autograder.grading.grader import Settings
    from autograder.submission import Submission

_TRIES = 2


@dataclass(frozen=True, slots=True)
class Terms:
    """What a class is graded under: the same for all.

    Attributes:
        key: the run's secret.
        template: path of the template that student processes are forked from.
        device: ``auto``, ``cpu``, ``cuda`` or ``mps``.
        policy: the sandbox of the students' processes.
    """

    key: bytes
    template: str = ""
    device: str = "auto"
    policy: Policy = field(default_factory=Policy.strangers)


@dataclass(frozen=True, slots=True)
class Graded:
    """A finished submission; ``resumed`` when an earlier run had graded the very same."""

    result: Result
    resumed: bool = False


def grade_job(job: Job, run: RunFolder, terms: Terms) -> Graded:
    """Grade one submission and write its result.

    Raises:
        UsageError: terms cannot be met, or there is no room to write.
    """
    found = settle(job, run, terms)
    if isinstance(found, Graded):
        return found
    result = grade_read(found, job.student, terms)
    run.save(result)
    return Graded(result)


def settle(job: Job, run: RunFolder, terms: Terms) -> Graded | Submission:
    """Read a submission; the result at once if it is unreadable or graded already.

    Raises:
        UsageError: there is no room to write.
    """
    from autograder import submission
    from autograder.grading import fingerprint, grader

    chapter, settings = chapters.find(job.chapter), _settings(terms)
    try:
        names = chapters.load(chapter).names
        handed_in = submission.read(job.path, job.chapter, wanted=names)
    except UsageError as error:
        result = grader.unreadable(chapter, job.student, settings, error)
        run.save(result)
        return Graded(result)
    before = run.load(job.student, job.chapter)
    wanted = fingerprint.of_submission(handed_in, settings)
    if before and before.fingerprint == wanted and not ungraded(before):
        return Graded(before, resumed=True)
    return handed_in


def grade_read(handed_in: Submission, student: str, terms: Terms) -> Result:
    """Grade, twice if the kit itself failed the first time; then say that it did.

    Raises:
        UsageError: terms cannot be met.
    """
    from autograder.grading import grader
    from autograder.remote.launch import Template

    graded, why = None, ""
    for _ in range(_TRIES):
        template = Template.connect(terms.template)
        try:
            graded = grader.grade(handed_in, student, _settings(terms), template)
        except UsageError as error:  # not every subclass survives the way to another process
            raise UsageError(str(error)) from None
        except Exception as error:  # whatever breaks here is the kit's fault, and the run goes on
            why = f"{type(error).__name__}: {error}"
        if graded and not ungraded(graded):
            break
    return graded or not_graded(handed_in.chapter, student, handed_in.name, why)


def not_graded(chapter: str, student: str, source: str, why: str) -> Result:
    """The result that says the kit failed: no points, and no zero either."""
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
    """The sandbox that this machine grades in.

    Args:
        trusted: go on without one if need be.

    Raises:
        UsageError: other people's code is not run without one.
    """
    data_sets = (str(course_data()),)
    if trusted:
        return Policy(read_paths=data_sets)
    from autograder.sandbox.policy import WALLS
    from autograder.sandbox.probe import probe

    there = {layer.name for layer in probe() if layer.available}
    missing = [wall for wall in WALLS if there.isdisjoint(wall.split("|"))]
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


def _settings(terms: Terms) -> Settings:
    from autograder.grading.grader import Settings

    return Settings(hidden=True, key=terms.key, device=terms.device, policy=terms.policy)
