"""The catalogue of known mistakes of a chapter: wrong implementations, with hints.

A cell of ``mistakes.diff`` is one mistake: three paragraphs of hints, then its code, as the
difference it is from the solution of its task, or from the mistake it is based on:

    # %% mistake="flat_line" task="make_line"
    Your x and y have one dimension, where (n, 1) was expected.

    A model reads a batch as (samples, features).

    Look at the line that creates x.

    -    x = what the solution has
    +    x = what the student has

Code that begins in the first column stands for itself: it is the whole cell of the task, or some of
the functions, classes and constants defined there.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from autograder.course import chapters, edits, solutions
from autograder.course.chapters import Chapter
from autograder.course.percent import Cell, PercentError, parse
from autograder.course.source import Source, did_you_mean, read

_LEVELS = 3
_GAP = re.compile(r"\n(?:[ \t]*\n)+")
_EDIT = re.compile(r"[-+ ]\s|@@")  # a hint may begin with an option of a program


@dataclass(frozen=True, slots=True)
class Mistake:
    """One known mistake.

    Attributes:
        id: unique within its chapter.
        task: the task it is made in.
        source: what the student would have written in place of the task's cell.
        hints: three levels: what was observed, the idea, where to look.
    """

    id: str
    task: str
    source: str
    hints: tuple[str, ...]


def path_of(folder: Path) -> Path:
    """The catalogue in a chapter's folder."""
    return folder / "mistakes.diff"


@cache
def catalogue(chapter: Chapter) -> tuple[Mistake, ...]:
    """The mistakes known for a chapter; none where the kit does not hold the catalogue.

    Raises:
        PercentError: one of them cannot be composed; ``autograder build`` names all of these.
    """
    path = path_of(chapter.folder)
    if not path.is_file():
        return ()
    known: dict[str, Mistake] = {}
    for cell in cells(path):
        made = mistake(cell, chapters.load(chapter), known, path)
        known[made.id] = made
    return tuple(known.values())


def cells(path: Path) -> list[Cell]:
    """The cells of a catalogue that hold mistakes.

    Raises:
        PercentError: a header cannot be read.
    """
    return [cell for cell in parse(read(path), path) if "mistake" in cell.header]


def mistake(cell: Cell, source: Source, above: Mapping[str, Mistake], path: Path) -> Mistake:
    """Compose one mistake.

    Args:
        cell: as it is written.
        source: its chapter, with solutions.
        above: by id, the mistakes that it may be based on.
        path: the catalogue, for messages.

    Raises:
        PercentError: something in the cell is wrong; it names the line.
    """
    *hints, text = _GAP.split(cell.source, maxsplit=_LEVELS)
    if len(hints) != _LEVELS or any(map(_EDIT.match, hints)):
        raise PercentError(path, cell.header_line, _HINTS)
    base = _base(cell, source, above, path)
    code = composed(base, text, cell.line + cell.source.removesuffix(text).count("\n"), path)
    levels = tuple(" ".join(hint.split()) for hint in hints)
    return Mistake(str(cell.header["mistake"]), str(cell.task), code, levels)


def lines_of(cell: Cell) -> tuple[range, range]:
    """The lines in its file of a mistake's cell: those of its hints, and those of its code."""
    code = _GAP.split(cell.source, maxsplit=_LEVELS)[-1]
    first = cell.line + cell.source.removesuffix(code).count("\n")
    return range(cell.line, first), range(first, first + code.count("\n") + 1)


_HINTS = (
    "Expected three paragraphs of hints (observed, idea, where to look), a blank line and the "
    "code, but got something else. Write them in this order, without blank lines inside a hint."
)
_SAME = "Expected code that is wrong, but got the same as before. Change something, or remove it."
_SYNTAX = "Expected Python, but got a syntax error: {error.msg} (`{error.text}`). Correct it."


def _base(cell: Cell, source: Source, above: Mapping[str, Mistake], path: Path) -> str:
    """The code that a mistake changes."""
    own = next((c for c in source.cells if c.kind == "code" and c.task == cell.task), None)
    if own is None:
        what = f"Expected a task of {source.path.name}"
        known = [task.id for task in source.tasks]
        raise PercentError(path, cell.header_line, _unknown(what, str(cell.task), known))
    if "based_on" not in cell.header:
        return solutions.solved(own, source.path)
    name = str(cell.header["based_on"])
    same = {m.id: m.source for m in above.values() if m.task == cell.task}
    if name not in same:
        what = f"Expected based_on= to name a mistake of task {cell.task!r} above"
        raise PercentError(path, cell.header_line, _unknown(what, name, list(same)))
    return same[name]


def _unknown(what: str, name: str, known: list[str]) -> str:
    there = ", ".join(known) or "none"
    return f"{what}, but got {name!r}. {did_you_mean(name, known)}There: {there}."


def composed(base: str, text: str, line: int, path: Path) -> str:
    """Make of right code what a mistake makes of it.

    Args:
        base: the code that is changed.
        text: an edit of it, or some of its definitions anew.
        line: of the text's first line in its file, for messages.
        path: that file.

    Raises:
        PercentError: the text does not fit, is no Python, or changes nothing.
    """
    is_edit = edits.is_edit(text)
    try:
        code = edits.edited(base, text) if is_edit else edits.redefined(base, text)
        ast.parse(code)
    except edits.EditError as error:
        raise PercentError(path, line + error.line, error.problem) from None
    except SyntaxError as error:
        place = line if is_edit else line + (error.lineno or 1) - 1
        raise PercentError(path, place, _SYNTAX.format(error=error)) from None
    if code == base:
        raise PercentError(path, line, _SAME)
    return code
