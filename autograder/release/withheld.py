"""What stays with the instructor, line by line, and the texts that are everybody's."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator
from pathlib import Path

from autograder.authoring import graderfiles, leaks
from autograder.authoring.leaks import Search, Secret
from autograder.course import chapters, courses, mistakes, outcomefile
from autograder.course.chapters import Chapter
from autograder.course.source import read
from autograder.errors import UsageError
from autograder.release.modules import file_of, needed

_MARK = "### SOLUTION"  # a copied answer may come without it
_SIGN = re.compile(r"^[-+](?![-+])", re.MULTILINE)  # of an edit; no part of the code


def search(root: Path, modules: Collection[str]) -> Search:
    """The search for all that a kit of these modules withholds.

    A line that also stands in a public text is no secret: a bare ``return x``, a formula that the
    task's text gives, a call that a public check makes too.

    The chapters of the built-in course are searched for in a kit of another course too.

    Raises:
        UsageError: a source cannot be read.
    """
    folders = tuple(dict.fromkeys((root, *courses.private())))
    finished = [chapter.name for folder in folders for chapter in chapters.existing(folder)]
    if courses.private():  # the modules of the other courses' chapters are public too
        modules = {*modules, *needed(root, finished)}
    found = [secret for folder in folders for secret in secrets(folder, root, modules)]
    texts = (text for folder in folders for text in public(folder, root, modules))
    untold = Search(secret for folder in folders for secret in _hints(folder))
    said = [text for folder in folders for text in _said(folder)]
    names = {(text,) for text in said}
    told = (secret for secret in found if secret.words not in names)
    return Search([*told, *untold.without(said).secrets]).without(texts)


def secrets(course: Path, root: Path, modules: Collection[str]) -> Iterator[Secret]:
    """Every line of a course's solutions; lines and names of its modules that nobody is given."""
    for chapter in chapters.present(course):
        path = chapter.solution
        text = read(path).replace(_MARK, "")
        numbers = leaks.solution_lines(chapters.load(chapter))
        if numbers:
            yield from leaks.lines_of(text, path.relative_to(course).as_posix(), numbers)
        yield from _mistakes_code(chapter, course)
    shipped = {file_of(name, root) for name in modules}
    for path in files(course):
        if path not in shipped:
            text, place = read(path), path.relative_to(course).as_posix()
            yield from leaks.lines_of(text, place)
            yield from (Secret(place, (name,)) for name in _hidden_checks(path, text))


def _hidden_checks(path: Path, text: str) -> Iterator[str]:
    if path.name == "hidden.py":
        yield from (check.name for check in graderfiles.checks(ast.parse(text)))


def _mistakes_code(chapter: Chapter, course: Path) -> Iterator[Secret]:
    """The code of a chapter's known mistakes, line by line."""
    path = mistakes.path_of(chapter.folder)
    if path.is_file():
        text, place = _SIGN.sub("", read(path)), path.relative_to(course).as_posix()
        for cell in mistakes.cells(path):
            _, code = mistakes.lines_of(cell)
            yield from leaks.lines_of(text, place, code)


def _hints(course: Path) -> Iterator[Secret]:
    """The names and hints of all known mistakes of a course."""
    for chapter in chapters.present(course):
        path = mistakes.path_of(chapter.folder)
        for cell in mistakes.cells(path) if path.is_file() else ():
            place = path.relative_to(course).as_posix()
            yield Secret(place, (str(cell.header["mistake"]),))
            hints, _ = mistakes.lines_of(cell)
            yield from leaks.lines_of(read(path), place, hints)


def _said(course: Path) -> Iterator[str]:
    """What a kit says of the known mistakes that it can name: names and hints."""
    for chapter in chapters.existing(course):
        for one in outcomefile.released(chapter):
            yield from (one.id, *one.hints)


def files(course: Path) -> list[Path]:
    """The files of a course's chapters, shipped or not, but for the known mistakes."""
    inside = courses.chapters_folder(course).glob("ch*/**/*")
    kinds = (".py", ".md", ".json", ".csv", ".txt")
    names = {outcomefile.path_of(course).name}
    return sorted(path for path in inside if path.suffix in kinds and path.name not in names)


def public(course: Path, root: Path, modules: Collection[str]) -> Iterator[str]:
    """The modules of the kit, and what the finished chapters show of themselves.

    Exercises are not among them: they are what is searched.
    """
    yield from (read(file_of(name, root)) for name in modules)
    for chapter in chapters.existing(course):
        yield _open_text(chapter)


def _open_text(chapter: Chapter) -> str:
    try:
        hidden = set(leaks.solution_lines(chapters.load(chapter)))
    except UsageError:
        return ""
    lines = read(chapter.solution).split("\n")
    return "\n".join(line for number, line in enumerate(lines, 1) if number not in hidden)
