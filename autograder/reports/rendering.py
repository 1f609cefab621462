"""Fill the templates of pages: every value is escaped, students' text is made harmless first.

Pages stand alone: no font, no picture, no script from elsewhere; a policy in each forbids them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined

from autograder.classroom import runfolder
from autograder.grading.results import (
    INFRASTRUCTURE,
    NOT_STARTED,
    PASS,
    SKIPPED,
    TaskResult,
    TestResult,
)
from autograder.text import file_name, harmless, number, one_line

_SIGNS = {PASS: "✓", SKIPPED: "–", NOT_STARTED: "·", INFRASTRUCTURE: "?"}


def write(path: Path, template: str, values: Mapping[str, object]) -> None:
    """Write a page; UsageError when it cannot be written.

    Args:
        path: its file.
        template: name of a file in ``templates``.
        values: of the template's variables.
    """
    with runfolder.writing(path) as file:
        file.write(_templates().get_template(template).render(values))


def told(task: TaskResult) -> Iterator[tuple[TestResult, bool, str]]:
    """The checks of a task; for each, whether its message is new, and a hint not given above.

    A hint can be new where the message is not: two mistakes may do the same.
    """
    messages, hints = {""}, {""}
    for test in task.tests:
        is_new = test.has_failed and test.message not in messages
        has_hint = test.has_failed and test.first_hint not in hints
        yield test, is_new, test.first_hint if has_hint else ""
        messages.add(test.message)
        hints.add(test.first_hint)


@cache
def _templates() -> Environment:
    """Templates that escape every value, and know how students' text is shown."""
    environment = Environment(
        loader=PackageLoader("autograder.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        harmless=harmless,
        line=one_line,
        number=number,
        sign=lambda status: _SIGNS.get(status, "✗"),
        page=lambda student: f"students/{quote(file_name(student))}.html",
        told=told,
    )
    return environment
