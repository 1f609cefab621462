"""Item analysis of a class's results: difficulty and discrimination of each task."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from statistics import StatisticsError, correlation, fmean

from autograder.grading.results import (
    ERROR,
    INFRASTRUCTURE,
    NOT_STARTED,
    PASS,
    SKIPPED,
    Result,
    TaskResult,
)

FEWEST = 8
"""Students below which a correlation says nothing: at 8, chance alone gives 0.7 once in 20."""


@dataclass(frozen=True, slots=True)
class Item:
    """One task's figures over a class.

    Attributes:
        task: its id.
        handed_in: students whose chapter was graded.
        started: those of them who wrote something for it, as far as it could be read.
        solved: those with all its points.
        share: mean share of the points, 0 to 1, over all who handed in: the item's difficulty,
            as test theory calls it.
        discrimination: correlation, -1 to 1, of the points here with those of the chapter's other
            tasks; None for fewer than ``FEWEST`` students, or where all have the same points.
        mistakes: recognised mistakes and how many made them, the most frequent first.
    """

    task: str
    handed_in: int
    started: int
    solved: int
    share: float
    discrimination: float | None
    mistakes: tuple[tuple[str, int], ...] = ()


@dataclass(slots=True)
class Items:
    """Adds up a class, a result at a time; holds a few numbers a student and task."""

    _points: dict[tuple[str, str], list[tuple[float, float]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _most: dict[tuple[str, str], float] = field(default_factory=dict)
    _started: Counter[tuple[str, str]] = field(default_factory=Counter)
    _mistakes: dict[tuple[str, str], Counter[str]] = field(
        default_factory=lambda: defaultdict(Counter)
    )

    def add(self, result: Result) -> None:
        """Add one result; those that the kit failed to grade are left out."""
        tasks = [task for task in result.tasks() if task.status != INFRASTRUCTURE]
        total = sum(task.points for task in tasks)
        for task in tasks:
            key = (result.chapter, task.task_id)
            self._points[key].append((task.points, total - task.points))
            self._most[key] = max(self._most.get(key, 0.0), task.max_points)
            self._started[key] += result.status != ERROR and _is_started(task)
            self._mistakes[key].update({t.misconception for t in task.tests if t.misconception})

    def by_chapter(self) -> dict[str, list[Item]]:
        """The tasks of each chapter, in the chapter's order."""
        found: dict[str, list[Item]] = {}
        for chapter, task in sorted(self._points, key=lambda key: key[0]):
            found.setdefault(chapter, []).append(self._item(chapter, task))
        return found

    def _item(self, chapter: str, task: str) -> Item:
        key = (chapter, task)
        points = [here for here, _ in self._points[key]]
        most = self._most[key] or 1.0
        return Item(
            task=task,
            handed_in=len(points),
            started=self._started[key],
            solved=sum(here >= most for here in points),
            share=fmean(points) / most,
            discrimination=_discrimination(self._points[key]),
            mistakes=tuple(self._mistakes[key].most_common()),
        )


def _is_started(task: TaskResult) -> bool:
    return task.status == PASS or any(
        test.status not in (NOT_STARTED, SKIPPED) for test in task.tests
    )


def _discrimination(pairs: list[tuple[float, float]]) -> float | None:
    if len(pairs) < FEWEST:
        return None
    try:
        return correlation([here for here, _ in pairs], [rest for _, rest in pairs])
    except StatisticsError:  # one of the two is the same for all
        return None
