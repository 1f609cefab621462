"""Parse code to syntax trees, so that a broken line costs as little as possible.

A module is cut at its ``# %%`` lines. A cell that does not parse is tried together with the cells
after it (the mark may have been inside a string), then cut at its top-level definitions; what is
still broken becomes a problem, and all the rest is used.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from autograder.course import percent
from autograder.errors import UsageError
from autograder.submission import guard
from autograder.submission.magics import Transform
from autograder.submission.model import Limits, Piece, Problem
from autograder.submission.text import conflict_lines
from autograder.text import one_line

_JOINED = 4  # cells or blocks tried together at most
_BLOCKS = 500  # more blocks than this are not tried one by one
_BLOCK = re.compile(r"(?:async\s+def|def|class|import|from|@|[A-Za-z_]\w*\s*(?::[^=]*)?=(?!=))")
_NAME = re.compile(
    r"^(?:(?:async[ \t]+)?def[ \t]+|class[ \t]+)(\w+)|^([A-Za-z_]\w*)[ \t]*(?::[^=\n]*)?=(?!=)",
    re.MULTILINE,
)
_LINE = re.compile(r"\bline (\d+)\b")  # Python counts from the piece's first line

PARSER_ERRORS = (
    SyntaxError,
    ValueError,
    MemoryError,
    RecursionError,
    SystemError,
    OverflowError,
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A piece and its syntax tree, whose line numbers count from the piece's first line."""

    piece: Piece
    tree: ast.Module


def module(whole: Piece, limits: Limits, plain: Transform) -> list[Parsed | Problem]:
    """A module's cells, each parsed by itself; one piece if only the whole makes sense.

    Args:
        whole: the module.
        limits: bounds on what is parsed.
        plain: makes Python of IPython's syntax; exported notebooks have it in modules too.

    Raises:
        UsageError: the module has too many cells.
    """
    starts = [cell.line - 1 for cell in percent.parse(whole.source, whole.file, strict=False)]
    if not starts:
        return []
    if len(starts) > limits.cells:
        raise UsageError(
            f"{whole.file}: Expected at most {limits.cells} cells, but found {len(starts)}. "
            "Hand in the exercise file you were given."
        )
    parts = [parse(part, limits) for part in _cut(whole, starts)]
    if not any(isinstance(part, Problem) for part in parts):
        return parts
    together = parse(whole, limits)
    if isinstance(together, Parsed):
        return [together]
    return list(_mend(whole, starts, limits, lambda part: cell(part, limits, plain)))


def cell(piece: Piece, limits: Limits, plain: Transform) -> list[Parsed | Problem]:
    """Parse one cell: as it is, or without IPython's syntax, or those of its blocks that parse."""
    part = parse(piece, limits)
    if isinstance(part, Parsed):
        return [part]
    if guard.complaint(piece.source, limits):
        return [part]
    python = replace(piece, source=plain(piece.source))
    part = parse(python, limits)
    return [part] if isinstance(part, Parsed) else _blocks(python, limits)


def _blocks(piece: Piece, limits: Limits) -> list[Parsed | Problem]:
    """A broken piece, cut at its top-level definitions, imports and assignments."""
    starts = _block_starts(piece.source.split("\n"))
    if len(starts) > _BLOCKS:
        starts = [0]
    return list(_mend(piece, starts, limits, lambda part: [parse(part, limits)]))


def parse(piece: Piece, limits: Limits) -> Parsed | Problem:
    """Parse one piece to its tree, or to a problem. Nothing is run."""
    found = guard.complaint(piece.source, limits)
    if found:
        return problem(piece, found[0], f"SyntaxError: {found[1]}")
    try:
        return Parsed(piece, ast.parse(piece.source, piece.file))
    except PARSER_ERRORS as error:
        return refused(piece, error)


def refused(piece: Piece, error: BaseException) -> Problem:
    """Turn an error of Python's parser or compiler into a problem."""
    if isinstance(error, SyntaxError):
        if marks := conflict_lines(piece.source):
            lines = ", ".join(str(piece.line + line - 1) for line in marks)
            told = f"git's conflict marks are in lines {lines}: keep one version, delete the marks"
            return problem(piece, marks[0], f"SyntaxError: {told}")
        line = min(error.lineno or 1, piece.source.count("\n") + 1)
        told = _LINE.sub(lambda found: f"line {int(found[1]) + piece.line - 1}", error.msg)
        return problem(piece, line, f"{type(error).__name__}: {told}")
    if isinstance(error, ValueError) and not isinstance(error, UnicodeError):
        return problem(piece, 1, f"SyntaxError: {error}")
    if isinstance(error, UnicodeError):
        return problem(piece, 1, "SyntaxError: this code has half of a character pair (surrogate)")
    return problem(piece, 1, "SyntaxError: this code is nested too deeply")


def problem(piece: Piece, line: int, message: str) -> Problem:
    """A problem at a line (1-based, within the piece), naming all that the piece would define."""
    names = dict.fromkeys(a or b for a, b in _NAME.findall(piece.source))
    return Problem(
        f"{piece.file}:{piece.line + max(line, 1) - 1}",
        one_line(message),
        tuple(one_line(name, 60) for name in names)[:50],
    )


def _cut(whole: Piece, starts: Sequence[int]) -> list[Piece]:
    lines = whole.source.split("\n")
    ends = [*starts[1:], len(lines)]
    return [_slice(whole, lines, a, b) for a, b in zip(starts, ends, strict=True)]


def _slice(whole: Piece, lines: Sequence[str], start: int, end: int) -> Piece:
    return Piece("\n".join(lines[start:end]), whole.file, whole.line + start, whole.flags)


def _mend(
    whole: Piece,
    starts: Sequence[int],
    limits: Limits,
    broken: Callable[[Piece], list[Parsed | Problem]],
) -> Iterator[Parsed | Problem]:
    """Each part that parses, alone or joined with those after it; else what ``broken`` makes."""
    lines = whole.source.split("\n")
    ends = [*starts[1:], len(lines)]
    at = 0
    while at < len(starts):
        for last in range(at, min(at + 1 + _JOINED, len(starts))):
            part = parse(_slice(whole, lines, starts[at], ends[last]), limits)
            if isinstance(part, Parsed):
                yield part
                at = last + 1
                break
        else:
            yield from broken(_slice(whole, lines, starts[at], ends[at]))
            at += 1


def _block_starts(lines: Sequence[str]) -> list[int]:
    starts = [0]
    decorated = lines[0].startswith("@")
    for number, line in enumerate(lines[1:], 1):
        if not _BLOCK.match(line):
            continue
        if not decorated:
            starts.append(number)
        decorated = line.startswith("@")
    return starts
