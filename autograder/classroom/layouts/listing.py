"""List a level of a download, on disk or in a zip, as cheaply as recognising a layout allows."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Protocol

from autograder.classroom.layouts.upload import Top
from autograder.errors import UsageError
from autograder.submission import files
from autograder.submission.tree import Tree, is_passed_over

TEXT_BYTES = 8 << 20
HERE = PurePosixPath()


class Listing(Protocol):
    """What lies in each folder of a download; hidden files and an editor's are left out."""

    @property
    def name(self) -> str:
        """The name of the folder or zip, without an ending."""
        ...

    def tops(self, base: PurePosixPath = HERE) -> Sequence[Top]:
        """List a folder, ordered by name.

        Raises:
            UsageError: it cannot be listed.
        """
        ...

    def text(self, path: PurePosixPath) -> str:
        """Read a small text file; empty if it cannot be read."""
        ...


@dataclass(frozen=True)
class FolderListing:
    """A folder; links are listed as files, and nothing behind them is."""

    root: Path

    @property
    def name(self) -> str:
        """See ``Listing``."""
        return self.root.resolve().name

    def tops(self, base: PurePosixPath = HERE) -> Sequence[Top]:
        """See ``Listing``."""
        folder = self.root / base
        try:
            with os.scandir(folder) as found:
                tops = [_top(one) for one in found if not is_passed_over(PurePosixPath(one.name))]
        except OSError as error:
            raise UsageError(
                f"{folder}: Expected a folder that can be read, but got: {error.strerror}. "
                "Change its permissions."
            ) from error
        return sorted(tops, key=lambda top: top.name)

    def text(self, path: PurePosixPath) -> str:
        """See ``Listing``."""
        try:
            data = files.read_file(self.root / path, TEXT_BYTES, path.name)
        except UsageError:
            return ""
        return data.decode("utf-8", "replace")


@dataclass(frozen=True)
class TreeListing:
    """What was listed already, such as a zip."""

    tree: Tree
    name: str

    def tops(self, base: PurePosixPath = HERE) -> Sequence[Top]:
        """See ``Listing``."""
        return [
            Top(name, is_folder) for name, is_folder in sorted(self._levels.get(base, {}).items())
        ]

    def text(self, path: PurePosixPath) -> str:
        """See ``Listing``."""
        entry = next((one for one in self.tree.entries if one.path == path), None)
        try:
            data = self.tree.read(entry, TEXT_BYTES) if entry else b""
        except UsageError:
            return ""
        return data.decode("utf-8", "replace")

    @cached_property
    def _levels(self) -> dict[PurePosixPath, dict[str, bool]]:
        """For each folder, the names in it, and whether they are folders."""
        levels: dict[PurePosixPath, dict[str, bool]] = {}
        for entry in self.tree.entries:
            is_folder = False
            for path in (entry.path, *entry.path.parents[:-1]):
                level = levels.setdefault(path.parent, {})
                if level.get(path.name):
                    break
                level[path.name] = is_folder
                is_folder = True
        return levels


def _top(found: os.DirEntry[str]) -> Top:
    is_folder = found.is_dir(follow_symlinks=False)
    is_clone = is_folder and os.path.lexists(Path(found, ".git"))
    return Top(found.name, is_folder, is_clone, is_link=found.is_symlink())
