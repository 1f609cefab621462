"""Unpack an untrusted zip: inside one folder, within bounds of size and number."""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from autograder.errors import UsageError
from autograder.text import one_line

_MOST_FILES = 20_000
_MOST_BYTES = 1 << 30
_PIECE = 1 << 20
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)


def unzip(path: Path, folder: Path, name: str) -> None:
    """Unpack ``path`` into ``folder``, without links and without what macOS adds.

    Args:
        path: the zip.
        folder: exists and is empty.
        name: what messages call the zip: its path, or the address it came from.

    Raises:
        UsageError: no zip (an error page of a web site is named as such), damaged, too large, or
            with names that lead out of ``folder``.
    """
    _refuse_other_files(path, name)
    try:
        with zipfile.ZipFile(path) as archive:
            _unpack(archive, folder, name)
    except OSError as error:
        reason = f"it cannot be read or unpacked: {error.strerror or error}"
        raise UsageError(f"{name}: Expected a zip, but {reason}.") from None
    except _BROKEN as error:
        raise UsageError(
            f"{name}: Expected a whole zip, but it is damaged ({one_line(str(error))}). "
            "Download it again."
        ) from None


def _refuse_other_files(path: Path, name: str) -> None:
    if not path.is_file():
        raise UsageError(
            f"{name}: Expected a zip or a folder, but there is none. Look at the path of --source."
        )
    if zipfile.is_zipfile(path):
        return
    with path.open("rb") as file:
        start = file.read(4096)
    if start.lstrip().lower().startswith((b"<!doctype", b"<html", b"<head")):
        title = re.search(rb"<title[^>]*>([^<]*)", start, re.IGNORECASE)
        text = f" titled {one_line(title[1].decode(errors='replace'), 80)!r}" if title else ""
        raise UsageError(
            f"{name}: Expected a zip, but got a web page{text}. The server sent an error or a "
            "login page: download the zip in a browser and give its path with --source."
        )
    raise UsageError(
        f"{name}: Expected a zip, but it starts with {start[:8]!r}. Download it again."
    )


def _unpack(archive: zipfile.ZipFile, folder: Path, name: str) -> None:
    left = _MOST_BYTES
    members = [info for info in archive.infolist() if not info.is_dir()]
    if len(members) > _MOST_FILES:
        raise UsageError(f"{name}: Expected at most {_MOST_FILES} files, but found {len(members)}.")
    for info in members:
        place = _place(info, name)
        if place.parts[0] == "__MACOSX":
            continue
        target = folder / place
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(info) as source, target.open("xb") as file:
            while piece := source.read(_PIECE):
                left -= len(piece)
                if left < 0:
                    most = _MOST_BYTES >> 20
                    raise UsageError(f"{name}: Expected at most {most} MiB, but it holds more.")
                file.write(piece)


def _place(info: zipfile.ZipInfo, name: str) -> PurePosixPath:
    place = PurePosixPath(info.filename.replace("\\", "/"))
    odd = place.is_absolute() or ".." in place.parts or ":" in info.filename or not place.parts
    if odd or stat.S_ISLNK(info.external_attr >> 16):
        raise UsageError(
            f"{name}: Expected files inside the zip, but {one_line(info.filename, 80)!r} is a link "
            "or leads out of it. Nothing was unpacked; get the zip from another place."
        )
    return place
