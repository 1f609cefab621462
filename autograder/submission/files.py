"""Read files from disk: no link is followed, no pipe waited for, nothing run.

What is hashed and what is graded are the same bytes; a file swapped after this changes nothing.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import IO

from autograder.errors import UsageError
from autograder.submission.model import Limits
from autograder.submission.tree import MARK, Entry, composed, is_installed, is_passed_over
from autograder.text import one_line

_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)  # a FIFO opens at once instead of waiting for a writer
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_DEPTH = 20
_REASONS = {
    errno.ENOENT: "there is no such file",
    errno.ENOTDIR: "there is no such file",
    errno.ELOOP: "it is a symbolic link",
    errno.EACCES: "it may not be read (permission denied)",
    errno.EPERM: "it may not be read (permission denied)",
    errno.ENXIO: "it is a socket or device",
}


def kind(path: Path) -> str:
    """Return the kind of a path: "file", "folder", or in words why it is neither."""
    try:
        mode = os.lstat(path).st_mode
    except (OSError, ValueError) as error:
        return _reason(error)
    return _kind(mode)


def refused(name: str, reason: str) -> UsageError:
    """Make the error for a file that is not read; ``reason`` is a clause."""
    return UsageError(
        f"{name}: Expected a file to read, but {reason}. Hand in the .py or .ipynb file itself."
    )


def read_file(path: Path, limit: int, name: str) -> bytes:
    """The bytes of an ordinary file.

    Args:
        path: the file; links are not followed.
        limit: largest size in bytes.
        name: display name for messages.

    Raises:
        UsageError: not there, not an ordinary file, not readable, or larger than ``limit``.
    """
    try:
        return _read(os.open(path, _FLAGS), limit, name)
    except (OSError, ValueError) as error:
        raise refused(name, _reason(error)) from None


def open_file(path: Path, name: str) -> IO[bytes]:
    """An ordinary file, opened; whoever opens it closes it. Links are not followed.

    Raises:
        UsageError: not there, not an ordinary file, or not readable.
    """
    try:
        return _opened(os.open(path, _FLAGS), name)
    except (OSError, ValueError) as error:
        raise refused(name, _reason(error)) from None


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder's files, hidden ones and those behind links left out; see ``tree.Tree``."""

    root: Path
    name: str
    entries: tuple[Entry, ...]

    def read(self, entry: Entry, limit: int) -> bytes:
        """See ``tree.Tree``; no part of the path is followed if it has become a link."""
        name = one_line(f"{self.name}/{entry.path}")
        if entry.refusal:
            raise refused(name, entry.refusal)
        try:
            return _read(_open_below(self.root, PurePosixPath(entry.key)), limit, name)
        except (OSError, ValueError) as error:
            raise refused(name, _reason(error)) from None

    def open(self, entry: Entry) -> IO[bytes]:
        """See ``tree.Tree``; whoever opens it closes it."""
        name = one_line(f"{self.name}/{entry.path}")
        if entry.refusal:
            raise refused(name, entry.refusal)
        try:
            return _opened(_open_below(self.root, PurePosixPath(entry.key)), name)
        except (OSError, ValueError) as error:
            raise refused(name, _reason(error)) from None


def folder(root: Path, name: str, limits: Limits) -> Folder:
    """List a folder and all below it.

    Raises:
        UsageError: it cannot be listed, or holds too much.
    """
    try:
        entries = tuple(_walk(root, name, limits))
    except (OSError, ValueError) as error:
        raise refused(name, _reason(error)) from None
    return Folder(root, name, entries)


def top(root: Path, name: str, limits: Limits) -> Folder:
    """List a folder alone; otherwise as `folder`."""
    try:
        entries = tuple(_walk(root, name, limits, depth=0))
    except (OSError, ValueError) as error:
        raise refused(name, _reason(error)) from None
    return Folder(root, name, entries)


def _walk(root: Path, name: str, limits: Limits, depth: int = _DEPTH) -> Iterator[Entry]:
    waiting = [PurePosixPath()]
    seen = 0
    while waiting:
        below = waiting.pop()
        listed = list(islice(_listed(root, below), limits.folder_entries + 1))
        marks = [path.parent for path, _ in listed if path.name == MARK]
        for path, what in listed:
            seen += 1
            if seen > limits.folder_entries:
                raise UsageError(
                    f"{name}: Expected at most {limits.folder_entries} files in a submission, "
                    "but found more. Hand in the chapter's file alone."
                )
            if is_passed_over(path) or is_installed(path, marks):
                continue
            if what == "folder" and len(path.parts) < depth:
                waiting.append(path)
            refusal = "it is a folder" if what == "folder" else what.removeprefix("file")
            yield Entry(PurePosixPath(composed(str(path))), str(path), refusal)


def _listed(root: Path, below: PurePosixPath) -> Iterator[tuple[PurePosixPath, str]]:
    """Path and kind of what a folder holds; nothing if a folder further down may not be read."""
    try:
        with os.scandir(root / below) as found:
            for item in found:
                yield below / item.name, _kind(item.stat(follow_symlinks=False).st_mode)
    except OSError:
        if not below.parts:
            raise


def _open_below(root: Path, relative: PurePosixPath) -> int:
    """Open a file one step at a time, so that no folder on the way can be swapped for a link."""
    if os.open not in os.supports_dir_fd:
        return os.open(root / relative, _FLAGS)
    at = os.open(root, _FLAGS)
    for part in relative.parts:
        try:
            deeper = os.open(part, _FLAGS, dir_fd=at)
        finally:
            os.close(at)
        at = deeper
    return at


def _opened(descriptor: int, name: str) -> IO[bytes]:
    what = _kind(os.fstat(descriptor).st_mode)
    if what != "file":
        os.close(descriptor)
        raise refused(name, what.replace("folder", "it is a folder"))
    return os.fdopen(descriptor, "rb")


def _read(descriptor: int, limit: int, name: str) -> bytes:
    with _opened(descriptor, name) as stream:
        data = stream.read(min(limit, os.fstat(stream.fileno()).st_size) + 1)
    if len(data) > limit:
        raise refused(name, f"it is larger than {limit / 2**20:.3g} MiB")
    return data


def _kind(mode: int) -> str:
    if stat.S_ISREG(mode):
        return "file"
    if stat.S_ISDIR(mode):
        return "folder"
    return "it is a symbolic link" if stat.S_ISLNK(mode) else "it is a pipe, socket or device"


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, OSError) and error.errno in _REASONS:
        return _REASONS[error.errno]
    return "it cannot be opened under this name"
