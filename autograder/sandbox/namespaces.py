"""The layer of namespaces: no other process, no network, no shared memory of others, own mounts."""

from __future__ import annotations

import os
from pathlib import Path

from autograder.sandbox import syscalls

INNER_ID = 64000
"""User and group id of an ordinary user's student process inside its user namespace."""

_KINDS = (
    syscalls.CLONE_NEWNS | syscalls.CLONE_NEWNET | syscalls.CLONE_NEWIPC | syscalls.CLONE_NEWUTS
)


def prepare() -> None:
    """Let the next child of this process be the first in a new pid namespace.

    When that child ends, the kernel kills everything it started. An ordinary user may do this
    inside a user namespace of their own, which this process enters.

    Raises:
        OSError: this machine refuses.
    """
    user, group = os.geteuid(), os.getegid()
    if user == 0:
        syscalls.unshare(syscalls.CLONE_NEWPID)
        return
    syscalls.unshare(syscalls.CLONE_NEWUSER | syscalls.CLONE_NEWPID)
    Path("/proc/self/setgroups").write_text("deny", "ascii")
    Path("/proc/self/uid_map").write_text(f"{INNER_ID} {user} 1", "ascii")
    Path("/proc/self/gid_map").write_text(f"{INNER_ID} {group} 1", "ascii")


def enter() -> None:
    """Move this process, that child, into all other namespaces.

    Raises:
        OSError: this machine refuses.
    """
    syscalls.unshare(_KINDS)
    syscalls.mount("none", "/", flags=syscalls.MS_REC | syscalls.MS_PRIVATE)
