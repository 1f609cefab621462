"""The layer of identity: an unused user id, no privileges, no way to regain any."""

from __future__ import annotations

import os
from pathlib import Path

from autograder.sandbox import syscalls

_BASE = 0x7000_0000
_SMALL_BASE, _SMALL_COUNT = 64000, 1000


def unused_id() -> int | None:
    """Return a user id that no other process has, or None where this process may not choose one.

    Limits on processes count per user and do not bind root. Ids of processes that live at the same
    time differ, as they follow from the caller's process id.
    """
    if os.geteuid() != 0:
        return None
    spans = [line.split() for line in Path("/proc/self/uid_map").read_text("ascii").splitlines()]
    if any(int(first) <= _BASE < int(first) + int(count) - (1 << 23) for first, _, count in spans):
        return _BASE + os.getpid()
    return _SMALL_BASE + os.getpid() % _SMALL_COUNT


def enter(user: int | None) -> None:
    """Become ``user`` (None: stay who we are) with no capability and no way to regain one.

    Raises:
        OSError: this machine refuses.
    """
    syscalls.drop_bounding_set()
    if user is not None:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    syscalls.clear_capabilities()
    syscalls.prctl(syscalls.PR_SET_NO_NEW_PRIVS, 1)
    syscalls.prctl(syscalls.PR_SET_DUMPABLE, 1)  # or its own /proc/self would be root's
