"""What the name of a file says: which chapter it is of, and whether it may be work at all."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from autograder.course.chapters import Chapter

_ENDINGS = (".py", ".ipynb")
_ADDED = (".txt", ".json")  # by browsers and mail programs
_NUMBERED = re.compile(r"ch(?:apter)?[ _-]?\d", re.IGNORECASE)
PLAIN = 4


def stem(name: str) -> str:
    """A file's name without its ending, ``.ipynb.txt`` too."""
    path = PurePosixPath(name)
    if path.suffix.lower() in _ADDED:
        path = PurePosixPath(path.stem)
    return path.stem if path.suffix.lower() in _ENDINGS else path.name


def is_work(path: PurePosixPath) -> bool:
    """Whether the name is that of a module or notebook; ``.ipynb.txt`` and the like are."""
    shorter = PurePosixPath(path.stem) if path.suffix.lower() in _ADDED else path
    return shorter.suffix.lower() in _ENDINGS


def may_be_work(path: PurePosixPath) -> bool:
    """Whether it is worth a look: such a name, or a chapter's with an ending of text or none."""
    if is_work(path):
        return True
    return path.suffix.lower() in (*_ADDED, "") and is_numbered(path)


def is_numbered(path: PurePosixPath) -> bool:
    """Whether some chapter's number is in the name, such as ``ch01``."""
    return _NUMBERED.search(path.name[:200]) is not None


def clarity(path: PurePosixPath, chapter: Chapter) -> int:
    """How clearly a path names a chapter.

    Returns:
        4 for its plain name (``PLAIN``); 3 where that name or ``ch01`` is somewhere in it; 2 where
        ``01`` or the name's second half is; 1 where a folder on the way bears its name; else 0.
    """
    bare = stem(path.name)[:200].casefold()
    if bare == chapter.name.casefold():
        return PLAIN
    if chapter.name.casefold() in bare or chapter.is_called(bare):
        return 3
    if re.search(rf"(?<![a-z])ch(?:apter)?[ _-]?{chapter.label}(?!\d)", bare):
        return 3
    end = chapter.name.partition("_")[2].casefold()
    if end in bare or re.search(rf"(?<!\d){chapter.label}(?!\d)", bare):
        return 2
    folders = [part[:200].casefold() for part in path.parts[:-1]]
    return int(any(chapter.name.casefold() in f or chapter.is_called(f) for f in folders))
