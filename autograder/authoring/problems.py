"""Collect all authors' errors in the chapters, by file and line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.authoring import grader_errors, source_errors
from autograder.course import chapters
from autograder.course.chapter import NAME, Chapter
from autograder.course.percent import PercentError
from autograder.errors import UsageError


@dataclass(frozen=True, slots=True, order=True)
class AuthorError:
    """One error; as text ``path:line: message``.

    Attributes:
        path: the file, relative to the repository.
        line: 1-based.
        message: what was expected, what was found, what to do.
    """

    path: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path.as_posix()}:{self.line}: {self.message}"


def errors_in(root: Path) -> list[AuthorError]:
    """All authors' errors in the solutions and graders under ``root``, by file and line.

    Graders are read as text, never imported. A file that cannot be read is one error.
    """
    found = list(_left_over(root))
    for chapter in chapters.existing(root):
        if chapter.solution.is_file():
            found += _in_chapter(chapter)
    return sorted({AuthorError(path.relative_to(root), line, text) for path, line, text in found})


def _in_chapter(chapter: Chapter) -> Iterator[tuple[Path, int, str]]:
    path = chapter.solution
    try:
        source = chapters.load(chapter)
    except PercentError as error:
        yield path, error.line, error.problem
        return
    except UsageError as error:
        yield path, 1, str(error).removeprefix(f"{path}: ")
        return
    yield from ((path, line, text) for line, text in source_errors.found(source))
    yield from grader_errors.found(source, chapter.folder)


def _left_over(root: Path) -> Iterator[tuple[Path, int, str]]:
    """Solutions that are no chapter by their name, and exercises without a solution."""
    for path in sorted((root / "solutions").glob("*.py")):
        if not NAME.fullmatch(path.stem):
            text = "Expected a chapter's file to be called as ch01_workflow.py is, but got "
            yield path, 1, f"{text}{path.name}. Rename it."
    for path in sorted((root / "exercises").glob("ch*")):
        solution = root / "solutions" / f"{path.stem}.py"
        if NAME.fullmatch(path.stem) and not solution.is_file():
            text = f"Expected its solution in solutions/{path.stem}.py, but got no such file. "
            yield path, 1, f"{text}Remove this file, or add the solution."
