"""Find what a class handed in: a folder or zip in any layout, each student's work by chapter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.classroom.classlist import Member
from autograder.classroom.handins import HandIn, Home, chapter_called, entries, hand_ins, home
from autograder.classroom.layouts import AUTO, PLAIN
from autograder.classroom.opening import ANONYMOUS, Opened, opened
from autograder.course.chapters import Chapter
from autograder.errors import UsageError
from autograder.text import one_line


@dataclass(frozen=True, slots=True)
class Collected:
    """What a class handed in.

    Attributes:
        hand_ins: what to grade, ordered by student and chapter.
        members: everybody who handed in anything, with what is to be said about it.
        layout: the layout that was recognised; empty for one submission.
        remarks: what nobody in the class is told, such as files that are nobody's.
    """

    hand_ins: tuple[HandIn, ...]
    members: tuple[Member, ...] = ()
    layout: str = ""
    remarks: tuple[str, ...] = ()


def discover(
    source: Path, only: Chapter | None = None, layout: str = AUTO, into: Path | None = None
) -> Collected:
    """Find the submissions of a class, or of one student.

    Args:
        source: a class's folder or zip in any layout; or one submission: a file, or a folder that
            holds chapters by their full names.
        only: leave all other chapters out.
        layout: one of ``layouts.CHOICES``.
        into: where a zip or a platform's download is unpacked to; None refuses them.

    Raises:
        UsageError: there is nothing to grade, or it is unclear whose it is.
    """
    if not source.exists():
        raise UsageError(
            f"{source}: Expected a folder of submissions, but there is none. Check its spelling."
        )
    if _is_single(source, only, layout):
        return Collected((_single(source, only),))
    found = opened(source, layout, into)
    known = [HandIn(one.student, one.chapter, one.path) for one in found.places if one.chapter]
    homes = [home(one.student, one.path, only) for one in found.places if not one.chapter]
    sorted_out, reasons = hand_ins(homes, only)
    ready = [*(one for one in known if only is None or one.chapter == only.name), *sorted_out]
    if not ready:
        raise _nothing(source, only)
    if only and not known and not _is_there(only, homes):
        _refuse_other_chapters(source, only, found)
    members = (Member(one, _note(one.id, found, reasons)) for one in found.people)
    return Collected(
        hand_ins=tuple(sorted(ready, key=lambda one: (one.student, one.chapter))),
        members=tuple(members) if found.layout else (),
        layout=found.layout,
        remarks=found.loose,
    )


def _note(student: str, found: Opened, reasons: Mapping[str, str]) -> str:
    reason = [reasons[student]] if student in reasons else []
    return "; ".join([*found.remarks.get(student, ()), *reason])


def _is_there(only: Chapter, homes: Sequence[Home]) -> bool:
    """Whether a file or folder in some student's folder is named after the chapter."""
    return any(only.name in one.named for one in homes)


def _refuse_other_chapters(source: Path, only: Chapter, found: Opened) -> None:
    """Refuse to give a whole class zero for a chapter that it did not hand in.

    Raises:
        UsageError: all that can be graded is of other chapters.
    """
    every, _ = hand_ins([home(one.student, one.path) for one in found.places], None)
    there = sorted({one.chapter for one in every})
    if there and only.name not in there:
        raise UsageError(
            f"{source}: Expected work on {only.name}, but found work on {', '.join(there)} alone. "
            "Name another chapter with --chapter, or leave it out."
        )


def _nothing(source: Path, only: Chapter | None) -> UsageError:
    wanted = only.name if only else "ch01_workflow"
    return UsageError(
        f"{source}: Expected folders such as <student>/{wanted}/ or files such as "
        f"<student>/{wanted}.ipynb, but found {_contents(source)}."
    )


def _is_single(source: Path, only: Chapter | None, layout: str) -> bool:
    """Whether it is one submission by its name: a file, or a package's folder."""
    if not source.is_file():
        return _is_package(source, only)
    is_zip = source.suffix.lower() == ".zip"
    return not is_zip or (layout in (AUTO, PLAIN) and chapter_called(source) is not None)


def _single(path: Path, only: Chapter | None) -> HandIn:
    chapter = only or chapter_called(path)
    if chapter is None:
        raise UsageError(
            f"{path}: Expected a file named after its chapter, such as ch01_workflow{path.suffix}, "
            f"but got {path.name}. Rename it, or name the chapter with --chapter."
        )
    return HandIn(ANONYMOUS, chapter.name, path)


def _is_package(path: Path, only: Chapter | None) -> bool:
    """Whether a folder is a package by its name, with its modules right in it."""
    chapter = chapter_called(path)
    is_one = chapter is not None and bool(chapter.package) and only in (None, chapter)
    return is_one and any(path.glob("*.py"))


def _contents(path: Path) -> str:
    if path.is_file():
        return "none in it"
    names = [one_line(entry.name, 80) for entry in entries(path)]
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return (", ".join(names[:3]) + more) if names else "an empty folder"
