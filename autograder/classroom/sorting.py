"""Sort what a student handed in by chapter: by content, where names alone do not decide.

This reads hostile files, so it happens in a process that may die.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from autograder.course import chapters
from autograder.errors import UsageError
from autograder.submission import Limits, files, mistaken, recognise
from autograder.submission.unzipped import unzipped


@dataclass(frozen=True, slots=True)
class Sorted:
    """The work in a student's folder.

    Attributes:
        student: whose it is.
        begun: by full name, each chapter with a task that is begun, and the paths of its files.
        untouched: those with none, and the paths.
        stubs: those of ``untouched`` of which there are stubs, and so no doubt.
        reason: why there is neither.
    """

    student: str
    begun: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    untouched: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    stubs: frozenset[str] = frozenset()
    reason: str = ""


def sort_files(student: str, folder: Path, only: str = "") -> Sorted:
    """Find the chapters that a student's folder holds work of.

    Args:
        student: whose folder it is.
        folder: all that they handed in.
        only: full name of a chapter; others are not looked for.
    """
    wanted = [one for one in chapters.existing() if only in ("", one.name)]
    limits = Limits()
    try:
        with unzipped(files.folder(folder, folder.name, limits), limits) as tree:
            found = recognise.chapters_in(tree, wanted)
            why = "" if found else mistaken.reason(tree) or "found no module or notebook"
    except UsageError as error:
        return Sorted(student, reason=str(error))
    paths = {name: tuple(str(c.entry.path) for c in found[name]) for name in found}
    begun = {name: paths[name] for name in found if any(c.begun for c in found[name])}
    untouched = {name: paths[name] for name in found if name not in begun}
    stubs = frozenset(name for name in untouched if any(c.defined for c in found[name]))
    reason = f"Expected a chapter's work, but {why}" if why else ""
    return Sorted(student, begun, untouched, stubs, reason)


def lost(student: str) -> Sorted:
    """Tell that the process that read a student's files died, twice."""
    return Sorted(student, reason="reading these files ended the process that read them")
