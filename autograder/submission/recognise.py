"""Recognise a chapter's work: from names and bytes, which chapter, and how many tasks are begun.

Content decides: the tasks' functions, classes and constants that a file defines at its top level,
found by regular expressions, so that a syntax error hides nothing. Names decide where content says
too little, or the same of two chapters, for chapters share names such as ``train_step``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from autograder.course.chapters import Chapter, load
from autograder.course.source import bare
from autograder.errors import UsageError
from autograder.submission import mistaken, naming, notebook, scanning
from autograder.submission.model import Limits
from autograder.submission.text import decode
from autograder.submission.tree import Entry, Tree
from autograder.submission.unzipped import unzipped

_LIMITS = Limits()
_ENOUGH = 4  # a module that defines fewer than a quarter of the tasks may be anybody's helper


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file, or the folder of a package, that may be graded.

    Attributes:
        entry: where it is; a package's folder bears the refusal "it is a folder".
        chapter: full name of the chapter.
        begun: tasks of which something is defined that is no untouched stub.
        defined: tasks of which something is defined.
    """

    entry: Entry
    chapter: str
    begun: int
    defined: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a file, or a folder of modules, defines.

    Attributes:
        entry: where it is.
        definitions: by name whether it is begun; with its module where it is a package's.
        is_notebook: whether it is one.
        is_package: whether it is a folder of modules.
        problem: why it cannot be graded as it is; what it defines is then a guess.
    """

    entry: Entry
    definitions: Mapping[str, bool] = field(default_factory=dict)
    is_notebook: bool = False
    is_package: bool = False
    problem: str = ""

    def may_be(self, chapter: Chapter) -> bool:
        """Whether it has the form of the chapter's work: a package is no single module."""
        if self.is_package or not chapter.package:
            return self.is_package == bool(chapter.package)
        return self.is_notebook or any("." in name for name in self.definitions)

    def of(self, chapter: Chapter) -> Candidate:
        """Count what it has of a chapter's tasks."""
        begun = defined = 0
        for task in load(chapter).tasks:
            known = [self.definitions[name] for name in task.names if name in self.definitions]
            defined += bool(known)
            begun += any(known)
        return Candidate(self.entry, chapter.name, begun, defined)


def chapters_in(
    tree: Tree, chapters: Sequence[Chapter], limits: Limits = _LIMITS
) -> dict[str, list[Candidate]]:
    """By full name, the chapters of which there is work in a folder or zip, and where.

    Nothing is run, and nothing unreadable raises. What cannot be told apart, by content or name, is
    listed for each chapter that it may be of.

    Args:
        tree: what was handed in; zips in it are looked into, one level deep.
        chapters: those to look for, in the order of the answer.
        limits: upper bounds on what is read.
    """
    found: dict[str, list[Candidate]] = {chapter.name: [] for chapter in chapters}
    with unzipped(tree, limits) as whole:
        for one in work_in(whole, limits):
            for chapter in owners(one, chapters):
                found[chapter.name].append(one.of(chapter))
    return {name: candidates for name, candidates in found.items() if candidates}


def owners(one: Found, chapters: Sequence[Chapter]) -> list[Chapter]:
    """The chapters that a file may be of; none where neither content nor name tells."""
    chapters = [chapter for chapter in chapters if one.may_be(chapter)]
    defined = {chapter.name: one.of(chapter).defined for chapter in chapters}
    told = [c for c in chapters if _is_enough(defined[c.name], c)]
    if told:
        most = max(defined[c.name] for c in told)
        return _best_named([c for c in told if defined[c.name] == most], one)
    named = [c for c in chapters if naming.clarity(one.entry.path, c)]
    if named:
        return _best_named(named, one)
    most = max(defined.values(), default=0)
    return [c for c in chapters if one.is_notebook and most and defined[c.name] == most]


def _is_enough(defined: int, chapter: Chapter) -> bool:
    return defined * _ENOUGH >= max(1, len(load(chapter).tasks))


def _best_named(chapters: Sequence[Chapter], one: Found) -> list[Chapter]:
    clarity = [naming.clarity(one.entry.path, chapter) for chapter in chapters]
    return [c for c, clear in zip(chapters, clarity, strict=True) if clear == max(clarity)]


def work_in(tree: Tree, limits: Limits) -> Iterator[Found]:
    """Read what may be a chapter's work: each file, and each folder of modules as a package.

    Where there is more than the limits allow, what bears a chapter's number comes first.
    """
    packages: dict[PurePosixPath, dict[str, bool]] = {}
    files = [entry for entry in tree.entries if naming.may_be_work(entry.path)]
    files.sort(key=lambda entry: (not naming.is_numbered(entry.path), len(entry.path.parts)))
    left = limits.candidates_total
    for entry in files[: limits.candidates]:
        one, size = _read(tree, entry, left, limits)
        left -= size
        if entry.path.suffix.lower() == ".py" and not one.problem:
            packages.setdefault(entry.path.parent, {}).update(_in_module(one))
        if naming.is_work(entry.path) or one.is_notebook or one.definitions:
            yield one
    for folder, definitions in packages.items():
        entry = Entry(folder, str(folder), "it is a folder")
        yield Found(entry, definitions, is_package=True)


def _in_module(one: Found) -> dict[str, bool]:
    """Its definitions under the module's name, e.g. ``engine.train_step``."""
    stem = one.entry.path.stem
    return {f"{stem}.{bare(name)}": ok for name, ok in one.definitions.items()}


def _read(tree: Tree, entry: Entry, left: int, limits: Limits) -> tuple[Found, int]:
    """What a file defines, and how many bytes it has."""
    is_notebook = entry.path.suffix.lower() == ".ipynb"
    try:
        data = tree.read(entry, min(left, most(entry.path.name, limits)))
    except UsageError as error:
        return Found(entry, is_notebook=is_notebook, problem=str(error)), 0
    return found(entry, data, limits), len(data)


def most(name: str, limits: Limits) -> int:
    """The most bytes that a module or a notebook may have, by its name."""
    is_notebook = ".ipynb" in name.lower() or name.lower().endswith(".json")
    return limits.notebook_bytes if is_notebook else limits.module_bytes


def found(entry: Entry, data: bytes, limits: Limits = _LIMITS) -> Found:
    """Tell what a file defines.

    Args:
        entry: where it is.
        data: its content, anything at all.
        limits: bounds on a notebook.
    """
    name = entry.path.name
    if not notebook.is_one(data, name):
        problem = _why_no_text(data, name)
        defined = scanning.definitions(data.decode("utf-8", "replace"))
        own = f"{entry.path.stem}."  # a module of a package is no package
        known = {name.removeprefix(own): begun for name, begun in defined.items()}
        return Found(entry, known, problem=problem)
    try:
        text, problem = scanning.as_module(notebook.cells(data, name, limits)), ""
    except UsageError as error:
        text, problem = scanning.guessed(data.decode("utf-8", "replace")), str(error)
    return Found(entry, scanning.definitions(text), is_notebook=True, problem=problem)


def _why_no_text(data: bytes, name: str) -> str:
    try:
        mistaken.refuse(name, data)
        decode(data, name)
    except UsageError as error:
        return str(error)
    return ""
