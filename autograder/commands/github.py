"""``autograder check --github``: annotations and a job summary for GitHub Actions.

What a line of output begins with can command the runner (``::error``). While pages with students'
text are printed, commands are stopped by a token that nobody can know before.
"""

from __future__ import annotations

import html
import os
import re
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from autograder.commands import checking
from autograder.commands.checking import Checked, Target
from autograder.commands.page import Page, check_page
from autograder.errors import UsageError
from autograder.grading.request import GradeRequest
from autograder.grading.results import NOT_STARTED, PASS, TaskResult, TestResult
from autograder.screen import glyphs, open_console
from autograder.text import harmless, number, one_line

SUMMARY = "GITHUB_STEP_SUMMARY"
MOST_ANNOTATIONS = 10  # of a step; GitHub shows no more

_PLACE = re.compile(r"(?P<file>[^\[]*?)(?P<cell>\[cell \d+\])?(?::(?P<line>\d+))?")


@dataclass(frozen=True, slots=True)
class Outcome:
    """A checked chapter for GitHub: what it is called, its page, or why it has none."""

    target: Target
    page: Page | None = None
    refusal: str = ""

    @property
    def failed(self) -> list[TaskResult]:
        """The tasks with a check that was begun and did not pass."""
        tasks = self.page.result.tasks() if self.page else ()
        return [task for task in tasks if any(test.has_failed for test in task.tests)]


def check_all(targets: Sequence[Target], request: GradeRequest) -> int:
    """Check files, print their pages and annotations, and append the job's summary.

    Returns:
        0 if all that was begun is right, as far as public checks tell; else 1.
    """
    outcomes = [_check(target, request) for target in targets]
    _print_pages(outcomes)
    for command in list(errors(outcomes))[:MOST_ANNOTATIONS]:
        click.echo(command)
    if path := os.environ.get(SUMMARY):
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(summary(outcomes))
    return int(any(outcome.failed or outcome.refusal for outcome in outcomes))


def errors(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """The workflow commands that show an error beside the code, one for each task."""
    for outcome in outcomes:
        if outcome.refusal:
            yield _error(
                checking.shown(outcome.target.path), None, "cannot be read", outcome.refusal
            )
        for task in outcome.failed:
            test = next(test for test in task.tests if test.has_failed)
            yield _of_test(test, outcome)


def summary(outcomes: Sequence[Outcome]) -> str:
    """The job's summary: Markdown, in which students' text is escaped HTML."""
    return "".join(f"{line}\n" for outcome in outcomes for line in _chapter(outcome))


def _check(target: Target, request: GradeRequest) -> Outcome:
    try:
        checked: Checked = checking.check(target, request)
    except UsageError as error:  # the other chapters are checked all the same
        return Outcome(target, refusal=str(error))
    return Outcome(target, checking.page(checked))


def _print_pages(outcomes: Sequence[Outcome]) -> None:
    console, token = open_console(), secrets.token_hex(16)
    click.echo(f"::stop-commands::{token}")
    for outcome in outcomes:
        if outcome.page:
            console.print(check_page(outcome.page, glyphs(console)))
        else:
            click.echo(one_line(outcome.refusal, 1000))
    click.echo(f"::{token}::")


def _of_test(test: TestResult, outcome: Outcome) -> str:
    place = _PLACE.fullmatch(one_line(test.where))
    folder = outcome.page.folder if outcome.page else ""
    name = place["file"] if place and place["file"] else ""
    file = f"{folder}{name}" if name else checking.shown(outcome.target.path)
    cell = place["cell"] if place else None
    line = place["line"] if place and not cell else None  # a cell's line is none of the file
    where = f"{one_line(test.where)}: " if cell else ""
    hint = f"\nhint: {test.first_hint}" if test.first_hint else ""
    return _error(file, line, f"{test.task_id}: {test.name}", f"{where}{test.message}{hint}")


def _error(file: str, line: str | None, title: str, message: str) -> str:
    given = {"file": file, "line": line, "title": one_line(title)}
    properties = ",".join(f"{name}={_property(text)}" for name, text in given.items() if text)
    return f"::error {properties}::{_data(harmless(message))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _chapter(outcome: Outcome) -> Iterator[str]:
    chapter = outcome.target.chapter
    if outcome.page is None:
        yield from (f"### {chapter.label} {chapter.title}", "", _pre(outcome.refusal), "")
        return
    result = outcome.page.result
    points = f"{number(result.points)}/{number(result.max_points)} points"
    yield from (f"### {chapter.label} {chapter.title}: {points}", "")
    tasks = result.tasks()
    if all(task.status == NOT_STARTED for task in tasks):
        yield from (f"{len(tasks)} tasks, none started yet.", "")
        return
    yield from ("| task | points | |", "|---|---|---|")
    for task in tasks:
        points = f"{number(task.points)}/{number(task.max_points)}"
        yield f"| {task.task_id} | {points} | {_state(task)} |"
    yield ""
    for task in outcome.failed:
        test = next(test for test in task.tests if test.has_failed)
        told = (test.message, f"where: {test.where}" * bool(test.where))
        hint = f"hint: {test.first_hint}" * bool(test.first_hint)
        yield from (f"**{task.task_id}**", "", _pre("\n".join(filter(None, (*told, hint)))), "")


def _state(task: TaskResult) -> str:
    if any(test.has_failed for test in task.tests):
        return "not right yet"
    return {PASS: "passed", NOT_STARTED: "not started"}.get(task.status, "waits for another task")


def _pre(text: str) -> str:
    return f"<pre>{html.escape(harmless(text))}</pre>"
