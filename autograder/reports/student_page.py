"""The page of a student: every task of every chapter, with messages, places and hints."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.classroom.gradebook import ungraded
from autograder.course import chapters
from autograder.grading.results import Result


def values(results: Sequence[Result], name: str = "") -> dict[str, object]:
    """Return the template values of a student's page; ``name`` is empty where it is not known."""
    return {
        "student": results[0].student,
        "name": name,
        "results": [(chapters.find(result.chapter), result) for result in results],
        "points": sum(result.points for result in results),
        "maximum": sum(result.max_points for result in results),
        "ungraded": any(map(ungraded, results)),
    }
