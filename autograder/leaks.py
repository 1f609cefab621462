"""Which lines of a solution give it away, and whether a text contains one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from autograder import build, stubs
from autograder.source import Source

_SHORTEST = 15  # characters: `x = abs(x)` is nobody's secret
_CONSTANT = re.compile(r"[A-Z][A-Z0-9_]*\s*[:=]")
# The name of a step, without a word on where it goes or what it gets, may be said in a hint.
_COMMON = re.compile(r"#|(?:for|import|from|def|class) |(?:with )?[\w.]+\(\):?$")


def secrets(source: Source) -> dict[str, tuple[str, ...]]:
    """By task id, the lines that only its solution has and that tell how it is done.

    Raises:
        UsageError: solution marks are not in order.
    """
    open_lines = {squeeze(line) for line in build.stub_module(source).split("\n")}
    found: dict[str, tuple[str, ...]] = {}
    for cell in source.cells:
        if cell.task is not None and cell.kind == "code":
            lines = (squeeze(line) for line in stubs.solution_lines(cell.source))
            telling = [line for line in lines if _tells(line) and line not in open_lines]
            found[cell.task] = tuple(dict.fromkeys(telling))
    return found


def leak(text: str, lines: Iterable[str]) -> str | None:
    """The first of ``lines`` (from `secrets`) that ``text`` contains, or None."""
    text = squeeze(text)
    return next((line for line in lines if _contains(text, line)), None)


def squeeze(text: str) -> str:
    """The text in one line, without the spaces and back-quotes that hide a quotation."""
    return " ".join(text.replace("`", "").split())


def _tells(line: str) -> bool:
    """Whether a line is an answer, or a call: a bare formula may be what a task asks for."""
    if _CONSTANT.match(line):
        return True
    return len(line) >= _SHORTEST and "(" in line and not _COMMON.match(line)


def _contains(text: str, line: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(line)}(?!\w)", text) is not None
