"""Choose a student's file in the folder that they work in: the rule of ``choose``, by their names.

Only files that bear the chapter's name or number are looked at, for all chapters lie side by side.
Of two that are equal otherwise, the one that was written last is taken.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from autograder.course.chapters import Chapter
from autograder.submission import files, naming
from autograder.submission.choose import choose
from autograder.submission.files import Folder
from autograder.submission.model import Limits
from autograder.submission.tree import Entry

# A checkout writes both files of a chapter within moments, in any order.
_SAME_TIME = 2.0
_LIMITS = Limits()
_OTHERWISE = "To have another checked, name it with --submission."
_NAMED = 3  # the clarity of a name with the chapter's number


@dataclass(frozen=True, slots=True)
class Own:
    """The file, or the folder of a package, that a student works in.

    Attributes:
        path: where it is.
        note: one sentence on the choice, empty if there was none to make.
    """

    path: Path
    note: str = ""


def own(folder: Path, chapter: Chapter, limits: Limits = _LIMITS) -> Own | None:
    """Choose the file of a chapter in a student's own folder; None if there is none.

    Raises:
        UsageError: the folder cannot be listed.
    """
    entries = tuple(_entries(folder, chapter, limits))
    if not entries:
        return None
    tree = Folder(folder, folder.name, entries)
    choice = choose(tree, chapter.name, limits, newest=_newest(folder, entries), how=_OTHERWISE)
    return Own(folder / choice.entry.key, choice.note)


def _entries(folder: Path, chapter: Chapter, limits: Limits) -> Iterable[Entry]:
    for entry in files.top(folder, folder.name, limits).entries:
        is_named = naming.clarity(entry.path, chapter) >= _NAMED
        if is_named and naming.is_work(entry.path) and not entry.refusal:
            yield entry
        elif chapter.package and entry.path.name == chapter.name:
            inside = files.top(folder / chapter.name, chapter.name, limits).entries
            for module in inside:
                key = str(PurePosixPath(chapter.name, module.key))
                yield Entry(PurePosixPath(key), key, module.refusal)


def _newest(folder: Path, entries: Iterable[Entry]) -> frozenset[str]:
    """Keys of the files that were written last, and of the folders that hold one."""
    written = {entry.key: _written(folder / entry.key) for entry in entries}
    last = max(written.values()) - _SAME_TIME
    late = [PurePosixPath(key) for key, when in written.items() if when >= last]
    return frozenset(str(path) for one in late for path in (one, one.parent))


def _written(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0  # an editor replaces it right now
