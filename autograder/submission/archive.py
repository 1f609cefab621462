"""Read a zip without unpacking it to disk, and without trusting its paths, sizes or flags."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO

from autograder.errors import UsageError
from autograder.submission.model import Limits
from autograder.submission.tree import MARK, Entry, composed, is_installed, is_passed_over
from autograder.text import one_line

_DIRECTORY_MARK = b"PK\x01\x02"
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_SMALL = 1 << 20
_BROKEN = (
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    OSError,
    EOFError,
    ValueError,
    LookupError,
    OverflowError,
    zlib.error,
)


class Zip:
    """A zip's files; see ``tree.Tree``.

    Args:
        source: its bytes, or a stream of them, which stays the caller's to close.
        name: its display name.
        limits: upper bounds.

    Raises:
        UsageError: not a zip, or too many files.
    """

    def __init__(self, source: bytes | IO[bytes], name: str, limits: Limits) -> None:
        self.name = name
        self._limits = limits
        self._left = limits.zip_total
        self._nested = limits.zip_nested
        stream = io.BytesIO(source) if isinstance(source, bytes) else source
        try:
            self._zip = zipfile.ZipFile(_Listed(stream, name, limits))
        except _BROKEN:
            raise UsageError(
                f"{name}: Expected a zip file, but it is damaged or something else. "
                "Make it again, or hand in the .py or .ipynb file itself."
            ) from None
        self._zip.fp = stream
        self.entries = tuple(self._entries())

    def read(self, entry: Entry, limit: int) -> bytes:
        """See ``tree.Tree``; what is unpacked counts, not what the zip says about it."""
        name = one_line(f"{self.name}/{entry.path}")
        if entry.refusal:
            raise UsageError(f"{name}: Expected a file to read, but {entry.refusal}.")
        info = self._zip.infolist()[int(entry.key)]
        try:
            with self._zip.open(info) as stream:
                data = stream.read(min(limit, self._left) + 1)
        except _BROKEN:
            raise UsageError(
                f"{name}: Expected a file, but the zip is damaged there. Make the zip again."
            ) from None
        self._left -= len(data)
        if len(data) > limit or self._left < 0:
            raise UsageError(f"{name}: Expected at most {limit / 2**20:.3g} MiB, but found more.")
        if len(data) > max(_SMALL, self._limits.zip_ratio * info.compress_size):
            raise UsageError(
                f"{name}: Expected an ordinary file, but it grows more than "
                f"{self._limits.zip_ratio} times when unpacked. Clear the notebook's outputs."
            )
        return data

    def open(self, entry: Entry) -> IO[bytes]:
        """See ``tree.Tree``; the file is unpacked in memory, of which all of them share some."""
        data = self.read(entry, self._nested)
        self._nested -= len(data)
        return io.BytesIO(data)

    def _entries(self) -> Iterator[Entry]:
        paths = [composed(info.filename.replace("\\", "/")) for info in self._zip.infolist()]
        marks = {PurePosixPath(path).parent for path in paths if path.endswith(MARK)}
        for number, (info, stored) in enumerate(zip(self._zip.infolist(), paths, strict=True)):
            inside = [part for part in PurePosixPath(stored).parts if part not in ("/", "..")]
            path = PurePosixPath(*inside)
            is_file = bool(info.filename) and not info.is_dir()  # which asks for its last letter
            if is_file and not is_passed_over(path) and not is_installed(path, marks):
                yield Entry(path, str(number), _refusal(info, stored))


class _Listed:
    """A zip while its directory is read, which costs memory for each entry before one can count."""

    def __init__(self, stream: IO[bytes], name: str, limits: Limits) -> None:
        self.seek, self.tell, self.seekable = stream.seek, stream.tell, stream.seekable
        self._stream, self._name, self._limits = stream, name, limits

    def read(self, size: int = -1) -> bytes:
        """Read at most as much as a directory may have."""
        most = self._limits.zip_directory
        data = self._stream.read(most if size < 0 else min(size, most))
        if data.count(_DIRECTORY_MARK) > self._limits.zip_members:
            raise UsageError(
                f"{self._name}: Expected at most {self._limits.zip_members} files in a zip, "
                "but found more. Put only the chapter's file in it."
            )
        return data


def _refusal(info: zipfile.ZipInfo, stored: str) -> str:
    path = PurePosixPath(stored)
    if path.is_absolute() or ".." in path.parts or ":" in stored:
        return "its name leads out of the zip; make the zip again from the folder of your work"
    if info.flag_bits & 1:
        return "it is encrypted; make the zip again without a password"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "it is a symbolic link"
    if info.compress_type not in _METHODS:
        return "it is packed in an unusual way; make the zip again with another program"
    return ""
