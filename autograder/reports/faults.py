"""What the kit failed to grade: whose, of which task, and what was said of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from autograder.grading.results import INFRASTRUCTURE, Result


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of the kit: ``task`` is empty where it is of a whole chapter."""

    student: str
    chapter: str
    task: str
    message: str


def found(result: Result) -> Iterator[Fault]:
    """The faults in one chapter of one student: the chapter's, else one a task."""
    if result.status == INFRASTRUCTURE:
        first = next((t.message for t in result.tests if t.status == INFRASTRUCTURE), "")
        yield Fault(result.student, result.chapter, "", result.message or first)
        return
    for task in result.tasks():
        lost = next((test for test in task.tests if test.status == INFRASTRUCTURE), None)
        if lost:
            yield Fault(result.student, result.chapter, task.task_id, lost.message)
