"""Lay out a class for the screen: its gradebook and its most frequent mistakes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from autograder.screen import BAR, Glyphs, bar
from autograder.text import harmless, number, one_line

if TYPE_CHECKING:
    from autograder.classroom.gradebook import Mistake, StudentRow, Summary

ROWS = 40
MISTAKES = 5
MISSING = 20
_NOTES = 160


def class_page(summary: Summary, signs: Glyphs, gradebook: str) -> RenderableType:
    """Lay out a class: points per student and chapter, then the most frequent mistakes.

    Args:
        summary: the class.
        signs: what the console can show.
        gradebook: where the rows are that do not fit.
    """
    parts: list[RenderableType] = [_gradebook(summary, signs)]
    left = len(list(_shown(summary))) - ROWS
    if left > 0:
        parts.append(Text(f"{left} more students are in {gradebook}.", style="dim"))
    if summary.missing:
        parts.append(_missing(summary.missing))
    for remark in summary.enrolment.remarks[:MISSING]:
        parts.append(Text(remark))
    mistakes = summary.mistakes()[:MISTAKES]
    if mistakes:
        parts.append(Text("\nWhat the class got wrong most", style="bold"))
    for mistake in mistakes:
        parts.extend(_mistake(mistake, signs))
    return Group(*parts)


def _gradebook(summary: Summary, signs: Glyphs) -> RenderableType:
    chapters = sorted(summary.chapters)
    table = Table(box=None, padding=(0, 1, 0, 0), header_style="bold", pad_edge=False)
    table.add_column("student", overflow="ellipsis", no_wrap=True, max_width=24)
    for chapter in chapters:
        head = f"{chapter.split('_')[0]}\nof {number(summary.chapters[chapter])}"
        table.add_column(head, justify="right", no_wrap=True)
    table.add_column("total", justify="right", no_wrap=True)
    table.add_column("%", justify="right", no_wrap=True)
    table.add_column("notes", ratio=1, overflow="fold")
    for row in islice(_shown(summary), ROWS):
        table.add_row(*_cells(row, chapters, signs))
    return table


def _shown(summary: Summary) -> Iterator[StudentRow]:
    """The rows of those who handed in anything."""
    return (row for row in summary.rows.values() if not row.is_missing)


def _missing(rows: list[StudentRow]) -> Text:
    names = ", ".join(one_line(row.name or row.student, 40) for row in rows[:MISSING])
    more = f" and {len(rows) - MISSING} more" if len(rows) > MISSING else ""
    return Text.assemble(("\nNothing was handed in by ", "bold"), f"{names}{more}")


def _cells(row: StudentRow, chapters: list[str], signs: Glyphs) -> Iterator[Text]:
    yield Text(one_line(row.name or row.student, 60))
    for chapter in chapters:
        yield _points(row, chapter, signs)
    yield Text(number(row.total))
    yield Text("?" if row.percent is None else f"{row.percent:.0f}")
    yield Text(one_line("; ".join(row.notes), _NOTES), style="dim")


def _points(row: StudentRow, chapter: str, signs: Glyphs) -> Text:
    if chapter not in row.points:
        return Text(signs.skipped, style="dim")
    points = row.points[chapter]
    if points is None:
        return Text("?", style="red")
    return Text(number(points), style="green" if points == row.max_points[chapter] else "")


def _mistake(mistake: Mistake, signs: Glyphs) -> Iterator[RenderableType]:
    share = bar(mistake.students / mistake.tried, signs)
    count = f"{mistake.students} of {mistake.tried}"
    place = f"{mistake.chapter.split('_')[0]} {mistake.task}"
    yield Text.assemble(
        "  ", (share, "yellow"), f" {count:<8} ", (place, "bold"), f"{signs.separator}",
        one_line(mistake.misconception),
    )  # fmt: skip
    hint = Text(harmless(mistake.hint), style="dim")
    yield Padding(hint, (0, 0, 0, BAR + 3), expand=False)
