"""Grade a class for nbgrader before its own loop asks for results, with a progress bar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from autograder.classroom import grade, gradebook
from autograder.classroom.discover import Collected
from autograder.classroom.gradebook import ungraded
from autograder.classroom.handins import HandIn
from autograder.classroom.options import ClassOptions
from autograder.classroom.runfolder import read_key
from autograder.course import chapters
from autograder.grading.request import for_class
from autograder.nbgrader import waiting_results
from autograder.nbgrader.layout import Course


@dataclass(frozen=True, slots=True)
class PrepareOptions:
    """Options of `prepare`: which submissions to grade, and how.

    Attributes:
        assignment: a chapter, as on the command line.
        students: nbgrader's pattern for their ids.
        workers: submissions graded at the same time; None for one a processor.
        trusted: whether to go on where this machine has no sandbox.
        device: ``auto``, ``cpu``, ``cuda`` or ``mps``.
    """

    assignment: str
    students: str = "*"
    workers: int | None = None
    trusted: bool = False
    device: str = "auto"


def prepare(
    course: Course, wanted: PrepareOptions, tell: Callable[[], object] = lambda: None
) -> int:
    """Grade what is handed in and has no result yet.

    Args:
        course: where it is handed in.
        wanted: which of it, and how.
        tell: called whenever one more result is there.

    Returns:
        How many submissions the kit failed to grade.

    Raises:
        UsageError: no such chapter, no sandbox, or the course cannot be written to.
    """
    run = course.open_run()
    read_key(run.path / "key")
    hand_ins = waiting(course, chapters.find(wanted.assignment).name, wanted.students)
    made_from = {
        hand_in.student: waiting_results.fingerprint_of(course, hand_in.student, hand_in.chapter)
        for hand_in in hand_ins
    }
    failed = 0
    for graded in grade.grade_class(_options(course, wanted), Collected(hand_ins), run):
        result = graded.result
        waiting_results.note(course, result.student, result.chapter, made_from[result.student])
        tell()
        failed += ungraded(result)
    gradebook.write(run)
    return failed


def waiting(course: Course, assignment: str, students: str = "*") -> tuple[HandIn, ...]:
    """The submissions of an assignment without a result of what is handed in now."""
    return tuple(
        hand_in
        for hand_in in submissions(course, assignment)
        if fnmatchcase(hand_in.student, students)
        and waiting_results.load(course, hand_in.student, assignment) is None
    )


def submissions(course: Course, assignment: str) -> tuple[HandIn, ...]:
    """All submissions of an assignment, ordered by student."""
    folders = sorted((course.root / "submitted").glob(f"*/{assignment}"))
    hand_ins = (HandIn(folder.parent.name, assignment, folder) for folder in folders)
    return tuple(hand_in for hand_in in hand_ins if not hand_in.student.startswith("."))


def _options(course: Course, wanted: PrepareOptions) -> ClassOptions:
    return ClassOptions(
        submissions=course.root / "submitted",
        run=course.run.path,
        request=for_class(wanted.device),
        workers=wanted.workers,
        trusted=wanted.trusted,
    )
