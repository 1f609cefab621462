"""Read a zip in memory, without trusting its paths, sizes or flags."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from autograder.errors import UsageError
from autograder.submission.model import Limits
from autograder.submission.tree import Entry, composed, is_hidden, refuse_colliding_names
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

    Raises:
        UsageError: not a zip, encrypted, too many files, or paths that lead out of it.
    """

    def __init__(self, data: bytes, name: str, limits: Limits) -> None:
        self.name = name
        self._limits = limits
        self._left = limits.zip_total
        # Listing costs memory for each entry, before the library would let us count them.
        if data.count(_DIRECTORY_MARK) > 20 * limits.zip_members:
            raise _too_many(name, limits)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN:
            raise UsageError(
                f"{name}: Expected a zip file, but it is damaged or something else. "
                "Make it again, or hand in the .py or .ipynb file itself."
            ) from None
        self.entries = tuple(self._listed())
        if len(self.entries) > limits.zip_members:
            raise _too_many(name, limits)
        refuse_colliding_names(self.entries, name)

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

    def _listed(self) -> Iterator[Entry]:
        for number, info in enumerate(self._zip.infolist()):
            path = PurePosixPath(composed(info.filename.replace("\\", "/")))
            self._check_path(path, info)
            named = bool(info.filename)  # the library asks for the last letter of a name
            if named and not info.is_dir() and not is_hidden(path):
                yield Entry(path, str(number), _refusal(info))

    def _check_path(self, path: PurePosixPath, info: zipfile.ZipInfo) -> None:
        if path.is_absolute() or ".." in path.parts or ":" in info.filename:
            raise UsageError(
                f"{self.name}: Expected names inside the zip, but {one_line(info.filename, 80)!r} "
                "leads out of it. Make the zip again from the folder of your work."
            )


def _refusal(info: zipfile.ZipInfo) -> str:
    if info.flag_bits & 1:
        return "it is encrypted; make the zip again without a password"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "it is a symbolic link"
    if info.compress_type not in _METHODS:
        return "it is packed in an unusual way; make the zip again with another program"
    return ""


def _too_many(name: str, limits: Limits) -> UsageError:
    return UsageError(
        f"{name}: Expected at most {limits.zip_members} files in a zip, but found more. "
        "Put only the chapter's file in it."
    )
