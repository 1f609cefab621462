"""The table of scores: a row for each student, and what the page's filters look for in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from autograder.classroom.gradebook import StudentRow, Summary
from autograder.reports.heat_map import HeatMap, HeatMaps
from autograder.reports.makers import Makers
from autograder.text import counted, number

DONE, FAILED, BLANK, LOST, MISSING = "done", "failed", "blank", "lost", "missing"
"""What became of a chapter: all points, fewer, no task started, not graded, not handed in."""

Late = Mapping[tuple[str, str], timedelta]
"""By how much work was late, by student and chapter."""

_SIGNS = {DONE: "✓", FAILED: "", BLANK: "·", LOST: "?", MISSING: "–"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A chapter of a student: a status as above, points unless there are none, whether late."""

    status: str
    points: float | None
    is_late: bool = False

    @property
    def text(self) -> str:
        """The points, a sign where a status says more, and whether they are of late work."""
        parts = (number(self.points), _SIGNS[self.status], "late" * self.is_late)
        return " ".join(filter(None, parts))


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


def rows(
    summary: Summary, heat_maps: HeatMaps, makers: Makers, late: Late | None = None
) -> list[Row]:
    """Return the rows of a class, ordered by the students' ids."""
    delays = late or {}
    maps = {chapter: heat_maps.of(chapter) for chapter in sorted(summary.chapters)}
    numbers = {
        (one.chapter, one.task, one.misconception): at for at, one in enumerate(summary.mistakes())
    }
    made = makers.by_student()
    return [
        Row(
            student=row.student,
            has_name=bool(row.name) and row.name != row.student,
            cells=[
                Cell(*_outcome(row, chapter, heat_map), (row.student, chapter) in delays)
                for chapter, heat_map in maps.items()
            ],
            total=row.total,
            percent=row.percent,
            mistakes=[numbers[one] for one in made.get(row.student, ())],
            notes=[*row.notes, *_late(row.student, maps, delays)],
        )
        for row in sorted(summary.rows.values(), key=lambda row: row.student)
    ]


def _late(student: str, chapters: Iterable[str], late: Late) -> Iterator[str]:
    for chapter in chapters:
        if delay := late.get((student, chapter)):
            yield f"{chapter.partition('_')[0]} {how_long(delay)} late"


def how_long(delay: timedelta) -> str:
    """Say a length of time in its largest whole unit: ``3 days``, ``1 hour``, ``5 minutes``."""
    minutes = max(1, int(delay.total_seconds() // 60))
    for size, unit in ((24 * 60, "day"), (60, "hour")):
        if minutes >= size:
            return counted(minutes // size, unit)
    return counted(minutes, "minute")


def _outcome(row: StudentRow, chapter: str, heat_map: HeatMap) -> tuple[str, float | None]:
    if chapter not in row.points:
        return MISSING, None
    points = row.points[chapter]
    if points is None:
        return LOST, None
    if points >= row.max_points[chapter]:
        return DONE, points
    return BLANK if heat_map.is_blank(row.student) else FAILED, points
