"""A chapter's solutions with one small change each, by name, and which of them are right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from autograder.authoring.mutation import Edit, edits
from autograder.course import solutions
from autograder.course.chapters import Chapter
from autograder.course.percent import Cell
from autograder.course.source import Source, read
from autograder.errors import UsageError

_LONGEST, _AROUND = 60, 12


@dataclass(frozen=True, slots=True)
class Mutant:
    """A solution with one change.

    Attributes:
        name: ``task:operator:line:before -> after``; the line counts from the
            student's first, so that a longer docstring renames nothing.
        task: id of the task.
        line: the changed line in the chapter's source.
        code: the task's cell.
    """

    name: str
    task: str
    line: int
    code: str


def mutants(source: Source) -> Iterator[Mutant]:
    """Every mutant of a chapter, in the order of its source."""
    for cell in source.cells:
        if cell.kind == "code" and cell.task is not None:
            yield from _of_cell(cell, source.path)


def _of_cell(cell: Cell, path: Path) -> Iterator[Mutant]:
    code, places, seen = solutions.solved(cell, path), _written(cell), Counter[str]()
    for edit in edits(code, places):
        name = f"{cell.task}:{_label(edit, min(places))}"
        seen[name] += 1
        number = f" ({seen[name]})" if seen[name] > 1 else ""
        yield Mutant(name + number, str(cell.task), places[edit.line], edit.apply(code))


def _label(edit: Edit, first: int) -> str:
    before, after = (" ".join(text.split()) for text in (edit.before, edit.after))
    if max(len(before), len(after)) > _LONGEST:
        before, after = _apart(before, after)
    return f"{edit.operator}:{edit.line - first + 1}:{before} -> {after}"


def _apart(before: str, after: str) -> tuple[str, str]:
    """Two long texts from a little before they part to a little after they meet again."""
    same = _shared(before, after)
    first, rest = (
        max(0, same - _AROUND),
        max(0, _shared(before[:same:-1], after[:same:-1]) - _AROUND),
    )
    parts = [f"{'…' * bool(first)}{text[first : len(text) - rest]}" for text in (before, after)]
    shown = [part if len(part) <= _LONGEST else f"{part[:_LONGEST]}…" for part in parts]
    return shown[0] + "…" * bool(rest), shown[1] + "…" * bool(rest)


def _shared(one: str, other: str) -> int:
    """With how many equal letters two texts begin."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _written(cell: Cell) -> dict[int, int]:
    """The lines of the solved cell that a student writes, each with its line in the source."""
    found = solutions.markers(cell.source)
    marked = {number for region in found.regions for number in region}
    theirs = {n for first, last in found.regions for n in range(first, last)} | {*found.constants}
    kept = [n for n in range(cell.source.count("\n") + 1) if n not in marked]
    return {new: cell.line + old for new, old in enumerate(kept, 1) if old in theirs}


def equivalents(chapter: Chapter, folder: Path | None = None) -> dict[str, str]:
    """The mutants that keep their points rightly: name and reason.

    Raises:
        UsageError: a line has no reason.
    """
    path = (folder or chapter.folder) / "equivalents.txt"
    found = {}
    for number, line in enumerate(read(path).splitlines() if path.is_file() else (), 1):
        name, mark, reason = line.rpartition("  # ")
        if mark:
            found[name.strip()] = reason.strip()
        elif line.strip():
            raise UsageError(f"{path}:{number}: Expected `name  # reason`, but got {line!r}.")
    return found
