"""Files and folders of the scratch folder: found, compared."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from autograder.course import changes
from autograder.course.changes import Change

_MOST = 5_000
_SHOWN = 3

Stamp = tuple[int, int]
"""Size in bytes and time of the last change in nanoseconds; (-1, 0) of a folder."""


def found(folder: Path) -> dict[str, Stamp]:
    """Return what lies below a folder, by its path in it; links are not followed."""
    listed: dict[str, Stamp] = {}
    waiting = [str(folder)]
    while waiting and len(listed) < _MOST:
        for entry in _entries(waiting.pop()):
            if entry.is_dir(follow_symlinks=False):
                waiting.append(entry.path)
                listed[entry.path] = (-1, 0)
            else:
                status = entry.stat(follow_symlinks=False)
                listed[entry.path] = (status.st_size, status.st_mtime_ns)
    return {os.path.relpath(path, folder): stamp for path, stamp in listed.items()}


def changed(folder: Path, before: Mapping[str, Stamp]) -> Iterator[Change]:
    """Yield what is new, gone or other below a folder; nothing where it holds too much to tell."""
    now = found(folder)
    if now == before or max(len(now), len(before)) >= _MOST:
        return
    gone = [path for path in before if path not in now]
    other = [path for path in before if path in now and now[path] != before[path]]
    new = [path for path in now if path not in before]
    if gone:
        yield Change(changes.DELETES, _named(gone), "there", "no such file or folder")
    if other:
        yield Change(changes.FILES, _named(other), "", "other contents")
    if new:
        yield Change(changes.FILES, _named(new), "absent", "a new file or folder")


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []


def _named(paths: list[str]) -> str:
    more = len(paths) - _SHOWN
    return ", ".join(sorted(paths)[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
