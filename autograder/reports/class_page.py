"""The page of a class: scores, hard tasks, frequent mistakes, lines that were found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from autograder.classroom.gradebook import Summary
from autograder.course import chapters
from autograder.grading.results import Result
from autograder.reports.items import Items

_TENTHS = 10


@dataclass(frozen=True, slots=True)
class Line:
    """A line that was found: whose, of which task, and the change after which the task passes."""

    student: str
    chapter: str
    task: str
    where: str
    change: str


@dataclass(frozen=True, slots=True)
class Column:
    """A tenth of the range of percents, and how many students are in it; ``share`` of the most."""

    percent: int
    students: int
    share: float


def values(summary: Summary, items: Items, lines: Sequence[Line]) -> dict[str, object]:
    """Return the template values of the class's page."""
    rows = sorted(summary.rows.values(), key=lambda row: row.student)
    percents = [row.percent for row in rows if row.percent is not None]
    points = [points for row in rows for points in row.points.values()]
    return {
        "rows": rows,
        "handed_in": len(points),
        "ungraded": points.count(None),
        "chapters": [chapters.find(name) for name in sorted(summary.chapters)],
        "maximum": summary.chapters,
        "mean": sum(percents) / len(percents) if percents else None,
        "columns": columns(percents),
        "items": items.by_chapter(),
        "mistakes": summary.mistakes(),
        "missing": summary.missing,
        "lines": lines,
    }


def found_lines(result: Result) -> Iterator[Line]:
    """The lines that were found in one chapter of one student, one a task."""
    for task in result.tasks():
        found = next((test for test in task.tests if test.repair), None)
        if found:
            name = (result.student, result.chapter, task.task_id)
            yield Line(*name, found.where, found.repair)


def columns(percents: Sequence[float]) -> list[Column]:
    """How many students have 0 to 10 percent, 10 to 20, and so on; 100 is in the last."""
    counts = [0] * _TENTHS
    for percent in percents:
        counts[min(int(percent / 100 * _TENTHS), _TENTHS - 1)] += 1
    most = max(counts) or 1
    return [Column(100 // _TENTHS * i, count, count / most) for i, count in enumerate(counts)]
