"""Read from nbgrader's gradebook what was handed in late."""

from __future__ import annotations

from datetime import timedelta

from nbgrader.api import Gradebook

from autograder.nbgrader.layout import Course


def late(course: Course) -> dict[tuple[str, str], timedelta]:
    """Return by how much work was late, by student and assignment; what was in time is left out.

    nbgrader takes the difference of an assignment's due date, where it has one, and the time in a
    submission's ``timestamp.txt``.
    """
    with Gradebook(course.database) as gradebook:
        every = [one for assignment in gradebook.assignments for one in assignment.submissions]
        return {
            (one.student.id, one.assignment.name): timedelta(seconds=one.total_seconds_late)
            for one in every
            if one.total_seconds_late > 0
        }
