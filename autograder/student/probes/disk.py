"""A disk that lists folders in an order of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from autograder.student.probes.undo import replace


class _Listing:
    """What ``os.scandir`` gives, from Z to A."""

    def __init__(self, entries: list[os.DirEntry[Any]]) -> None:
        self._entries = iter(sorted(entries, key=lambda entry: entry.name, reverse=True))

    def __iter__(self) -> Iterator[os.DirEntry[Any]]:
        return self._entries

    def __next__(self) -> os.DirEntry[Any]:
        return next(self._entries)

    def __enter__(self) -> _Listing:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """The folder was closed when its list was made."""


def pretend_disk_order() -> None:
    """Let folders list what is in them from Z to A, until the check ends.

    Disks list it in an order of their own. Here it is always the wrong one, and always the same.
    """
    listdir, scandir = os.listdir, os.scandir

    def listing(*args: Any, **kwargs: Any) -> _Listing:
        with scandir(*args, **kwargs) as entries:
            return _Listing(list(entries))

    replace(os, "listdir", lambda *args, **kwargs: sorted(listdir(*args, **kwargs), reverse=True))
    replace(os, "scandir", listing)
