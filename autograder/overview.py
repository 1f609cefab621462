"""A class on the screen: the gradebook, and what the class got wrong most."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from autograder.commands.hints import TaskState, name_of
from autograder.course.source import Source
from autograder.grading.results import PASS
from autograder.screen import Glyphs
from autograder.text import harmless, number, one_line

if TYPE_CHECKING:
    from autograder.classroom.gradebook import Mistake, StudentRow, Summary

ROWS = 40
MISTAKES = 5
_BAR = 12
_NOTES = 70


def class_page(summary: Summary, signs: Glyphs, gradebook: str) -> RenderableType:
    """Lay out a class: points per student and chapter, then the most frequent mistakes.

    Args:
        summary: the class.
        signs: what the console can show.
        gradebook: where the rows are that do not fit.
    """
    parts: list[RenderableType] = [_gradebook(summary, signs)]
    left = len(summary.rows) - ROWS
    if left > 0:
        parts.append(Text(f"{left} more students are in {gradebook}.", style="dim"))
    mistakes = summary.mistakes()[:MISTAKES]
    if mistakes:
        parts.append(Text("\nWhat the class got wrong most", style="bold"))
    for mistake in mistakes:
        parts.extend(_mistake(mistake, signs))
    return Group(*parts)


def progress_page(
    sources: Iterable[Source], tasks: Mapping[str, TaskState], signs: Glyphs
) -> RenderableType:
    """Lay out a student's own progress: a line per chapter, and the first task that is not done."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    for column in ("chapter", "bar", "points", "next"):
        grid.add_column(column, no_wrap=column != "next")
    for source in sources:
        grid.add_row(*_progress(source, tasks, signs))
    return Group(grid, Text("Points are those of the public checks.", style="dim"))


def bar(share: float, signs: Glyphs, width: int = _BAR) -> str:
    """Draw a share of 0 to 1; only the whole is a full bar, only nothing an empty one."""
    filled = round(share * width)
    filled = min(max(filled, 1 if share > 0 else 0), width if share >= 1 else width - 1)
    return signs.full * filled + signs.empty * (width - filled)


def _progress(source: Source, tasks: Mapping[str, TaskState], signs: Glyphs) -> Iterator[Text]:
    chapter = source.chapter
    known = {task.id: tasks.get(name_of(chapter.name, task.id)) for task in source.tasks}
    points = sum(state.points for state in known.values() if state)
    most = sum(state.max_points for state in known.values() if state)
    yield Text(f"{chapter.label} {chapter.title}")
    yield Text(bar(points / most if most else 0.0, signs), style="green")
    yield Text(f"{number(points)}/{number(most)}" if most else "")
    following = next(
        (name for name, state in known.items() if not state or state.status != PASS), ""
    )
    if not most:
        yield Text(f"not checked yet: autograder check {chapter.label}", style="dim")
    else:
        yield Text(f"next: {following}" if following else "all public checks passed")


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
    for row in islice(summary.rows.values(), ROWS):
        table.add_row(*_cells(row, chapters, signs))
    return table


def _cells(row: StudentRow, chapters: list[str], signs: Glyphs) -> Iterator[Text]:
    yield Text(one_line(row.student, 60))
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
    yield Padding(hint, (0, 0, 0, _BAR + 3), expand=False)
