"""Become an ordinary user, in a process that starts as root and runs a test's command."""

from __future__ import annotations

import os
from pathlib import Path

from autograder.sandbox import syscalls

USER = 12345


def become_ordinary(places: list[Path]) -> None:
    """Drop to a user of no privileges who can reach these folders, wherever they lie."""
    open_to_all(places)
    os.setgroups([])
    os.setresgid(USER, USER, USER)
    os.setresuid(USER, USER, USER)


def open_to_all(places: list[Path]) -> None:
    """Let every user reach these folders, as this process and its children see them."""
    os.umask(0o022)
    shut = {place: folder for place in places if (folder := closed(place))}
    if shut:
        syscalls.unshare(syscalls.CLONE_NEWNS)
        syscalls.mount("none", "/", flags=syscalls.MS_REC | syscalls.MS_PRIVATE)
    held = {place: os.open(place, os.O_PATH) for place in shut}
    for folder in set(shut.values()):
        syscalls.mount("tmpfs", os.fspath(folder), "tmpfs", 0, "mode=0755")
    for place, descriptor in held.items():
        place.mkdir(parents=True, exist_ok=True)
        syscalls.mount(f"/proc/self/fd/{descriptor}", os.fspath(place), flags=syscalls.MS_BIND)
        os.close(descriptor)


def closed(place: Path) -> Path | None:
    """The outermost folder on the way to ``place`` that others may not enter."""
    way = (*reversed(place.parents), place)
    return next((folder for folder in way if not folder.stat().st_mode & 0o001), None)
