"""A student's code as a page shows it: numbered lines, some of them marked."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

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
        left: how many lines are not shown for want of room.
    """

    file: str
    lines: tuple[Line, ...]
    left: int = 0


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


def whole(parts: Sequence[CodePart]) -> list[Listing]:
    """Return all code of a chapter, file by file; at most ``LONGEST`` lines of it."""
    listings: list[Listing] = []
    room = LONGEST
    for file, group in groupby(parts, key=lambda part: part.file):
        texts = [one for part in group for one in enumerate(_texts(part), part.line)]
        listings.append(Listing(file, _lines(texts[:room], set()), len(texts[room:])))
        room -= len(texts[:room])
    return listings


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
    last = part.line + part.source.removesuffix("\n").count("\n")
    return part.file == file and part.line <= line <= last


def _marked(part: CodePart, marks: set[int]) -> Listing:
    texts = list(enumerate(_texts(part), part.line))
    if len(texts) > WHOLE:
        near = {n for mark in marks for n in range(mark - _AROUND, mark + _AROUND + 1)}
        texts = [one for one in texts if one[0] in near or one[0] == part.line][:LONGEST]
    return Listing(part.file, _lines(texts, marks))


def _lines(texts: Sequence[tuple[int, str]], marks: set[int]) -> tuple[Line, ...]:
    above = [0, *(number for number, _ in texts)]
    return tuple(
        Line(number, _shown(text), number in marks, before in (0, number - 1))
        for (number, text), before in zip(texts, above, strict=False)
    )


def _texts(part: CodePart) -> list[str]:
    r"""Lines as results count them: only ``\n`` ends one."""
    return part.source.removesuffix("\n").split("\n")


def _shown(text: str) -> str:
    return harmless(text[: 2 * _WIDEST].removesuffix("\r").expandtabs(4), _WIDEST)
