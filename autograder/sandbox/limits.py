"""The layer of limits on resources, which every machine but Windows has."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from autograder.sandbox.policy import Limits

if sys.platform != "win32":
    import resource

_STACK = 64 << 20


def mapped_memory() -> int:
    """Return how many bytes of private memory this process has, counted as RLIMIT_DATA does."""
    try:
        fields = Path("/proc/self/statm").read_text("ascii").split()
    except OSError:
        return 0
    return int(fields[5]) * resource.getpagesize()


def machine_tasks() -> int:
    """Return the number of processes and threads on the machine, an upper bound of one user's."""
    try:
        return int(Path("/proc/loadavg").read_text("ascii").split()[3].split("/")[1])
    except OSError:
        return 4096


def enter(limits: Limits, *, mapped: int, tasks: int) -> None:
    """Bind this process, and all it starts, to ``limits``.

    Args:
        limits: the bounds.
        mapped: bytes this process has already; memory is counted on top of them.
        tasks: tasks that already count against this user, 0 where it has a user of its own.
    """
    _bound(resource.RLIMIT_CORE, 1)  # no file, and, unlike 0, no core for a program to catch
    _bound(resource.RLIMIT_STACK, _STACK, hard=False)
    _bound(resource.RLIMIT_CPU, limits.cpu_seconds)
    _bound(resource.RLIMIT_FSIZE, limits.file_size)
    _bound(resource.RLIMIT_NOFILE, limits.open_files)
    if limits.memory is not None:
        _bound(resource.RLIMIT_DATA, mapped + limits.memory)
    if limits.processes is not None:
        _bound(resource.RLIMIT_NPROC, tasks + limits.processes)
    if limits.nice:
        os.nice(limits.nice)
    _prefer_for_oom_kill()


def _bound(kind: int, value: int | None, *, hard: bool = True) -> None:
    """Lower one limit, never past what the process was started with."""
    if value is None:
        return
    _, ceiling = resource.getrlimit(kind)
    if ceiling != resource.RLIM_INFINITY:
        value = min(value, ceiling)
    resource.setrlimit(kind, (value, value if hard else ceiling))


def _prefer_for_oom_kill() -> None:
    """Ask the kernel to kill this process first when the machine runs out of memory."""
    try:
        Path("/proc/self/oom_score_adj").write_text("1000", "ascii")
    except OSError:
        return
