"""Code changed by an edit, written as in a unified diff without its line numbers.

A line of an edit begins with ``-`` (removed), ``+`` (added) or a space (kept, it says where). Lines
that follow each other form a hunk; ``@@`` alone on a line separates two of them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from autograder.course.source import defined

_SEPARATOR = "@@"
_SIGNS = (" ", "-", "+", _SEPARATOR)


class EditError(ValueError):
    """An edit that cannot be made.

    Attributes:
        line: where it is wrong, as an index into the lines of its text, from 0.
        problem: what is wrong and what to do.
    """

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(problem)
        self.line = line
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Hunk:
    """One place that is changed.

    Attributes:
        line: of its first line in the edit's text, as an index from 0.
        old: the lines that are there before, kept and removed.
        new: the lines that are there afterwards, kept and added.
    """

    line: int
    old: tuple[str, ...]
    new: tuple[str, ...]

    def apply(self, code: list[str]) -> list[str]:
        """The lines of some code after this change.

        Raises:
            EditError: the old lines are not in ``code``, or several times.
        """
        size = len(self.old)
        places = [n for n in range(len(code) - size + 1) if tuple(code[n : n + size]) == self.old]
        if not size:
            raise EditError(self.line, _NO_ANCHOR)
        if len(places) != 1:
            problem = _FOUND.format(found=f"it {len(places)} times" if places else "no such lines")
            raise EditError(self.line, f"{problem}{_WIDEN if places else _COPY}")
        return [*code[: places[0]], *self.new, *code[places[0] + size :]]


_NO_ANCHOR = (
    "Expected a line of the code beside what is added, but got added lines only. Write the line "
    "before or after it, with a space in front."
)
_FOUND = "Expected the removed and kept lines to stand together once in the code, but got {found}. "
_WIDEN = "Add a kept line before or after them, with a space in front."
_COPY = "Copy them from the solution, or from the mistake this one is based on."


def is_edit(text: str) -> bool:
    """Whether a text is an edit: code begins in the first column, with none of the signs."""
    return text.startswith(_SIGNS)


def edited(code: str, text: str) -> str:
    """``code`` with the hunks of the edit ``text`` made in it, one after another.

    Raises:
        EditError: a line has no sign, or a hunk has no place or several.
    """
    lines = code.split("\n")
    for hunk in _hunks(text.split("\n")):
        lines = hunk.apply(lines)
    return "\n".join(lines)


def redefined(code: str, text: str) -> str:
    """``code`` with those functions, classes and constants that ``text`` defines taken from there.

    Returns:
        ``text`` itself where it defines all that ``code`` defines.

    Raises:
        EditError: ``text`` defines some of them, and holds something else too.
        SyntaxError: ``text`` is not Python.
    """
    old, new = _definitions(code), _definitions(text)
    if old.keys() <= new.keys():
        return text
    for node in ast.parse(text).body:
        if not defined(node) or not old.keys() >= {*defined(node)}:
            raise EditError(node.lineno - 1, _STRANGE.format(known=", ".join(old)))
    lines, others = code.split("\n"), text.split("\n")
    pairs = {old[name]: node for name, node in new.items()}
    for own in sorted(pairs, key=lambda node: node.lineno, reverse=True):
        lines[_lines(own)] = others[_lines(pairs[own])]
    return "\n".join(lines)


_STRANGE = (
    "Expected an edit, or some of {known}, or all of them with what they need, but got something "
    "else. Begin each line of an edit with its sign, or write the whole cell."
)


def _definitions(code: str) -> dict[str, ast.stmt]:
    return {name: node for node in ast.parse(code).body for name in defined(node)}


def _lines(node: ast.stmt) -> slice:
    """Where a statement stands among the lines of its code; decorators belong to it."""
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    first = min([node.lineno, *(decorator.lineno for decorator in decorators)])
    return slice(first - 1, node.end_lineno)


def _hunks(lines: list[str]) -> Iterator[Hunk]:
    start = 0
    for end in (*(n for n, line in enumerate(lines) if line == _SEPARATOR), len(lines)):
        if start < end:
            yield _hunk(start, lines[start:end])
        start = end + 1


def _hunk(start: int, lines: list[str]) -> Hunk:
    for number, line in enumerate(lines, start):
        if line and not line.startswith(_SIGNS[:3]):
            raise EditError(number, _NO_SIGN.format(line=line))
    old = tuple(line[1:] for line in lines if not line.startswith("+"))
    new = tuple(line[1:] for line in lines if not line.startswith("-"))
    return Hunk(start, old, new)


_NO_SIGN = (
    "Expected a line of an edit to begin with `-`, `+` or a space, but got `{line}`. Put the sign "
    "in the first column, before the code and its indentation."
)
