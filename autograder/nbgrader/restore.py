"""Restore the cells that nbgrader grades where a student removed, doubled or changed them.

An answer is a student's own and stays; everything else about these cells is nbgrader's: which
there are, their ids, their points, and the text of the locked ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.nbgrader.handed_in import Shown

Json = dict[str, Any]

_TAG = re.compile(r"<(?=[A-Za-z/!?])")  # what HTML takes for the beginning of a tag
# The beginning of a link in Markdown to an address that is neither a page, a file nor a picture, or
# is written so that it cannot be told.
_LINK = re.compile(
    r"\](?=[(:]\s*(?!https?://|mailto:|attachment:|#)[^\s)/?#\]:&\\]{0,100}[:&\\])", re.IGNORECASE
)
_DEFINITION = re.compile(r"^(?:def |class )\w+|^[A-Z][A-Z0-9_]+(?=\s*[:=])", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Expected:
    """A cell that nbgrader knows, as its database holds it.

    Attributes:
        grade_id: its id.
        kind: ``code`` or ``markdown``.
        source: what students were given.
        checksum: of what they were given.
        grade, solution, locked: its role.
        points: most points, where it is graded.
    """

    grade_id: str
    kind: str
    source: str
    checksum: str
    grade: bool = False
    solution: bool = False
    locked: bool = False
    points: float | None = None


def restored(cells: Sequence[Shown], expected: Sequence[Expected]) -> list[Json]:
    """The notebook's cells with every expected one among them exactly once.

    Args:
        cells: as handed in.
        expected: in the order of the notebook that students were given.
    """
    by_id = {one.grade_id: one for one in expected}
    places = _places(cells, expected)
    made: list[Json] = []
    pending = list(_missing_first(expected, places))
    made += [_cell(None, one) for one in pending]
    for at, cell in enumerate(cells):
        if at in places:
            made.append(_cell(cell, places[at]))
            made += [_cell(None, one) for one in _after(places[at], expected, places)]
        elif cell.claim not in by_id or by_id[cell.claim].solution:
            made.append(_plain(cell))
    return made


def _places(cells: Sequence[Shown], expected: Sequence[Expected]) -> dict[int, Expected]:
    """Match submitted cells to expected ones: index to expected cell, each at most once."""
    places: dict[int, Expected] = {}
    for one in expected:
        candidates = [at for at, cell in enumerate(cells) if cell.claim == one.grade_id]
        at = _best(cells, candidates, one)
        if at is not None:
            places[at] = one
    found = {one.grade_id for one in places.values()}
    for one in expected:
        if one.solution and one.grade_id not in found:
            alike = [at for at, cell in enumerate(cells) if at not in places and _alike(cell, one)]
            if alike:
                places[alike[-1]] = one
    return places


def _best(cells: Sequence[Shown], candidates: Sequence[int], one: Expected) -> int | None:
    """Return, of several cells with one id, the last of the right kind that was worked on."""
    right = [at for at in candidates if cells[at].kind == one.kind]
    worked_on = [at for at in right if one.solution and cells[at].text != one.source]
    return next(reversed(worked_on or right), None)


def _alike(cell: Shown, one: Expected) -> bool:
    """Whether a cell without an id seems to be the answer: it defines the same."""
    wanted = _DEFINITION.search(one.source)
    return cell.kind == one.kind and wanted is not None and wanted[0] in cell.text


def _missing_first(expected: Sequence[Expected], places: dict[int, Expected]) -> Iterator[Expected]:
    """The missing ones before the first that is there; all, if none is."""
    there = {one.grade_id for one in places.values()}
    for one in expected:
        if one.grade_id in there:
            return
        yield one


def _after(
    anchor: Expected, expected: Sequence[Expected], places: dict[int, Expected]
) -> Iterator[Expected]:
    """The missing ones between an expected cell and the next that is there."""
    there = {one.grade_id for one in places.values()}
    for one in expected[expected.index(anchor) + 1 :]:
        if one.grade_id in there:
            return
        yield one


def _cell(cell: Shown | None, one: Expected) -> Json:
    own = cell is not None and one.solution
    text = cell.text if cell is not None and own else one.source
    pictures = cell.pictures if cell is not None and own else {}
    return _made(one.kind, text, {"nbgrader": _role(one)}, pictures)


def _plain(cell: Shown) -> Json:
    return _made(cell.kind, cell.text, {}, cell.pictures)


def _made(kind: str, text: str, metadata: Json, pictures: Json) -> Json:
    source = text if kind == "code" else _inert(text)
    made: Json = {"cell_type": kind, "metadata": metadata, "source": source}
    if kind == "code":
        return {**made, "execution_count": None, "outputs": []}
    return {**made, "attachments": pictures} if pictures else made


def _role(one: Expected) -> Json:
    role: Json = {"schema_version": 3, "grade_id": one.grade_id, "cell_type": one.kind}
    role |= {"grade": one.grade, "solution": one.solution, "locked": one.locked, "task": False}
    role |= {"checksum": one.checksum}
    return role if one.points is None else {**role, "points": one.points}


def _inert(text: str) -> str:
    """Text whose tags are shown, not obeyed: nbgrader's pages print prose and raw cells as HTML."""
    return _LINK.sub("] ", _TAG.sub("&lt;", text))
