"""Lay out the page of ``autograder progress``: a line per chapter, and the next task."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from autograder.commands.hints import TaskState, name_of
from autograder.course.source import Source
from autograder.grading.results import PASS
from autograder.screen import Glyphs, bar
from autograder.text import number


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
