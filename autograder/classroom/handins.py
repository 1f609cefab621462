"""Give each student's folder its hand-ins: by names where they are plain, else by content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from autograder.submission.tree import is_hidden

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

    Who has no usable file gets a hand-in of the one chapter that the class handed in, so that there
    is a result which says what is wrong.

    Args:
        homes: the folders.
        only: leave all other chapters out.
    """
    unclear = [home for home in homes if not home.is_plain]
    looked_at = _looked_at(unclear, only.name if only else "")
    found: list[HandIn] = []
    left: list[Home] = []
    for home in homes:
        own = list(_of_home(home, looked_at.get(home.student, Sorted(home.student))))
        found.extend(own)
        left.extend([] if own else [home])
    class_chapters = [only.name] if only else sorted({one.chapter for one in found})
    reasons = {}
    for home in left:
        told = looked_at.get(home.student, Sorted(home.student))
        own = [HandIn(home.student, name, home.path) for name in _guessed(told, class_chapters)]
        found.extend(own)
        if not own:
            reasons[home.student] = told.reason or _NOTHING_BEGUN
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
    return Home(student, path, named, is_plain=bool(named) and not others)


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
    return [entry for entry in found if not is_hidden(PurePosixPath(entry.name))]


def _looked_at(homes: Sequence[Home], only: str) -> dict[str, Sorted]:
    paths = {home.student: home.path for home in homes}
    work = partial(_sort, paths=paths, only=only)
    workers = min(workers_here(), len(paths))
    return {one.student: one for one in run_in_pool(tuple(paths), work, workers, lost)}


def _sort(student: str, paths: Mapping[str, Path], only: str) -> Sorted:
    return sort_files(student, paths[student], only)


def _of_home(home: Home, told: Sorted) -> Iterator[HandIn]:
    """Yield a hand-in for each chapter; of several candidates, their folder is the submission."""
    begun = _clear(told.begun, home.named)
    for name in sorted({*home.named, *begun}):
        paths = home.named.get(name, ())
        beside = [path for path in begun.get(name, ()) if not _is_below(home.path / path, paths)]
        is_one = len(paths) == 1 and not beside
        yield HandIn(home.student, name, paths[0] if is_one else home.path)


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


def _guessed(told: Sorted, class_chapters: Sequence[str]) -> list[str]:
    """Give the chapters that a student without any work of their own is graded for."""
    both = [name for name in class_chapters if name in told.untouched]
    if both or len(class_chapters) == 1:
        return both or [*class_chapters]
    return [*told.untouched] if len(told.untouched) == 1 else []
