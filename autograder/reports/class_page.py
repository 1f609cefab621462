"""The page of a class: who needs help, what went wrong, scores, tasks, and each one's share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from autograder.classroom.gradebook import Mistake, Summary
from autograder.course import chapters
from autograder.course.chapter import Chapter
from autograder.grading.results import Result
from autograder.reports import faults, rendering, scores
from autograder.reports.audience import Audience
from autograder.reports.faults import Fault
from autograder.reports.heat_map import HeatMap, HeatMaps
from autograder.reports.items import Item, Items
from autograder.reports.makers import Makers
from autograder.reports.needs_help import needing_help
from autograder.reports.scores import Late
from autograder.text import one_line

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


@dataclass(frozen=True, slots=True)
class Who:
    """A student on the page: the name in one harmless line, and the link, if there is a page."""

    name: str
    href: str


@dataclass(frozen=True, slots=True)
class Made:
    """A mistake, its number here, the anchor of its task on students' pages, and who made it."""

    number: int
    mistake: Mistake
    anchor: str
    students: Sequence[str]


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter of the page: its distribution, the figures of its tasks, its heat map."""

    chapter: Chapter
    columns: Sequence[Column]
    items: Sequence[Item]
    heat_map: HeatMap


@dataclass(slots=True)
class Figures:
    """Adds up a class, a result at a time; holds numbers and short texts, no result."""

    items: Items = field(default_factory=Items)
    heat_maps: HeatMaps = field(default_factory=HeatMaps)
    makers: Makers = field(default_factory=Makers)
    lines: list[Line] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def add(self, result: Result) -> None:
        """Add one result."""
        self.items.add(result)
        self.heat_maps.add(result)
        self.makers.add(result)
        self.lines.extend(found_lines(result))
        self.faults.extend(faults.found(result))


def write(path: Path, summary: Summary, figures: Figures, late: Late | None = None) -> None:
    """Write the class's page; UsageError when it cannot be written."""
    rendering.write(path, "class.html", values(summary, figures, late))


def values(summary: Summary, figures: Figures, late: Late | None = None) -> dict[str, object]:
    """Return the template values of the class's page."""
    parts = list(_parts(summary, figures))
    labels = {part.chapter.name: part.chapter.label for part in parts}
    rows = scores.rows(summary, figures.heat_maps, figures.makers, late)
    percents = [row.percent for row in rows if row.percent is not None]
    points = [points for row in summary.rows.values() for points in row.points.values()]
    return {
        "rows": rows,
        "knows_late": bool(late),
        "who": _who(summary),
        "handed_in": len(points),
        "ungraded": points.count(None),
        "parts": parts,
        "maximum": summary.chapters,
        "mean": sum(percents) / len(percents) if percents else None,
        "columns": columns(percents),
        "mistakes": [
            _made(number, mistake, labels, figures.makers)
            for number, mistake in enumerate(summary.mistakes())
        ],
        "needing": needing_help(summary, labels, figures.heat_maps, figures.makers),
        "absent": [row for row in summary.rows.values() if not row.points],
        "faults": figures.faults,
        "lines": figures.lines,
        "notice": Audience.STAFF.notice,
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


def _who(summary: Summary) -> Mapping[str, Who]:
    return {
        student: Who(
            one_line(row.name or student, 80),
            rendering.page_of(student) if row.points else "",
        )
        for student, row in summary.rows.items()
    }


def _parts(summary: Summary, figures: Figures) -> Iterator[Part]:
    items = figures.items.by_chapter()
    for name in sorted(summary.chapters):
        graded = [
            100 * points / (row.max_points[name] or 1)
            for row in summary.rows.values()
            if (points := row.points.get(name)) is not None
        ]
        heat_map = figures.heat_maps.of(name)
        yield Part(chapters.find(name), columns(graded), items.get(name, []), heat_map)


def _made(number: int, mistake: Mistake, labels: Mapping[str, str], makers: Makers) -> Made:
    anchor = quote(f"{labels[mistake.chapter]}.{mistake.task}")
    made = (mistake.chapter, mistake.task, mistake.misconception)
    return Made(number, mistake, anchor, makers.of(made))
