"""``course_data/manifest.json``: each set, its licence, how it was made, and its files."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from autograder import atomic
from autograder.errors import KitError

FILE = "manifest.json"
_VERSION = 1
_PACKAGE = Path(__file__).resolve().parents[1]
_STAMP = re.compile(r'\{\s+"bytes": (\d+),\s+"sha256": "(\w+)"\s+\}')


@dataclass(frozen=True, slots=True)
class Stamp:
    """Size of a file, and the SHA-256 of its content in hexadecimal."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class DataSet:
    """One data set.

    Attributes:
        name: as on the command line, e.g. ``fashion``.
        title: one line for people.
        licence: SPDX name.
        made: the function, and for each split its arguments.
        counts: how many samples each split has.
        classes: their names, in the order of the labels.
        files: relative path (with ``/``) to stamp; empty if the set is made when asked for.
    """

    name: str
    title: str
    licence: str
    made: Mapping[str, Any]
    counts: Mapping[str, int]
    classes: tuple[str, ...]
    files: Mapping[str, Stamp] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(stamp.bytes for stamp in self.files.values())


def root() -> Path:
    """Return the folder ``course_data``: inside the installed package, or beside it in a clone."""
    packed = _PACKAGE / "_course_data"
    return packed if packed.is_dir() else _PACKAGE.parent / "course_data"


def load(root: Path) -> dict[str, DataSet]:
    """Read the manifest: name to data set, in its order.

    Raises:
        KitError: it is missing or damaged.
    """
    path = root / FILE
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["version"] != _VERSION:
            raise ValueError(f"version {content['version']}")
        return {name: _data_set(name, entry) for name, entry in content["sets"].items()}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise KitError(
            f"{path}: Expected the list of the kit's data, but it cannot be read ({error!r}). "
            "Restore it from the kit."
        ) from None


def write(root: Path, sets: tuple[DataSet, ...], versions: Mapping[str, str]) -> None:
    """Write the manifest of ``sets``, with the versions of the programs that drew them."""
    entries = {s.name: _entry(s) for s in sets}
    _save(root, {"version": _VERSION, "made_with": dict(versions), "sets": entries})


def put(root: Path, data_set: DataSet) -> None:
    """Add a set to the manifest under ``root``, or replace the one of its name."""
    load(root)  # refuses one that is damaged
    content = json.loads((root / FILE).read_text(encoding="utf-8"))
    content["sets"][data_set.name] = _entry(data_set)
    _save(root, content)


def _entry(data_set: DataSet) -> dict[str, Any]:
    return {key: value for key, value in asdict(data_set).items() if key != "name"}


def _save(root: Path, content: Mapping[str, Any]) -> None:
    text = json.dumps(content, indent=1, ensure_ascii=False)
    one_line_a_file = _STAMP.sub(r'{"bytes": \1, "sha256": "\2"}', text)
    atomic.write(root / FILE, one_line_a_file + "\n")
    (root / FILE).chmod(0o644)  # written for the owner alone; this one is for everybody


def stamps(root: Path, folder: Path) -> dict[str, Stamp]:
    """Stamp every file under ``folder``, by its path relative to ``root``."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): stamp(path) for path in files}


def stamp(path: Path) -> Stamp:
    """Return the size and checksum of a file; OSError when it cannot be read."""
    data = path.read_bytes()
    return Stamp(len(data), hashlib.sha256(data).hexdigest())


def problems(root: Path, sets: Mapping[str, DataSet]) -> Iterator[str]:
    """Compare the files under ``root`` with the manifest; one sentence for each that differs."""
    for data_set in sets.values():
        for name, expected in data_set.files.items():
            found = _difference(root / name, expected)
            if found:
                yield f"{root / name}: {found} Restore it from the kit."


def _difference(path: Path, expected: Stamp) -> str:
    try:
        got = stamp(path)
    except OSError as error:
        return f"Expected a file of {expected.bytes} bytes, but got: {error.strerror}."
    if got.bytes != expected.bytes:
        return f"Expected {expected.bytes} bytes, but got {got.bytes}."
    if got.sha256 != expected.sha256:
        return f"Expected sha256 {expected.sha256[:16]}…, but got {got.sha256[:16]}…."
    return ""


def _data_set(name: str, entry: Mapping[str, Any]) -> DataSet:
    files = {path: Stamp(**stamp) for path, stamp in entry["files"].items()}
    return DataSet(name, **{**entry, "files": files, "classes": tuple(entry["classes"])})
