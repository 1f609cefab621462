"""Students x tasks of each chapter: how much of each task every student has, as one sign."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from autograder.grading.results import (
    ERROR,
    INFRASTRUCTURE,
    NOT_STARTED,
    PASS,
    SKIPPED,
    Result,
    TaskResult,
)

DONE, BLANK, NEEDS, UNREAD, LOST = "✓", "·", "–", "!", "?"
"""A task's signs: solved, not started, skipped as it needs another task, in a hand-in that could
not be read, not graded. Each other sign is a digit: the tenths of the points, 0 to 9."""

_TENTHS = 10
_NO_TASKS = {INFRASTRUCTURE: LOST, ERROR: UNREAD}
_SIGNS = {NOT_STARTED: BLANK, SKIPPED: NEEDS}


@dataclass(frozen=True, slots=True)
class HeatMap:
    """One chapter: its tasks in their order, and by student a sign for each of them."""

    tasks: tuple[str, ...]
    rows: Mapping[str, str]

    def is_blank(self, student: str) -> bool:
        """Whether the student handed the chapter in and started no task of it."""
        return set(self.rows.get(student, DONE)) <= {BLANK, NEEDS}


@dataclass(slots=True)
class HeatMaps:
    """Adds up a class, a result at a time; holds a letter a student and task."""

    _tasks: dict[str, dict[str, int]] = field(default_factory=dict)
    _rows: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)

    def add(self, result: Result) -> None:
        """Add the tasks of one result."""
        tasks = self._tasks.setdefault(result.chapter, {})
        signs = {task.task_id: _sign(result, task) for task in result.tasks()}
        for task in signs:
            tasks.setdefault(task, len(tasks))
        otherwise = _NO_TASKS.get(result.status, BLANK)
        row = "".join(signs.get(task, otherwise) for task in tasks)
        self._rows.setdefault(result.chapter, {})[result.student] = (row, otherwise)

    def of(self, chapter: str) -> HeatMap:
        """Return a chapter's map; one without rows if nobody handed the chapter in."""
        tasks = tuple(self._tasks.get(chapter, ()))
        rows = self._rows.get(chapter, {}).items()
        return HeatMap(tasks, {who: row.ljust(len(tasks), other) for who, (row, other) in rows})


def _sign(result: Result, task: TaskResult) -> str:
    if task.status == INFRASTRUCTURE:
        return LOST
    if result.status == ERROR:
        return UNREAD
    if task.points > 0 or task.status not in _SIGNS:
        return _tenths(task)
    return _SIGNS[task.status]


def _tenths(task: TaskResult) -> str:
    if task.status == PASS or task.points >= task.max_points > 0:
        return DONE
    return str(min(int(_TENTHS * task.points / (task.max_points or 1)), _TENTHS - 1))
