"""A student's code as a page shows it: numbered lines, some of them marked."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice

from autograder.classroom.code import CodePart
from autograder.text import harmless

WHOLE = 60
"""Lines of a definition that is shown whole; of a longer one, its first and those around marks."""

LONGEST = 2000
"""Lines shown of a chapter's code, and of one definition's marked places."""

_AROUND = 12
_WIDEST = 300
_PLACE = re.compile(r"(?P<file>.+):(?P<line>\d{1,6})")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of code.

    Attributes:
        number: in its file or cell, from 1.
        text: harmless, at most some 300 characters.
        is_marked: whether a check points at it.
        follows: whether the line above it in the file is the one above it here.
    """

    number: int
    text: str
    is_marked: bool = False
    follows: bool = True


@dataclass(frozen=True, slots=True)
class Listing:
    """Lines of one file or cell.

    Attributes:
        file: as results name it.
        lines: in the file's order.
    """

    file: str
    lines: tuple[Line, ...]


def around(parts: Sequence[CodePart], places: Iterable[str]) -> list[Listing]:
    """Return the definitions that hold ``places`` (``file:line``), each once, places marked.

    A place that lies in none of the parts is passed over.
    """
    marked: defaultdict[int, set[int]] = defaultdict(set)
    for place in dict.fromkeys(places):
        at = _part(parts, place)
        if at is not None:
            marked[at].add(int(place.rpartition(":")[2]))
    return [_marked(parts[at], marks) for at, marks in marked.items()]


def whole(parts: Sequence[CodePart]) -> tuple[list[Listing], int]:
    """Return the first ``LONGEST`` lines of a chapter file by file, and how many lines are left."""
    every = ((part.file, line) for part in parts for line in _numbered(part))
    shown = list(islice(every, LONGEST))
    listings = [
        Listing(file, _lines(line for _, line in group))
        for file, group in groupby(shown, key=lambda one: one[0])
    ]
    return listings, sum(map(_length, parts)) - len(shown)


def holds(parts: Sequence[CodePart], place: str) -> bool:
    """Whether a place, ``file:line``, is a line of the code."""
    return _part(parts, place) is not None


def _part(parts: Sequence[CodePart], place: str) -> int | None:
    match = _PLACE.fullmatch(place)
    if match is None:
        return None
    file, line = match["file"], int(match["line"])
    return next((at for at, part in enumerate(parts) if _has(part, file, line)), None)


def _has(part: CodePart, file: str, line: int) -> bool:
    return part.file == file and part.line <= line < part.line + _length(part)


def _marked(part: CodePart, marks: set[int]) -> Listing:
    texts = _numbered(part)
    if _length(part) > WHOLE:
        near = {n for mark in marks for n in range(mark - _AROUND, mark + _AROUND + 1)}
        texts = (one for one in texts if one[0] in near or one[0] == part.line)
    return Listing(part.file, _lines(islice(texts, LONGEST), marks))


def _lines(
    texts: Iterable[tuple[int, str]], marks: Collection[int] = frozenset()
) -> tuple[Line, ...]:
    shown = list(texts)
    above = [0, *(number for number, _ in shown)]
    return tuple(
        Line(number, _shown(text), number in marks, before in (0, number - 1))
        for (number, text), before in zip(shown, above, strict=False)
    )


def _numbered(part: CodePart) -> Iterator[tuple[int, str]]:
    r"""Yield lines as results count them: only ``\n`` ends one. One at a time: code can be long."""
    return enumerate(io.StringIO(part.source, newline="\n"), part.line)


def _length(part: CodePart) -> int:
    return part.source.count("\n") + (part.source[-1:] not in ("", "\n"))


def _shown(text: str) -> str:
    return harmless(text[: 2 * _WIDEST].rstrip("\r\n").expandtabs(4), _WIDEST)
