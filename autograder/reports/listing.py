"""A student's code as a page shows it: numbered lines, some of them marked."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from autograder.classroom.code import CodePart
from autograder.text import harmless

WHOLE = 60
"""Lines of a definition that is shown whole; of a longer one, those around what is marked."""

LONGEST = 2000
"""Lines shown of a chapter's code."""

_AROUND = 12
_WIDEST = 300
_PLACE = re.compile(r"(?P<file>.+):(?P<line>\d{1,6})")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of code: its number in the file, and whether a check points at it."""

    number: int
    text: str
    is_marked: bool
    follows: bool
    """Whether the line above it in the file is the one above it here."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Lines of one file or cell.

    Attributes:
        file: as results name it.
        lines: in the file's order.
        left: how many lines more there are than are shown at all.
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
    return [_listing(parts[at], marks) for at, marks in marked.items()]


def holds(parts: Sequence[CodePart], place: str) -> bool:
    """Whether a place, ``file:line``, is a line of the code."""
    return _part(parts, place) is not None


def whole(parts: Sequence[CodePart]) -> list[Listing]:
    """Return all code of a chapter, at most ``LONGEST`` lines of it."""
    shown: list[Listing] = []
    room = LONGEST
    for part in parts:
        lines = list(_numbered(part))
        kept = tuple(Line(n, text, False, True) for n, text in lines[:room])
        shown.append(Listing(part.file, kept, len(lines) - len(kept)))
        room -= len(kept)
    return shown


def _part(parts: Sequence[CodePart], place: str) -> int | None:
    match = _PLACE.fullmatch(place)
    if match is None:
        return None
    file, line = match["file"], int(match["line"])
    return next((at for at, part in enumerate(parts) if _holds(part, file, line)), None)


def _holds(part: CodePart, file: str, line: int) -> bool:
    return part.file == file and 0 <= line - part.line <= part.source.count("\n")


def _listing(part: CodePart, marks: set[int]) -> Listing:
    lines = list(_numbered(part))
    near = {n for mark in marks for n in range(mark - _AROUND, mark + _AROUND + 1)}
    shown = lines if len(lines) <= WHOLE else [one for one in lines if one[0] in near]
    before = [number for number, _ in [(shown[0][0] - 1, ""), *shown]]
    return Listing(
        part.file,
        tuple(
            Line(number, text, number in marks, number == above + 1)
            for (number, text), above in zip(shown, before, strict=False)
        ),
    )


def _numbered(part: CodePart) -> Iterator[tuple[int, str]]:
    r"""Number lines as results do: only ``\n`` ends one."""
    for number, text in enumerate(part.source.removesuffix("\n").split("\n"), part.line):
        yield number, harmless(text.removesuffix("\r").expandtabs(4), _WIDEST)
