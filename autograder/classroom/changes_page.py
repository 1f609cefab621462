"""Lay out for the screen what a regrading changed: by reason, a table of students and tasks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from autograder.classroom import changes, enrolment, runfolder
from autograder.classroom.changes import HAND_IN, Change, Regraded
from autograder.classroom.runfolder import RunFolder
from autograder.grading.results import TaskResult
from autograder.screen import open_console
from autograder.text import counted, number, one_line

ROWS = 40


def tell(run: RunFolder, *, stderr: bool = False) -> None:
    """Say what was graded again, why, and what that changes; write ``changes.csv``.

    Raises:
        UsageError: a result is damaged, or the table cannot be written.
    """
    regraded = list(changes.compare(run))
    if not regraded:
        return
    people = enrolment.load(run).classlist.members
    names = {student: member.person.name for student, member in people.items()}
    sums = changes.totals(run, regraded)
    with runfolder.writing(run.changes) as file:
        changes.write(file, regraded, sums, names)
    console = open_console(stderr=stderr)
    console.print(changes_page(regraded, sums, names, str(run.changes)))
    if any(one.changes for one in regraded):
        before = f"{run.previous_gradebook.name} what was before"
        console.print(f"{run.changes} holds all changes, {before}.", style="dim")
    console.print()


def changes_page(
    regraded: Sequence[Regraded],
    sums: Mapping[str, tuple[float, float]],
    names: Mapping[str, str],
    file: str,
) -> RenderableType:
    """Lay out what changed for whom; first what was no doing of the students'.

    Args:
        regraded: what was graded again, at least one.
        sums: by student, points over all chapters before and now.
        names: by student, where it is known.
        file: where the rows are that do not fit.
    """
    parts: list[RenderableType] = []
    ordered = sorted(regraded, key=lambda one: (one.reason == HAND_IN, one.reason))
    for why, group in groupby(ordered, key=lambda one: one.reason):
        same = sorted(group, key=lambda one: _name(one.student, names).casefold())
        parts.append(Text(_headline(why, same), style="bold"))
        if any(one.changes for one in same):
            parts += [_table(same, sums, names), *_left(same, file), Text()]
    return Group(*parts)


def _headline(why: str, regraded: Sequence[Regraded]) -> str:
    changed = sum(1 for one in regraded if one.changes)
    others = f"{changed} with other points" if changed else "all with the points of before"
    return f"{why[0].upper()}{why[1:]}: {counted(len(regraded), 'result')} graded again, {others}."


def _table(
    regraded: Iterable[Regraded],
    sums: Mapping[str, tuple[float, float]],
    names: Mapping[str, str],
) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", pad_edge=False)
    table.add_column("student", overflow="ellipsis", no_wrap=True, max_width=24)
    table.add_column("task", overflow="ellipsis", no_wrap=True, max_width=28)
    for head in ("before", "now", "total"):
        table.add_column(head, justify="right", no_wrap=True)
    for one, change in list(_rows(regraded))[:ROWS]:
        before, now = sums[one.student]
        table.add_row(
            Text(one_line(_name(one.student, names), 60)),
            Text(f"{one.chapter.partition('_')[0]} {one_line(change.task, 60)}"),
            Text(_points(change.before)),
            Text(_points(change.now), style=_style(change)),
            Text(f"{number(now)} ({round(now - before, 2):+.10g})"),
        )
    return table


def _left(regraded: Iterable[Regraded], file: str) -> Iterator[Text]:
    left = len(list(_rows(regraded))) - ROWS
    if left > 0:
        yield Text(f"{left} more rows are in {file}.", style="dim")


def _rows(regraded: Iterable[Regraded]) -> Iterator[tuple[Regraded, Change]]:
    return ((one, change) for one in regraded for change in one.changes)


def _points(task: TaskResult | None) -> str:
    return f"{number(task.points)}/{number(task.max_points)}" if task else "-"


def _style(change: Change) -> str:
    before, now = (task.points if task else 0.0 for task in (change.before, change.now))
    return "" if now == before else "red" if now < before else "green"


def _name(student: str, names: Mapping[str, str]) -> str:
    return names.get(student) or student
