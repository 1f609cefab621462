"""The common interface of a folder and a zip: a list of files, and a way to read one."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Protocol

from autograder.errors import UsageError
from autograder.submission.model import Limits, Problem
from autograder.text import one_line

# What code may read beside itself; pictures and documents are not carried along.
_DATA = {".json", ".csv", ".txt", ".toml", ".yaml", ".yml", ".npy", ".npz", ".pt", ".pth"}
_TAKEN = {"torch", "torchvision", "numpy", "autograder"}
_PLAIN = re.compile(r"[^\W_.][\w .()+-]{0,80}|_[\w .()+-]{0,80}")
_DEPTH = 6


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a folder or zip.

    Attributes:
        path: its place, relative to the folder or zip, in Unicode's composed form.
        key: what the tree knows it by: its name as stored, or its number in a zip.
        refusal: why it is not read, e.g. "it is a symbolic link"; empty for an ordinary file.
    """

    path: PurePosixPath
    key: str
    refusal: str = ""


class Tree(Protocol):
    """A folder or zip that has been listed, not read."""

    @property
    def name(self) -> str:
        """Display name."""
        ...

    @property
    def entries(self) -> Sequence[Entry]:
        """All files that are not hidden."""
        ...

    def read(self, entry: Entry, limit: int) -> bytes:
        """The bytes of one file; UsageError if it cannot be read or exceeds the limit."""
        ...


def composed(name: str) -> str:
    """A name as all systems can compare it: macOS stores accents apart from their letters."""
    return unicodedata.normalize("NFC", name)


def is_hidden(path: PurePosixPath) -> bool:
    """Whether an operating system or editor made this file, not the student."""
    return any(part.startswith(".") or part in ("__MACOSX", "__pycache__") for part in path.parts)


def is_used(path: PurePosixPath) -> bool:
    """Whether a file of this name could be the chapter's or carried along with it."""
    return path.suffix.lower() in (_DATA | {".py", ".ipynb"})


def refuse_colliding_names(entries: Iterable[Entry], where: str) -> None:
    """Refuse names that some system would take for one another.

    Raises:
        UsageError: two used files have the same name but for case or accents' encoding.
    """
    seen: dict[str, Entry] = {}
    for entry in entries:
        if not is_used(entry.path):
            continue
        twin = seen.setdefault(str(entry.path).casefold(), entry)
        if twin is not entry:
            names = " and ".join(repr(one_line(str(e.path), 80)) for e in (twin, entry))
            raise UsageError(f"{where}: Expected every file once, but found {names}. Keep one.")


def companions(
    tree: Tree, main: Entry, limits: Limits
) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
    """Modules and small data files that lie beside the chapter's file or below it.

    Returns:
        Contents by path relative to the chapter's file, and what was left out.
    """
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    left = limits.companion_total
    for entry, path in _beside(tree.entries, main):
        try:
            _refuse_companion(path, len(files), limits)
            data = tree.read(entry, min(limits.companion_bytes, left))
        except UsageError as error:
            problems.append(Problem(one_line(path, 80), f"This file was left out: {error}"))
        else:
            files[path] = data
            left -= len(data)
    return files, tuple(problems[: limits.problems])


def _refuse_companion(path: str, already: int, limits: Limits) -> None:
    if already >= limits.zip_members:
        raise UsageError(f"There are more than {limits.zip_members} files.")
    top = PurePosixPath(path).parts[0].removesuffix(".py")
    if path.endswith(".py") and top in sys.stdlib_module_names | _TAKEN:
        raise UsageError(f"It would hide Python's own module {top!r}. Give it another name.")


def _beside(entries: Iterable[Entry], main: Entry) -> list[tuple[Entry, str]]:
    """Files to carry along, modules first."""
    folder = main.path.parent
    found = [
        (entry, entry.path.relative_to(folder))
        for entry in entries
        if entry is not main and entry.path.is_relative_to(folder) and not entry.refusal
    ]
    usable = [
        (entry, str(path))
        for entry, path in found
        if (path.suffix == ".py" or path.suffix.lower() in _DATA)
        and len(path.parts) <= _DEPTH
        and all(_PLAIN.fullmatch(part) for part in path.parts)
    ]
    return sorted(usable, key=lambda pair: (not pair[1].endswith(".py"), pair[1]))
