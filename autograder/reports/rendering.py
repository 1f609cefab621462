"""Fill the templates of pages: every value is escaped, students' text is made harmless first.

Pages stand alone: no font, no picture, no script from elsewhere; a policy in each forbids them.
The class's page has a script of its own, which its policy names by its hash.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from autograder.classroom import runfolder
from autograder.grading.results import (
    INFRASTRUCTURE,
    NOT_STARTED,
    PASS,
    SKIPPED,
    TaskResult,
    TestResult,
)
from autograder.reports.heat_map import BLANK, DONE, LOST, NEEDS, UNREAD
from autograder.text import file_name, harmless, number, one_line

_TEMPLATES = PackageLoader("autograder.reports")
_LEVELS = {**dict.fromkeys("012", "a"), **dict.fromkeys("3456", "b"), **dict.fromkeys("789", "c")}
_LEVELS |= {BLANK: "n", NEEDS: "n", UNREAD: "x", LOST: "x"}
_CELLS = {sign: Markup(f"<td class={level}>{sign}") for sign, level in _LEVELS.items()}
_CELLS[DONE] = Markup(f"<td>{DONE}")
_SIGNS = {PASS: "✓", SKIPPED: "–", NOT_STARTED: "·", INFRASTRUCTURE: "?"}


@dataclass(frozen=True, slots=True)
class Script:
    """A script that stands in a page: its text, and its source in a Content-Security-Policy."""

    text: Markup
    source: Markup


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


def cells(signs: str) -> Markup:
    """The cells of a row of a heat map, as short as HTML allows: a class has 100 000 of them."""
    return Markup("").join(_CELLS[sign] for sign in signs)


def page_of(student: str) -> str:
    """The link from the class's page to a student's."""
    return f"students/{quote(file_name(student))}.html"


@cache
def script(name: str) -> Script:
    """Read a script of the folder ``templates``; it is ours, so it is not escaped."""
    text = _TEMPLATES.get_source(Environment(), name)[0].replace("\r\n", "\n")
    digest = base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
    return Script(Markup(text), Markup(f"'sha256-{digest}'"))


@cache
def _templates() -> Environment:
    """Templates that escape every value, and know how students' text is shown."""
    environment = Environment(
        loader=_TEMPLATES,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        cells=cells,
        harmless=harmless,
        line=one_line,
        number=number,
        sign=lambda status: _SIGNS.get(status, "✗"),
        told=told,
    )
    environment.globals["script"] = script
    return environment
