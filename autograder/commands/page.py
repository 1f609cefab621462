"""Lay out the page of ``autograder check``: points, first difference, place, hint, next step.

Students' text never becomes markup: it passes ``autograder.text`` and is wrapped in ``Text``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from autograder.grading.results import NOT_STARTED, PASS, SKIPPED, Result, TaskResult, TestResult
from autograder.screen import Glyphs
from autograder.text import harmless, number, one_line

_PRINTED_LINES = 5
_DETAIL = (0, 0, 0, 6)


@dataclass(frozen=True, slots=True)
class Page:
    """One checked chapter.

    Attributes:
        result: of the public checks.
        path: the file that was graded, as the student would type it.
        folder: its folder, to be put in front of the file names in the result.
        label: the chapter's number, as in ``autograder hint 01.make_line``.
        more_points: points that only grading gives, with fresh data.
        task: the one task that was asked for, or None.
        following: the task to go on with, and its ``file:line``; empty when all is done.
        notes: sentences about the choice of the file.
        problems: place and message of each part of the file that could not be used.
    """

    result: Result
    path: str
    folder: str
    label: str
    more_points: float = 0
    task: str | None = None
    following: tuple[str, str] = ("", "")
    notes: tuple[str, ...] = ()
    problems: tuple[tuple[str, str], ...] = ()

    @property
    def praise(self) -> str:
        """What is said when all checks passed; public ones alone do not make a task done."""
        whose = f" of {self.task}" if self.task else ""
        if self.result.hidden:
            return f"All checks{whose} passed."
        more = f" ({number(self.more_points)} more points)" if self.more_points else ""
        return f"All public checks{whose} passed. Grading also uses fresh data{more}."


def check_page(page: Page, signs: Glyphs) -> RenderableType:
    """Lay out the result of one chapter."""
    result = page.result
    parts: list[RenderableType] = [_title(page, signs)]
    parts.extend(_indented(note, 2, "dim") for note in page.notes)
    parts.extend(_indented(text, 2, "red") for text in (result.message,) if text)
    parts.extend(_indented(f"{page.folder}{w}: {m}", 2, "red") for w, m in page.problems)
    tasks = result.tasks()
    if tasks and all(task.status == NOT_STARTED for task in tasks) and page.task is None:
        parts.append(_indented(f"{signs.waiting} {len(tasks)} tasks, none started yet", 2, "dim"))
        tasks = ()
    width = max((len(task.task_id) for task in tasks), default=0)
    for task in tasks:
        parts.extend(_task(task, page, signs, width))
    return Group(*parts, *_ending(page))


def _indented(text: str, columns: int, style: str = "") -> RenderableType:
    return Padding(Text(harmless(text), style=style), (0, 0, 0, columns), expand=False)


def _title(page: Page, signs: Glyphs) -> RenderableType:
    result = page.result
    left = signs.separator.join((result.chapter, one_line(page.path), result.device))
    right = f"{number(result.points)}/{number(result.max_points)} points"
    return _columns(Text(left, style="bold"), Text(right, style="bold"))


def _columns(left: Text, right: Text) -> Table:
    grid = Table.grid(expand=True, padding=(0, 1))
    grid.add_column(ratio=1, overflow="fold")
    grid.add_column(justify="right", no_wrap=True)
    grid.add_row(left, right)
    return grid


def _task(task: TaskResult, page: Page, signs: Glyphs, width: int) -> Iterator[RenderableType]:
    if task.status == PASS:
        yield from _passed(task, page, signs, width)
    elif all(test.status in (NOT_STARTED, SKIPPED) for test in task.tests):
        yield _waiting(task, signs, width)
    else:
        yield from _checks(task, page, signs, width)


def _passed(task: TaskResult, page: Page, signs: Glyphs, width: int) -> Iterator[RenderableType]:
    """Lay out a passed task: one line, and explanations of quiz answers if one task is checked."""
    count = len(task.tests)
    what = f"{count} checks" if count > 1 else "1 check"
    explained = [test for test in task.tests if test.message]
    if explained and page.task is None:
        command = f"autograder check {page.label}.{task.task_id}"
        what = f"{what}{signs.separator}why: {command}"
    yield _row(signs.passed, "green", task, what, width)
    for test in explained if page.task else ():
        text = Text.assemble((test.name, "bold"), f"\n{harmless(test.message)}")
        yield Padding(text, _DETAIL, expand=False)


def _waiting(task: TaskResult, signs: Glyphs, width: int) -> RenderableType:
    if any(test.status == NOT_STARTED for test in task.tests):
        return _row(signs.waiting, "dim", task, "not started yet", width, dim=True)
    why = next((test.message for test in task.tests if test.status == SKIPPED), "")
    text = f"skipped: {one_line(why)}" if why else "skipped"
    return _row(signs.skipped, "dim", task, text, width, dim=True)


def _checks(task: TaskResult, page: Page, signs: Glyphs, width: int) -> Iterator[RenderableType]:
    told: set[str] = set()
    for index, test in enumerate(task.tests):
        sign, style = _sign(test, signs)
        label = task.task_id if index == 0 else ""
        yield _row(sign, style, test, _name(test), width, label=label)
        if test.has_failed and test.message not in told:
            yield Padding(Group(*_detail(test, page)), _DETAIL, expand=False)
            told.add(test.message)
    if any(test.has_failed for test in task.tests):
        yield _indented(f"(more: autograder hint {page.label}.{task.task_id})", 6, "dim")


def _name(test: TestResult) -> str:
    why = one_line(test.message) if test.status == SKIPPED else ""
    return f"{test.name} (skipped: {why})" if why else test.name


def _sign(test: TestResult, signs: Glyphs) -> tuple[str, str]:
    known = {PASS: (signs.passed, "green"), SKIPPED: (signs.skipped, "dim")}
    known[NOT_STARTED] = (signs.waiting, "dim")
    return known.get(test.status, (signs.failed, "red"))


def _row(
    sign: str,
    style: str,
    scored: TaskResult | TestResult,
    what: str,
    width: int,
    *,
    label: str | None = None,
    dim: bool = False,
) -> RenderableType:
    grid = Table.grid(padding=(0, 1), expand=True)
    grid.add_column(width=3, no_wrap=True)
    grid.add_column(width=width, no_wrap=True)
    grid.add_column(ratio=1)
    grid.add_column(justify="right", no_wrap=True)
    name = scored.task_id if label is None else label
    points = "" if dim else f"{number(scored.points)}/{number(scored.max_points)}"
    tone = "dim" if dim else ""
    cells = (Text(f"  {sign}", style=style), Text(name, style=tone), Text(what, style=tone))
    grid.add_row(*cells, Text(points))
    return grid


def _detail(test: TestResult, page: Page) -> Iterator[RenderableType]:
    yield Text(harmless(test.message))
    if test.where:
        yield Text(f"where: {page.folder}{one_line(test.where)}", style="dim")
    if printed := test.output.strip():
        yield Text(f"printed: {_head(harmless(printed))}", style="dim")
    if test.first_hint:
        yield Text(f"hint: {harmless(test.first_hint)}", style="cyan")


def _head(text: str) -> str:
    lines = text.splitlines()
    left = len(lines) - _PRINTED_LINES
    return text if left <= 0 else "\n".join((*lines[:_PRINTED_LINES], f"[{left} more lines]"))


def _ending(page: Page) -> Sequence[RenderableType]:
    result, (task, place) = page.result, page.following
    if result.tests and result.points == result.max_points:
        return [Text(page.praise, "green")]
    where = f"{page.folder}{one_line(place)} " if place else ""
    return [Text(f"Next: {where}({task})", style="bold")] if task else []
