"""Give each student's folder its hand-ins: by names where they are plain, else by content."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

from autograder.classroom.layouts.plain import ENDINGS
from autograder.classroom.pool import run_in_pool, workers_here
from autograder.classroom.sorting import Sorted, lost, sort_files
from autograder.course import chapters
from autograder.course.chapters import Chapter
from autograder.errors import UsageError
from autograder.submission import naming
from autograder.submission.tree import is_passed_over

_NOTHING_BEGUN = "no task is begun"


@dataclass(frozen=True, slots=True)
class HandIn:
    """One chapter of one student: where it lies, not read yet."""

    student: str
    chapter: str
    path: Path


@dataclass(frozen=True, slots=True)
class Home:
    """A student's folder.

    Attributes:
        student: whose it is.
        path: where it is.
        named: by full name, the files and folders in it that are named after a chapter.
        is_plain: whether these names say all, and no content needs to be looked at.
    """

    student: str
    path: Path
    named: Mapping[str, Sequence[Path]]
    is_plain: bool


def hand_ins(homes: Sequence[Home], only: Chapter | None) -> tuple[list[HandIn], dict[str, str]]:
    """Give the hand-ins in students' folders, and by student why there is none.

    Chapters that nobody began are left out: students hand in whole kits. Who has no usable file
    gets a hand-in of the one chapter that the class handed in, and so a result that says why.

    Args:
        homes: the folders.
        only: leave all other chapters out.
    """
    unclear = [home for home in homes if not home.is_plain]
    looked_at = _looked_at(unclear, only.name if only else "")
    told = {home.student: looked_at.get(home.student, Sorted(home.student)) for home in homes}
    all_own = {home.student: _of_home(home, told[home.student]) for home in homes}
    begun = {one.chapter for own in all_own.values() for one, is_begun in own if is_begun}
    class_chapters = [only.name] if only else sorted(begun)
    found, reasons = [], {}
    for home in homes:
        own = all_own[home.student]
        kept = [one for one, is_begun in own if is_begun or one.chapter in class_chapters]
        kept = kept or _guessed(home, [one for one, _ in own], class_chapters)
        found.extend(kept)
        if not kept:
            reasons[home.student] = told[home.student].reason or _NOTHING_BEGUN
    return sorted(found, key=lambda one: (one.student, one.chapter)), reasons


def home(student: str, path: Path, only: Chapter | None = None) -> Home:
    """Look at the names in a student's folder.

    Raises:
        UsageError: it cannot be listed.
    """
    named: dict[str, list[Path]] = {}
    others = 0
    for entry in entries(path):
        chapter = chapter_called(entry)
        # A link could lead to somebody else's work, so it is no submission.
        if chapter is None or entry.is_symlink():
            others += (
                entry.is_dir()
                or entry.suffix == ".zip"
                or naming.may_be_work(PurePosixPath(entry.name))
            )
        elif only in (None, chapter):
            named.setdefault(chapter.name, []).append(entry)
    return Home(student, path, named, is_plain=len(named) == 1 and not others)


def chapter_called(entry: Path) -> Chapter | None:
    """Return the chapter a file or folder is named after, in any form the command line takes."""
    if entry.is_file() and entry.suffix not in ENDINGS:
        return None
    name = entry.stem if entry.suffix in ENDINGS else entry.name
    return next((c for c in chapters.existing() if c.is_called(name.lower())), None)


def _may_be_work(entry: Path) -> bool:
    return entry.suffix.lower() == ".zip" or naming.may_be_work(PurePosixPath(entry.name))


def entries(folder: Path) -> list[Path]:
    """List a folder without hidden files; UsageError when it cannot be."""
    try:
        found = sorted(folder.iterdir())
    except OSError as error:
        raise UsageError(
            f"{folder}: Expected a folder that can be read, but got: {error.strerror}. "
            "Change its permissions."
        ) from error
    return [entry for entry in found if not is_passed_over(PurePosixPath(entry.name))]


def _looked_at(homes: Sequence[Home], only: str) -> dict[str, Sorted]:
    paths = {home.student: home.path for home in homes}
    work = partial(_sort, paths=paths, only=only)
    workers = min(workers_here(), len(paths))
    return {one.student: one for one in run_in_pool(tuple(paths), work, workers, lost)}


def _sort(student: str, paths: Mapping[str, Path], only: str) -> Sorted:
    return sort_files(student, paths[student], only)


def _of_home(home: Home, told: Sorted) -> list[tuple[HandIn, bool]]:
    """Give a hand-in for each chapter, and whether it is begun as far as one knows.

    Where a chapter has several candidates, their folder is the submission.
    """
    begun = _clear(told.begun, home.named)
    found = []
    for name in sorted({*home.named, *begun, *told.untouched}):
        paths = home.named.get(name, ())
        work = begun.get(name, told.untouched.get(name, ()))
        is_one = len(paths) == 1 and all(_is_below(home.path / path, paths) for path in work)
        path = paths[0] if is_one else home.path
        is_begun = name in begun or (name in home.named and name not in told.stubs)
        found.append((HandIn(home.student, name, path), is_begun))
    return found


def _clear(begun: Mapping[str, Sequence[str]], named: Iterable[str]) -> dict[str, Sequence[str]]:
    """Leave out chapters of which there is only what may as well be of one that is surely there."""
    sure = {*named}
    for name, paths in begun.items():
        others = {path for other in begun if other != name for path in begun[other]}
        sure |= {name} if set(paths) - others else set()
    shared = {path for name in sure for path in begun.get(name, ())}
    return {n: paths for n, paths in begun.items() if n in sure or not set(paths) <= shared}


def _is_below(path: Path, folders: Iterable[Path]) -> bool:
    return any(path.is_relative_to(folder) for folder in folders)


def _guessed(home: Home, own: Sequence[HandIn], class_chapters: Sequence[str]) -> list[HandIn]:
    """Give what a student who began nothing is graded for."""
    if len(class_chapters) == 1:
        return [HandIn(home.student, class_chapters[0], home.path)]
    named = [one for one in own if one.chapter in home.named]
    return named or (list(own) if len(own) == 1 else [])
