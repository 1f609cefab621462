"""The layer of files: a root with what a student process needs, read-only, and a scratch folder."""

from __future__ import annotations

import os
from pathlib import Path

from autograder.sandbox import paths, syscalls
from autograder.sandbox.paths import Readable, within
from autograder.sandbox.policy import Policy

SCRATCH = Path("/scratch")
_SHARED_MEMORY = "/dev/shm"
_STAGE = "/tmp"
_OLD, _NEW = "/old", "/new"
_SAFE = syscalls.MS_NOSUID | syscalls.MS_NODEV
_MOST_FILES = 20_000


def enter(policy: Policy, user: int) -> None:
    """Replace this process's root by a small read-only tree; it must be in namespaces of its own.

    Args:
        policy: what else is readable, and how large the scratch folder may get.
        user: who owns the scratch folder, `SCRATCH`.

    Raises:
        OSError: this machine refuses.
    """
    readable = paths.readable(policy.gpu)
    devices = paths.devices(policy.gpu)
    _enter_empty_root()
    _show(readable, policy.read_paths)
    _prepare(devices, user)
    syscalls.set_mount_flags(_NEW, syscalls.MS_RDONLY | _SAFE)
    _open(devices, policy, user)
    syscalls.detach(_OLD)
    os.chdir(_NEW)
    syscalls.pivot_root(".", ".")
    syscalls.detach(".")
    os.chdir("/")


def _enter_empty_root() -> None:
    """Make an empty tree the root, with the old root at `_OLD` and the future one at `_NEW`."""
    syscalls.mount("tmpfs", _STAGE, "tmpfs", _SAFE, "mode=0755")
    Path(_STAGE + _OLD).mkdir()
    Path(_STAGE + _NEW).mkdir()
    syscalls.pivot_root(_STAGE, _STAGE + _OLD)
    os.chdir("/")
    syscalls.mount("tmpfs", _NEW, "tmpfs", _SAFE, "mode=0755")


def _show(readable: Readable, extra: tuple[str, ...]) -> None:
    """Bind what may be read, with an empty folder over what may not."""
    inside = [place for place in readable.places if within(place, readable.hidden)]
    for place in readable.places:
        if place not in inside:
            _bind(place)
    if any(within(readable.hidden, place) for place in readable.places):
        syscalls.mount("tmpfs", _NEW + readable.hidden, "tmpfs", _SAFE, "mode=0755")
    for place in (*inside, *extra):
        _bind(place)
    for name, real in readable.links:
        Path(_NEW + name).parent.mkdir(parents=True, exist_ok=True)
        Path(_NEW + name).symlink_to(real)


def _prepare(devices: tuple[str, ...], user: int) -> None:
    """Make the folders and links of the tree itself, while it can be written."""
    for folder in ("/proc", _SHARED_MEMORY, os.fspath(SCRATCH)):
        Path(_NEW + folder).mkdir(parents=True)
    for device in devices:
        _create(device)
    for name, target in (("fd", ""), ("stdin", "/0"), ("stdout", "/1"), ("stderr", "/2")):
        Path(f"{_NEW}/dev/{name}").symlink_to("/proc/self/fd" + target)
    if not Path(_NEW + _STAGE).exists():
        Path(_NEW + _STAGE).symlink_to(SCRATCH)
    etc = Path(_NEW + "/etc")
    etc.mkdir(exist_ok=True)
    (etc / "passwd").write_text(f"student:x:{user}:{user}::{SCRATCH}:/bin/false\n", "ascii")
    (etc / "group").write_text(f"student:x:{user}:\n", "ascii")


def _open(devices: tuple[str, ...], policy: Policy, user: int) -> None:
    """Mount what stays writable into the tree."""
    for device in devices:
        syscalls.mount(_OLD + device, _NEW + device, flags=syscalls.MS_BIND)
    safe = _SAFE | syscalls.MS_NOEXEC
    owner = f"uid={user},gid={user},mode=0700"
    options = f"size={policy.limits.scratch},nr_inodes={_MOST_FILES},{owner}"
    for folder in (os.fspath(SCRATCH), _SHARED_MEMORY):
        syscalls.mount("tmpfs", _NEW + folder, "tmpfs", safe, options)
    try:
        syscalls.mount("proc", _NEW + "/proc", "proc", safe)
    except OSError:
        return  # some containers forbid it; an empty /proc is no loss for the sandbox


def _bind(place: str) -> None:
    """Show ``place``, with the mounts below it, in the new tree."""
    _create(place, folder=os.path.isdir(_OLD + place))
    syscalls.mount(_OLD + place, _NEW + place, flags=syscalls.MS_BIND | syscalls.MS_REC)


def _create(place: str, *, folder: bool = False) -> None:
    """Make an empty folder or file to mount something on."""
    target = Path(_NEW + place)
    if folder:
        target.mkdir(parents=True, exist_ok=True)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.touch()
