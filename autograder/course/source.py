"""A chapter's text as tasks: read from its solution, or from the stub a student has."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.course.percent import Cell, parse
from autograder.errors import UsageError

if TYPE_CHECKING:
    from autograder.course.chapter import Chapter


@dataclass(frozen=True, slots=True)
class Task:
    """One task of a chapter.

    Attributes:
        id: its name in the header, e.g. ``make_line``.
        points: points of all its checks; 0 where the header gives no whole number.
        minutes: expected time; 0 where the header gives none.
        needs: ids of the tasks whose functions it calls.
        names: the functions, classes and constants its cell defines, in order; where the chapter
            is a package, with their module, e.g. ``engine.train_step``.
        line: 1-based line of its first code line in the file it was read from.
        summary: first line of its first docstring, or empty.
        concept: what it teaches, in the course's words; empty in a student's kit.
        changes: words of `changes.WORDS`: what its functions may leave changed.
    """

    id: str
    points: int
    minutes: int
    needs: tuple[str, ...]
    names: tuple[str, ...]
    line: int
    summary: str
    concept: str = ""
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A chapter's text, read from its solution, or from its stub where there is no solution.

    Attributes:
        path: the file it was read from.
        solved: whether that file holds the solutions.
    """

    chapter: Chapter
    path: Path
    cells: tuple[Cell, ...]
    tasks: tuple[Task, ...]
    solved: bool

    @property
    def points(self) -> int:
        """The points of all tasks."""
        return sum(task.points for task in self.tasks)

    @property
    def modules(self) -> tuple[str, ...]:
        """The modules of the package, in order; empty where the chapter is a single module."""
        return tuple(dict.fromkeys(cell.module for cell in self.cells if cell.module))

    @property
    def names(self) -> tuple[str, ...]:
        """What the tasks' cells define: the names that checks ask a submission for."""
        return tuple(name for task in self.tasks for name in task.names)

    def task(self, task_id: str) -> Task:
        """The task of that id, or the one whose cell defines that name.

        Raises:
            UsageError: there is none.
        """
        for task in self.tasks:
            if task.id == task_id:
                return task
        for task in self.tasks:
            if task_id in (*task.names, *map(bare, task.names)):
                return task
        known = [task.id for task in self.tasks]
        raise UsageError(
            f"Expected a task of chapter {self.chapter.label}, but got {task_id!r}. "
            f"{did_you_mean(task_id, known)}Its tasks: {', '.join(known) or 'none'}."
        )


@lru_cache(maxsize=64)  # the text is part of the key: an edited file is parsed anew
def source(chapter: Chapter, path: Path, text: str, *, solved: bool) -> Source:
    """Parse the text of a solution, or of a stub (then leniently: a student edits it).

    Raises:
        PercentError: a cell header cannot be read (solutions only).
    """
    cells = tuple(parse(text, path, strict=solved))
    tasks = tuple(_task(cell) for cell in cells if cell.kind == "code" and cell.task is not None)
    return Source(chapter, path, cells, tasks, solved)


def read(path: Path) -> str:
    """The text of a file.

    Raises:
        UsageError: it cannot be opened or is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise UsageError(f"{path}: Expected a file to read, but got: {why}.") from None
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{path}: Expected UTF-8 text, but byte {error.start} is not. Save it as UTF-8."
        ) from None


def definitions(code: str) -> tuple[str, ...]:
    """Names of the functions, classes and constants that ``code`` defines at its top level.

    Raises:
        SyntaxError: it is not Python.
    """
    return tuple(name for node in ast.parse(code).body for name in defined(node))


def docstring(code: str) -> str:
    """The string at the top of ``code``, or else its first definition's docstring, or empty.

    Raises:
        SyntaxError: it is not Python.
    """
    tree = ast.parse(code)
    nodes = [n for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef)]
    return next((text for node in (tree, *nodes) if (text := ast.get_docstring(node))), "")


def did_you_mean(text: str, known: Mapping[str, str] | Iterable[str]) -> str:
    """A question with the nearest known spelling and a space after it, or nothing.

    Args:
        text: what was written.
        known: the right spellings, or a mapping of them to what shall be shown.
    """
    shown = known if isinstance(known, Mapping) else {name: name for name in known}
    near = difflib.get_close_matches(text, shown, n=1)
    return f"Did you mean {shown[near[0]]}? " if near else ""


def _task(cell: Cell) -> Task:
    try:
        names, summary = definitions(cell.source), docstring(cell.source)
        names = tuple(f"{cell.module}.{name}" for name in names) if cell.module else names
    except SyntaxError:
        names, summary = (), ""
    needs = str(cell.header.get("needs", "")).split()
    return Task(
        id=str(cell.task),
        points=_whole(cell.header.get("points")),
        minutes=_whole(cell.header.get("minutes")),
        needs=tuple(needs),
        names=names,
        line=cell.line,
        summary=summary.partition("\n")[0],
        concept=str(cell.header.get("concept", "")),
        changes=tuple(str(cell.header.get("changes", "")).split()),
    )


def _whole(value: str | int | None) -> int:
    return value if isinstance(value, int) else 0


def bare(name: str) -> str:
    """A name without its module: ``train_step`` for ``engine.train_step``."""
    return name.rpartition(".")[2]


def defined(node: ast.stmt) -> list[str]:
    """The functions, classes and constants that one statement defines."""
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return [name]
        case ast.Assign(targets=targets):
            names = (n for t in targets for n in ast.walk(t) if isinstance(n, ast.Name))
            return [name.id for name in names if isinstance(name.ctx, ast.Store)]
        case ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
        case _:
            return []
