"""What stays with the instructor, line by line, and the texts that are everybody's."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from pathlib import Path

from autograder.authoring import graderfiles, leaks
from autograder.authoring.leaks import Search, Secret
from autograder.course import chapters, mistakes
from autograder.course.chapters import Chapter
from autograder.course.source import read
from autograder.errors import UsageError
from autograder.release.modules import file_of

_MARK = "### SOLUTION"  # a copied answer may come without it


def search(root: Path, modules: Collection[str]) -> Search:
    """The search for all that a kit of these modules withholds.

    A line that also stands in a public text is no secret: a bare ``return x``, a formula that the
    task's text gives, a call that a public check makes too.

    Raises:
        UsageError: a source cannot be read.
    """
    return Search(secrets(root, modules)).without(public(root, modules))


def secrets(root: Path, modules: Collection[str]) -> Iterator[Secret]:
    """Every line of solutions, and lines and names of other graders, variants and mutants."""
    for chapter in chapters.present(root):
        path = chapter.solution
        text = read(path).replace(_MARK, "")
        numbers = leaks.solution_lines(chapters.load(chapter))
        if numbers:
            yield from leaks.lines_of(text, path.relative_to(root).as_posix(), numbers)
    shipped = {file_of(name, root) for name in modules}
    for path in files(root):
        if path not in shipped:
            text, place = read(path), path.relative_to(root).as_posix()
            yield from leaks.lines_of(text, place)
            yield from (Secret(place, (name,)) for name in _names(path, text))


def _names(path: Path, text: str) -> Iterator[str]:
    """The names of hidden checks and known mistakes."""
    if path.name == "hidden.py":
        yield from (check.name for check in graderfiles.checks(ast.parse(text)))
    elif path.name == "mistakes.py":
        yield from (mistake.id for mistake in mistakes.read(path))


def files(root: Path) -> list[Path]:
    """The graders' files, the variants and the equivalent mutants, shipped or not."""
    graders = (root / "autograder" / "chapters").glob("ch*/**/*")
    kinds = (".py", ".md", ".json", ".csv", ".txt")
    return sorted(path for path in graders if path.suffix in kinds)


def public(root: Path, modules: Collection[str]) -> Iterator[str]:
    """The modules of the kit, and what the finished chapters show of themselves.

    Exercises are not among them: they are what is searched.
    """
    yield from (read(file_of(name, root)) for name in modules)
    for chapter in chapters.existing(root):
        yield _open_text(chapter)


def _open_text(chapter: Chapter) -> str:
    try:
        hidden = set(leaks.solution_lines(chapters.load(chapter)))
    except UsageError:
        return ""
    lines = read(chapter.solution).split("\n")
    return "\n".join(line for number, line in enumerate(lines, 1) if number not in hidden)
