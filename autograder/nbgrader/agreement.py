"""Compare the kit's results with nbgrader's gradebook, which shall hold the same points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from nbgrader.api import Gradebook, MissingEntry

from autograder.errors import KitError
from autograder.grading.results import Result
from autograder.nbgrader import feedback
from autograder.nbgrader.cells import test_id
from autograder.nbgrader.layout import Course
from autograder.text import number, one_line

_NAMED = 5


@dataclass(frozen=True, slots=True)
class Difference:
    """A task of which the gradebook holds other points than the kit gave; None holds none."""

    student: str
    task: str
    ours: float
    theirs: float | None

    def __str__(self) -> str:
        there = "none" if self.theirs is None else number(self.theirs)
        return f"{one_line(self.student, 60)}, {self.task}: {number(self.ours)}, but got {there}"


def differences(course: Course, results: Iterable[Result]) -> list[Difference]:
    """Find the tasks of which the gradebook holds other points; a person's changes do not count.

    Tasks that the assignment has no cell for, as it was released, are no difference.
    """
    with Gradebook(course.database) as gradebook:
        return [found for result in results for found in _of_one(gradebook, result)]


def check(course: Course, results: Iterable[Result]) -> None:
    """See that the gradebook holds what the kit gave.

    Raises:
        KitError: it does not; students and tasks are named.
    """
    found = differences(course, results)
    if found:
        raise KitError(_told(found))


def _of_one(gradebook: Any, result: Result) -> Iterator[Difference]:
    tasks = {test_id(task.task_id): task for task in result.tasks()}
    for name, grade in _grades(gradebook, result).items():
        if name in tasks:
            points = feedback.score(tasks[name], float(grade.max_score))
            theirs = None if grade.auto_score is None else float(grade.auto_score)
            if theirs is None or abs(points - theirs) > 1e-6:
                yield Difference(result.student, tasks[name].task_id, points, theirs)


def _grades(gradebook: Any, result: Result) -> dict[str, Any]:
    try:
        submission = gradebook.find_submission(result.chapter, result.student)
    except MissingEntry:
        return {}
    return {grade.name: grade for notebook in submission.notebooks for grade in notebook.grades}


def _told(found: Sequence[Difference]) -> str:
    named = "; ".join(map(str, found[:_NAMED]))
    more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
    return (
        f"Expected nbgrader's gradebook to hold the points that the kit gave to {named}{more}. "
        "Run the same command again with --force, and see nbgrader's messages above."
    )
