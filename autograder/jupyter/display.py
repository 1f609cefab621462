"""Lay out a check for a notebook: as HTML, and as plain text where HTML is not shown."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from autograder.grading.results import NOT_STARTED, PASS, SKIPPED, TaskResult, TestResult
from autograder.text import harmless, number, one_line

if TYPE_CHECKING:
    from autograder.commands.page import Page

Hints = Mapping[str, tuple[str, ...]]

_COLUMNS = 90
_PRINTED = 1000
# Middle tones, which are readable on light and on dark; words carry all the meaning.
_TONES = {"good": "#1a9850", "bad": "#d9483b", "hint": "#3182bd", "quiet": "gray"}


@dataclass(frozen=True, slots=True)
class CheckDisplay:
    """The output of a check in both forms; IPython takes the one that its frontend can show."""

    html: str
    text: str

    def _repr_html_(self) -> str | None:
        return self.html or None

    def __repr__(self) -> str:
        return self.text


def refusal(message: str) -> dict[str, str]:
    """Lay out a message in place of a result."""
    return {
        "text": message,
        "html": '<div role="alert">' + f"{_toned('✗', 'bad')} {_safe(message)}</div>",
    }


def text(page: Page) -> str:
    """The page as ``autograder check`` prints it, without colours."""
    from rich.console import Console

    from autograder.commands.page import check_page
    from autograder.screen import Glyphs

    file = io.StringIO()
    console = Console(file=file, width=_COLUMNS, force_terminal=False, color_system=None)
    console.print(check_page(page, Glyphs()), markup=False, highlight=False, emoji=False)
    return "\n".join(line.rstrip() for line in file.getvalue().rstrip().split("\n"))


def html(page: Page, general: Hints) -> str:
    """The page as HTML that any notebook shows: no scripts, no style sheet, all text escaped.

    Args:
        page: what was found.
        general: by task, the hints for whatever mistake it is.
    """
    return "".join(
        (
            '<div style="max-width: 52em; line-height: 1.45">',
            *_head(page),
            *(part for task in page.result.tasks() for part in _task(task, page, general)),
            *_end(page),
            "</div>",
        )
    )


def _head(page: Page) -> Iterator[str]:
    result = page.result
    name = f"{page.label}.{page.task}" if page.task else result.chapter
    points = f"{number(result.points)} of {number(result.max_points)} points"
    yield '<div style="display: flex; justify-content: space-between">'
    device = _toned(f"on {result.device}", "quiet")
    yield f"<strong>{_safe(name)}</strong><span>{device} · <strong>{points}</strong></span></div>"
    yield f'<progress value="{result.points}" max="{result.max_points}" style="width: 100%">'
    yield f"{points}</progress>"
    yield from (f"<div>{_toned(note, 'quiet')}</div>" for note in page.notes)
    yield f"<div>{_safe(result.message)}</div>" if result.message else ""
    yield from (
        f"<div>{_toned(one_line(where), 'quiet')}: {_safe(message)}</div>"
        for where, message in page.problems
    )


def _task(task: TaskResult, page: Page, general: Hints) -> Iterator[str]:
    if all(test.status in (NOT_STARTED, SKIPPED) for test in task.tests):
        why = next((test.message for test in task.tests if test.status == SKIPPED), "")
        what = f"skipped: {why}" if why else "not started yet"
        yield _row("·", "quiet", f"{task.task_id} · {what}", "")
        return
    if page.task is None:
        sign, tone = ("✓", "good") if task.status == PASS else ("✗", "bad")
        yield _row(sign, tone, task.task_id, _points(task), bold=True)
        if task.status == PASS:
            return
    told: set[str] = set()
    for test in task.tests:
        yield _test(test, detailed=test.message not in told)
        told.add(test.message)
    if task.status != PASS:
        yield from _hints(task, general.get(task.task_id, ()))


def _test(test: TestResult, *, detailed: bool) -> str:
    if test.status in (NOT_STARTED, SKIPPED):
        why = f" (skipped: {test.message})" if test.status == SKIPPED else ""
        return _row("·", "quiet", f"{test.name}{why}", "")
    sign, tone = ("✓", "good") if test.status == PASS else ("✗", "bad")
    row = _row(sign, tone, test.name, _points(test))
    return row + "".join(_details(test)) if detailed else row


def _details(test: TestResult) -> Iterator[str]:
    if test.message:
        style = "margin: 0.2em 0 0.2em 1.6em; white-space: pre-wrap"
        yield f'<pre style="{style}">{_safe(test.message)}</pre>'
    if test.status != PASS and test.where:
        yield _below(_toned(f"in {one_line(test.where)}", "quiet"))
    if test.status != PASS and (printed := test.output.strip()):
        yield _below(_toned(f"printed: {harmless(printed, _PRINTED)}", "quiet"))
    if test.hint and not test.hints:
        yield _below(f"{_toned('hint:', 'hint')} {_safe(test.hint)}")


def _hints(task: TaskResult, general: tuple[str, ...]) -> Iterator[str]:
    """Those of the mistake that was recognised, or of the task: one click each."""
    named = next((test.hints for test in task.tests if test.hints), ())
    for level, hint in enumerate(named or general, 1):
        shown = " open" if named and level == 1 else ""
        title = _toned(f"hint {level} of {len(named or general)}", "hint")
        yield f'<details style="margin-left: 1.6em"{shown}><summary>{title}</summary>'
        yield f"{_safe(hint)}</details>"


def _end(page: Page) -> Iterator[str]:
    result, (task, place) = page.result, page.following
    if result.tests and result.points == result.max_points:
        yield f"<div>{_toned(page.praise, 'good')}</div>"
    elif task and page.task is None:
        at = f" ({one_line(place)})" if place else ""
        yield f"<div>Next: <strong>{_safe(task)}</strong>{_safe(at)}</div>"


def _row(sign: str, tone: str, what: str, points: str, *, bold: bool = False) -> str:
    name = f"<strong>{_safe(what)}</strong>" if bold else _safe(what)
    style = "display: flex; justify-content: space-between; gap: 1em"
    return (
        f'<div style="{style}"><span>{_toned(sign, tone)} {name}</span>'
        f'<span style="white-space: nowrap">{points}</span></div>'
    )


def _points(scored: TaskResult | TestResult) -> str:
    return f"{number(scored.points)}/{number(scored.max_points)}"


def _below(content: str) -> str:
    return f'<div style="margin-left: 1.6em; white-space: pre-wrap">{content}</div>'


def _toned(text: str, tone: str) -> str:
    return f'<span style="color: {_TONES[tone]}">{_safe(text)}</span>'


def _safe(text: str) -> str:
    return escape(harmless(text))
