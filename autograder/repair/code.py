"""Python code with the places of its nodes, and edits of it that keep all else byte for byte."""

from __future__ import annotations

import ast
import bisect
import warnings
from dataclasses import dataclass, field
from functools import cached_property

Simple = (
    *(ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Expr, ast.Return, ast.Raise, ast.Delete),
    *(ast.Assert, ast.Pass, ast.Break, ast.Continue, ast.Import, ast.ImportFrom),
)
"""Statements that may share a line with others."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of code, in bytes of UTF-8, and the text that takes its place."""

    start: int
    end: int
    after: str
    told: int = field(default=-1, compare=False)
    """A byte of the line that is meant; -1 for the first that changes."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One idea of what should be otherwise, in one place or the same in several.

    Attributes:
        kind: of change, a key of `kinds.KINDS`.
        spans: what changes; they do not overlap.
        line: 1-based, where the first begins.
    """

    kind: str
    spans: tuple[Span, ...]
    line: int

    def overlaps(self, other: Edit) -> bool:
        """Whether both change the same stretch of code."""
        return any(a.start <= b.end and b.start <= a.end for a in self.spans for b in other.spans)


def applied(data: bytes, *edits: Edit) -> bytes:
    """Return the code with these edits made, none of which overlaps another."""
    spans = sorted((span for edit in edits for span in edit.spans), reverse=True)
    for span in spans:
        data = data[: span.start] + span.after.encode() + data[span.end :]
    return data


def parsed(data: bytes) -> ast.Module | None:
    """Return the tree of code that compiles, else None."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            tree = ast.parse(data)
            compile(tree, "edited", "exec", dont_inherit=True)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None
    return tree


@dataclass(frozen=True)
class Code:
    r"""The text of one piece or module of a submission.

    Attributes:
        data: in UTF-8, with ``\n`` between lines.
        tree: of the same.
    """

    data: bytes
    tree: ast.Module

    @cached_property
    def _starts(self) -> list[int]:
        starts = [0]
        for line in self.data.split(b"\n"):
            starts.append(starts[-1] + len(line) + 1)
        return starts

    def line(self, offset: int) -> int:
        """The 1-based line of a byte."""
        return bisect.bisect_right(self._starts, offset)

    def start(self, node: ast.expr | ast.stmt) -> int:
        """Where a node begins; a decorated one with its first decorator."""
        first = next(iter(getattr(node, "decorator_list", ())), None)
        if first is not None:
            return self.data.rindex(b"@", 0, self.start(first))
        return self._starts[node.lineno - 1] + node.col_offset

    def end(self, node: ast.expr | ast.stmt) -> int:
        """Where a node ends."""
        return self._starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)

    def text(self, node: ast.expr | ast.stmt) -> str:
        """The code of a node."""
        return self.between(self.start(node), self.end(node))

    def between(self, start: int, end: int) -> str:
        """The code from one byte to another."""
        return self.data[start:end].decode()

    def indent(self, statement: ast.stmt) -> str:
        """The blanks at the beginning of a statement's line."""
        line = self.between(self._starts[self.line(self.start(statement)) - 1], len(self.data))
        return line[: len(line) - len(line.lstrip(" \t"))]

    def is_first(self, statement: ast.stmt) -> bool:
        """Whether a statement is the first of its line."""
        start = self.start(statement)
        return not self.data[self._starts[self.line(start) - 1] : start].strip()

    def put(self, node: ast.expr | ast.stmt, text: str) -> Span:
        """The change of a node to a text."""
        return Span(self.start(node), self.end(node), text)

    def before(self, statement: ast.stmt, text: str) -> Span:
        """The insertion of a simple statement before another."""
        at = self.start(statement)
        gap = "; " if isinstance(statement, Simple) else f"\n{self.indent(statement)}"
        return Span(at, at, f"{text}{gap}")

    def behind(self, statement: ast.stmt, text: str) -> Span:
        """The insertion of a simple statement behind another."""
        at = self.end(statement)
        gap = "; " if isinstance(statement, Simple) else f"\n{self.indent(statement)}"
        return Span(at, at, f"{gap}{text}")

    def shifted(self, statement: ast.stmt, indent: str) -> str:
        """The code of a statement as it is with other blanks before its lines."""
        own = self.indent(statement)
        first, *rest = self.text(statement).split("\n")
        moved = [indent + line[len(own) :] if line.startswith(own) else line for line in rest]
        return "\n".join([first, *moved])
