"""The page of a comparison: groups of similar hand-ins, their pairs side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.reports import rendering
from autograder.similarity.compare import Document, Pair, groups
from autograder.similarity.winnowing import Passage
from autograder.text import harmless

EVIDENCE = (
    "This is evidence for a person to judge, not a verdict: people who learned from the same "
    "source, or solved a task in its obvious way, may write alike."
)
MOST_PAIRS = 200  # shown on the page; the terminal's JSON has all
_MOST_LINES, _LONGEST_LINE, _CONTEXT = 400, 160, 2


@dataclass(frozen=True, slots=True)
class Line:
    """A line of code: its number, whether it is in a shared passage, whether lines were left out.

    The first line of a file or cell names it.
    """

    number: int
    text: str
    is_shared: bool
    is_rarest: bool
    follows: bool
    file: str


@dataclass(frozen=True, slots=True)
class Side:
    """One document of a pair, cut to its shared lines and those around them."""

    owner: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """A pair as the page shows it; share in percent."""

    sides: tuple[Side, Side]
    percent: int
    passages: int
    holders: int
    rarest: str


@dataclass(frozen=True, slots=True)
class Group:
    """Documents that are alike, and the fewest pairs that join them."""

    chapter: str
    owners: tuple[str, ...]
    pairs: tuple[Compared, ...]


def write(path: Path, found: Mapping[str, Sequence[Pair]], compared: int) -> None:
    """Write the page; UsageError when it cannot be written.

    Args:
        path: its file.
        found: pairs by chapter.
        compared: how many documents there were.
    """
    every = [(chapter, group) for chapter, pairs in found.items() for group in groups(pairs)]
    shown, left = [], MOST_PAIRS
    for chapter, group in every:
        shown.append(_group(chapter, group, group[:left]))
        left = max(left - len(group), 0)
    values = {"groups": shown, "compared": compared, "evidence": EVIDENCE, "most": MOST_PAIRS}
    rendering.write(path, "similar.html", values)


def owners(pairs: Iterable[Pair]) -> tuple[str, ...]:
    """Return the owners of all documents of some pairs, each once."""
    return tuple(sorted({one.owner for pair in pairs for one in (pair.left, pair.right)}))


def rarest(pair: Pair) -> str:
    """Return the text of the rarest shared passage, as the left one wrote it."""
    passage = pair.left.prints[pair.shared[0]]
    for part in pair.left.parts:
        lines = part.source.splitlines()
        first, last = passage.first - part.line, passage.last - part.line
        if part.file == passage.file and 0 <= first < len(lines):
            return "\n".join(harmless(line, _LONGEST_LINE) for line in lines[first : last + 1])
    return ""


def _group(chapter: str, pairs: Sequence[Pair], shown: Sequence[Pair]) -> Group:
    return Group(chapter, owners(pairs), tuple(map(_compared, shown)))


def _compared(pair: Pair) -> Compared:
    sides = (_side(pair.left, pair.shared), _side(pair.right, pair.shared))
    percent = int(100 * pair.share)
    return Compared(sides, percent, len(pair.shared), pair.holders, rarest(pair))


def _side(document: Document, shared: Sequence[int]) -> Side:
    marked = Counter(spot for value in shared for spot in _spots(document.prints[value]))
    rare = set(_spots(document.prints[shared[0]]))
    near = {(file, line + d) for file, line in marked for d in range(-_CONTEXT, _CONTEXT + 1)}
    lines: list[Line] = []
    before: tuple[str, int] | None = None
    for spot, text in _lines(document):
        if spot in near and len(lines) < _MOST_LINES:
            follows = before == (spot[0], spot[1] - 1)
            file = "" if before and before[0] == spot[0] else harmless(spot[0], _LONGEST_LINE)
            shown = harmless(text, _LONGEST_LINE)
            lines.append(Line(spot[1], shown, spot in marked, spot in rare, follows, file))
            before = spot
    return Side(document.owner, tuple(lines))


def _spots(passage: Passage) -> Iterator[tuple[str, int]]:
    last = min(passage.last, passage.first + _MOST_LINES)
    return ((passage.file, line) for line in range(passage.first, last + 1))


def _lines(document: Document) -> Iterator[tuple[tuple[str, int], str]]:
    for part in document.parts:
        for number, text in enumerate(part.source.splitlines(), part.line):
            yield (part.file, number), text
