"""The catalogue of known mistakes of a chapter: wrong implementations, with hints."""

from __future__ import annotations

import ast
import inspect
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from autograder.course import percent
from autograder.course.chapters import Chapter


@dataclass(frozen=True, slots=True)
class Misconception:
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


def catalogue(chapter: Chapter) -> tuple[Misconception, ...]:
    """The mistakes known for a chapter; none where the kit does not hold the catalogue."""
    path = chapter.folder / "mistakes.py"
    return read(path) if path.is_file() else ()


@cache
def read(path: Path) -> tuple[Misconception, ...]:
    """Read a catalogue; the file is text to us and is never imported."""
    cells = percent.parse(path.read_text(encoding="utf-8"), path)
    found = [c for c in cells if "misconception" in c.header]
    return tuple(
        Misconception(
            id=str(c.header["misconception"]),
            task=str(c.header["task"]),
            source=c.source,
            hints=hints_in(c.source),
        )
        for c in found
    )


def hints_in(source: str) -> tuple[str, ...]:
    """The paragraphs of the first docstring in a cell (a leading string counts as one)."""
    tree = ast.parse(source)
    documented = [ast.get_docstring(tree)] + [
        ast.get_docstring(node)
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
    ]
    text = inspect.cleandoc(next((d for d in documented if d), ""))
    return tuple(" ".join(p.split()) for p in text.split("\n\n") if p.strip())
