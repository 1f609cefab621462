"""The table of scores: a row for each student, and what the page's filters look for in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from autograder.classroom.gradebook import StudentRow, Summary
from autograder.reports.heat_map import HeatMap, HeatMaps
from autograder.reports.makers import Makers
from autograder.text import number

DONE, FAILED, BLANK, LOST, MISSING = "done", "failed", "blank", "lost", "missing"
"""What became of a chapter: all points, fewer, no task started, not graded, not handed in."""

_SIGNS = {DONE: "✓", FAILED: "", BLANK: "·", LOST: "?", MISSING: "–"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A chapter of a student: one of the statuses above, and the points unless there are none."""

    status: str
    points: float | None

    @property
    def text(self) -> str:
        """The points, and a sign where a status says more."""
        return f"{number(self.points)} {_SIGNS[self.status]}".strip()


@dataclass(frozen=True, slots=True)
class Row:
    """A student's row.

    Attributes:
        student: the id in results.
        has_name: whether the name is another than the id.
        cells: one a chapter of the class, in their order.
        total: points over all graded chapters.
        percent: share of the points that were due, 0 to 100; None when something was not graded.
        mistakes: numbers of the mistakes made, as the class's list of them counts, from 0.
        notes: remarks.
    """

    student: str
    has_name: bool
    cells: Sequence[Cell]
    total: float
    percent: float | None
    mistakes: Sequence[int]
    notes: Sequence[str]


def rows(summary: Summary, heat_maps: HeatMaps, makers: Makers) -> list[Row]:
    """Return the rows of a class, ordered by the students' ids."""
    maps = {chapter: heat_maps.of(chapter) for chapter in sorted(summary.chapters)}
    numbers = {
        (one.chapter, one.task, one.misconception): at for at, one in enumerate(summary.mistakes())
    }
    made = makers.by_student()
    return [
        Row(
            student=row.student,
            has_name=bool(row.name) and row.name != row.student,
            cells=[_cell(row, chapter, heat_map) for chapter, heat_map in maps.items()],
            total=row.total,
            percent=row.percent,
            mistakes=[numbers[one] for one in made.get(row.student, ())],
            notes=row.notes,
        )
        for row in sorted(summary.rows.values(), key=lambda row: row.student)
    ]


def _cell(row: StudentRow, chapter: str, heat_map: HeatMap) -> Cell:
    if chapter not in row.points:
        return Cell(MISSING, None)
    points = row.points[chapter]
    if points is None:
        return Cell(LOST, None)
    if points >= row.max_points[chapter]:
        return Cell(DONE, points)
    return Cell(BLANK if heat_map.is_blank(row.student) else FAILED, points)
