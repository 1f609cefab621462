"""The layer of Landlock: the same files as the layer *files*, as rules; needs no namespaces."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from autograder.sandbox import paths, syscalls
from autograder.sandbox.policy import Policy

with suppress(ImportError):  # a package for Linux only
    from landlock import FSAccess, Ruleset

_NR_CREATE_RULESET = 444
_NR_ADD_RULE = 445
_NR_RESTRICT_SELF = 446
_BELOW_A_PATH = 1
_REFER = 1 << 13
_BIND_TCP, _CONNECT_TCP = 1, 2
_SCOPE_ABSTRACT_SOCKETS, _SCOPE_SIGNALS = 1, 2
_PROC = (
    *("/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/proc/loadavg", "/proc/uptime"),
    *("/proc/version", "/proc/self/stat", "/proc/self/statm", "/proc/self/status"),
)


class _Attributes(ctypes.Structure):
    """``struct landlock_ruleset_attr`` with the fields the PyPI package has no name for."""

    _fields_ = (
        ("files", ctypes.c_uint64),
        ("network", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    )


class _Below(ctypes.Structure):
    """``struct landlock_path_beneath_attr``."""

    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


def abi() -> int:
    """Return the kernel's Landlock version; raises OSError where there is none."""
    return syscalls.syscall(_NR_CREATE_RULESET, 0, 0, 1)


def scopes_signals() -> bool:
    """Whether Landlock can keep a process from signalling others (Linux 6.12)."""
    return abi() >= 6


def enter(policy: Policy, scratch: Path, *, own_view: bool) -> None:
    """Restrict this process to reading what the policy allows and writing to ``scratch``.

    Args:
        policy: what else is readable.
        scratch: where everything but starting programs is allowed.
        own_view: whether the file system shows only what may be read anyway.

    Raises:
        OSError: this machine refuses.
    """
    ctypes.set_errno(0)  # the package takes an old error for its own
    read = FSAccess.READ_FILE | FSAccess.READ_DIR
    change = FSAccess.all() & ~(FSAccess.EXECUTE | FSAccess.MAKE_CHAR | FSAccess.MAKE_BLOCK)
    use = FSAccess.all_file() & ~FSAccess.EXECUTE
    rules = Ruleset()
    folders, files = _split(["/"] if own_view else _readable(policy))
    rules.allow(*folders, rules=read)
    rules.allow(*files, rules=FSAccess.READ_FILE)
    rules.allow(*paths.devices(policy.gpu), rules=use)
    rules.allow(*_split([os.fspath(scratch), "/dev/shm"])[0], rules=change)
    rules.apply()
    os.close(rules._fd)
    _restrict_the_rest()


def _readable(policy: Policy) -> Iterable[str]:
    found = paths.readable(policy.gpu)
    for place in found.places:
        if paths.within(found.hidden, place):
            yield from paths.entries_around(place, found.hidden)
        else:
            yield place
    yield from policy.read_paths
    yield from _PROC


def _split(places: Iterable[str]) -> tuple[list[str], list[str]]:
    """Tell folders from files; what does not exist is left out."""
    there = [place for place in places if os.path.exists(place)]
    return [p for p in there if os.path.isdir(p)], [p for p in there if not os.path.isdir(p)]


def _restrict_the_rest() -> None:
    """Refuse TCP, others' abstract sockets and signals to others, as far as the kernel can."""
    version = abi()
    if version < 4:
        return
    scoped = _SCOPE_ABSTRACT_SOCKETS | _SCOPE_SIGNALS if version >= 6 else 0
    # Every set of rules refuses to move files between folders unless it says otherwise.
    attributes = _Attributes(files=_REFER, network=_BIND_TCP | _CONNECT_TCP, scoped=scoped)
    size = ctypes.sizeof(attributes) if version >= 6 else 16
    rules = syscalls.syscall(_NR_CREATE_RULESET, ctypes.byref(attributes), size, 0)
    root = os.open("/", os.O_PATH)
    try:
        below = _Below(allowed=_REFER, parent=root)
        syscalls.syscall(_NR_ADD_RULE, rules, _BELOW_A_PATH, ctypes.byref(below), 0)
        syscalls.prctl(syscalls.PR_SET_NO_NEW_PRIVS, 1)
        syscalls.syscall(_NR_RESTRICT_SELF, rules, 0)
    finally:
        os.close(root)
        os.close(rules)
