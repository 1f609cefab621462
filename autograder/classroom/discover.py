"""Find what a class handed in: ``SUBMISSIONS/<student>/<chapter>/<files>`` and simpler layouts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.course import chapters
from autograder.course.chapters import Chapter
from autograder.errors import UsageError

ANONYMOUS = "anonymous"
ENDINGS = (".py", ".ipynb", ".zip")
_JUNK = ("__MACOSX", "__pycache__")


@dataclass(frozen=True, slots=True)
class HandIn:
    """One chapter of one student: where it lies, not read yet."""

    student: str
    chapter: str
    path: Path


@dataclass(frozen=True, slots=True)
class Collected:
    """What a class handed in, and the students in whose folders nothing was recognised."""

    hand_ins: tuple[HandIn, ...]
    empty: tuple[str, ...] = ()


def discover(path: Path, only: Chapter | None = None) -> Collected:
    """List the submissions under ``path``, ordered by student and chapter.

    Args:
        path: a folder with a folder per student, which holds ``<chapter>/`` or
            ``<chapter>.py|.ipynb|.zip``; or one submission: such a file or folder itself.
        only: leave all other chapters out.

    Raises:
        UsageError: there is nothing to grade.
    """
    if not path.exists():
        raise UsageError(
            f"{path}: Expected a folder of submissions, but there is none. Check its spelling."
        )
    if path.is_file() or _is_package(path, only):
        return Collected((_single(path, only),))
    found = _one_student(path, only)
    if not found.hand_ins:
        found = _students(path, only)
    if not found.hand_ins:
        wanted = only.name if only else "ch01_workflow"
        raise UsageError(
            f"{path}: Expected folders such as <student>/{wanted}/ or files such as "
            f"<student>/{wanted}.ipynb, but found {_contents(path)}."
        )
    return found


def _single(path: Path, only: Chapter | None) -> HandIn:
    chapter = only or _named(path)
    if chapter is None:
        raise UsageError(
            f"{path}: Expected a file named after its chapter, such as ch01_workflow{path.suffix}, "
            f"but got {path.name}. Rename it, or name the chapter with --chapter."
        )
    return HandIn(ANONYMOUS, chapter.name, path)


def _one_student(path: Path, only: Chapter | None) -> Collected:
    """List a folder's chapters if it holds any by their full names: it is one student's then."""
    named = [entry for entry in _entries(path) if chapters_name(entry)]
    return Collected(tuple(_hand_ins(ANONYMOUS, path, only))) if named else Collected(())


def _students(path: Path, only: Chapter | None) -> Collected:
    hand_ins: list[HandIn] = []
    empty: list[str] = []
    for entry in _entries(path):
        if entry.is_dir():
            own = list(_hand_ins(entry.name, entry, only))
            hand_ins.extend(own)
            empty.extend([] if own else [entry.name])
    return Collected(tuple(hand_ins), tuple(empty))


def _hand_ins(student: str, folder: Path, only: Chapter | None) -> Iterator[HandIn]:
    """Yield a hand-in for each chapter; of several candidates, their folder is the submission."""
    found: dict[str, list[Path]] = {}
    for entry in _entries(folder):
        chapter = _named(entry)
        # A link could lead to somebody else's work, so it is no submission.
        if chapter and only in (None, chapter) and not entry.is_symlink():
            found.setdefault(chapter.name, []).append(entry)
    for name, paths in sorted(found.items()):
        yield HandIn(student, name, paths[0] if len(paths) == 1 else folder)


def _is_package(path: Path, only: Chapter | None) -> bool:
    """Whether a folder is a package by its name, with its modules right in it."""
    chapter = _named(path)
    is_one = chapter is not None and bool(chapter.package) and only in (None, chapter)
    return is_one and any(path.glob("*.py"))


def chapters_name(entry: Path) -> str | None:
    """Return the name of the chapter that a file or folder is exactly named after, or None."""
    name = entry.stem if entry.suffix in ENDINGS else entry.name
    return next((c.name for c in chapters.existing() if c.name == name), None)


def _named(entry: Path) -> Chapter | None:
    """Return the chapter a file or folder is named after, in any form the command line takes."""
    if entry.is_file() and entry.suffix not in ENDINGS:
        return None
    name = entry.stem if entry.suffix in ENDINGS else entry.name
    return next((c for c in chapters.existing() if c.is_called(name.lower())), None)


def _entries(folder: Path) -> list[Path]:
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        raise UsageError(
            f"{folder}: Expected a folder that can be read, but got: {error.strerror}. "
            "Change its permissions."
        ) from error
    return [
        entry for entry in entries if not entry.name.startswith(".") and entry.name not in _JUNK
    ]


def _contents(path: Path) -> str:
    names = [entry.name for entry in _entries(path)]
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return (", ".join(names[:3]) + more) if names else "an empty folder"
