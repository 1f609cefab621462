"""The common interface of a folder and a zip: a list of files, and a way to read one."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Protocol

from autograder.errors import UsageError
from autograder.submission.model import Limits, Problem
from autograder.text import one_line

# What code may read beside itself; pictures and documents are not carried along.
_DATA = {".json", ".csv", ".txt", ".toml", ".yaml", ".yml", ".npy", ".npz", ".pt", ".pth"}
_TAKEN = {"torch", "torchvision", "numpy", "autograder"}
_PLAIN = re.compile(r"[^\W_.][\w .()+-]{0,80}|_[\w .()+-]{0,80}")
_DEPTH = 6
_MADE = {"__MACOSX", "__pycache__", "site-packages", "dist-packages", "node_modules"}
_ENVIRONMENT = {"bin", "Scripts", "include", "Include", "lib", "lib64", "Lib", "share", "etc"}
MARK = "pyvenv.cfg"


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

    def open(self, entry: Entry) -> IO[bytes]:
        """One file, opened to be read from any place; UsageError if it cannot be read."""
        ...


def composed(name: str) -> str:
    """A name as all systems can compare it: macOS stores accents apart from their letters."""
    return unicodedata.normalize("NFC", name)


def is_passed_over(path: PurePosixPath) -> bool:
    """Whether a program made this file or folder, not the student: it is neither read nor counted.

    Hidden files, what macOS and Python leave behind, and installed packages are.
    """
    return any(part.startswith(".") or part in _MADE for part in path.parts)


def is_installed(path: PurePosixPath, environments: Collection[PurePosixPath]) -> bool:
    """Whether a file lies in the folders that Python keeps in a virtual environment.

    Args:
        path: the file, or folder.
        environments: folders in which a file ``MARK`` of them lies.
    """
    for folder, below in zip(path.parents, reversed(path.parts), strict=False):
        if below in _ENVIRONMENT and folder in environments:
            return True
    return False


def _refuse_colliding_names(paths: Iterable[str], where: str) -> None:
    """Refuse files that are used together and that some system would take for one another."""
    seen: dict[str, str] = {}
    for path in paths:
        if twin := seen.get(path.casefold()):
            names = " and ".join(repr(one_line(name, 80)) for name in (twin, path))
            raise UsageError(f"{where}: Expected every file once, but found {names}. Keep one.")
        seen[path.casefold()] = path


def companions(
    tree: Tree, main: Entry, limits: Limits
) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
    """Modules and small data files that lie beside the chapter's file or below it.

    Returns:
        Contents by path relative to the chapter's file, and what was left out.

    Raises:
        UsageError: two of them have the same name but for case or accents' encoding.
    """
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    left = limits.companion_total
    beside = _beside(tree.entries, main)
    _refuse_colliding_names((path for _, path in beside), tree.name)
    for entry, path in beside:
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
    if already >= limits.companions:
        raise UsageError(f"There are more than {limits.companions} files.")
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
        and str(path).casefold() != main.path.name.casefold()
        and not any(part.lower().endswith(".zip") for part in path.parts[:-1])
    ]
    return sorted(usable, key=lambda pair: (not pair[1].endswith(".py"), pair[1]))
