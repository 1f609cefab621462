"""The reaper, parent of a student process: waits for it, kills its descendants, reports its end.

It is trusted and tiny. It holds the connection to the grader: when the grader closes its side, or
dies, the student's processes are killed; when the student process ends, its raw wait status is
sent. Student code can neither see it (another pid namespace, where there is one) nor signal it.
"""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import signal
import socket
import time
from pathlib import Path

from autograder.sandbox import channel, memory, priority, syscalls
from autograder.sandbox.policy import Limits

_CLEAN_UP_SECONDS = 3.0
_LOOK_SECONDS = 0.25  # a process may fill some 500 MB in this time


def adopt_orphans() -> None:
    """Become the parent of every descendant whose own parent dies."""
    syscalls.prctl(syscalls.PR_SET_CHILD_SUBREAPER, 1)


def supervise(connection: socket.socket, pid: int, scratch: Path | None, limits: Limits) -> None:
    """Watch the student process until its end, clean up, and report.

    Args:
        connection: to the grader; readable means: end the student process.
        pid: the student process, a child of this one and leader of its own process group.
        scratch: a folder to remove afterwards.
        limits: of the memory that it and all it starts may hold together, else they are killed; and
            the niceness from which they step back, the more they are.
    """
    events = [os.pidfd_open(pid), connection.fileno()]
    too_large = False
    while not (too_large or select.select(events, [], [], _LOOK_SECONDS)[0]):
        priority.step_back(os.getpid(), pid, limits.nice)
        too_large = limits.memory is not None and memory.is_over(limits.memory, os.getpid())
    report = {**_end_all(pid), "too_large": too_large}
    if scratch is not None:
        shutil.rmtree(scratch, ignore_errors=True)
    with contextlib.suppress(OSError):
        channel.send(connection, report)


def _end_all(pid: int) -> dict[str, float]:
    """Kill the student process and all its descendants; returns how it ended."""
    report: dict[str, float] = {"status": signal.SIGKILL, "cpu_seconds": 0.0, "peak_memory": 0}
    deadline = time.monotonic() + _CLEAN_UP_SECONDS
    while time.monotonic() < deadline:
        _kill_children(pid)
        try:
            ended, status, used = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:
            break
        if ended == pid:
            seconds = round(used.ru_utime + used.ru_stime, 3)
            peak = used.ru_maxrss * 1024
            report = {"status": status, "cpu_seconds": seconds, "peak_memory": peak}
        elif ended == 0:
            time.sleep(0.001)
    return report


def _kill_children(pid: int) -> None:
    """Send SIGKILL to the student's process group and to every child of this process."""
    with contextlib.suppress(OSError):
        os.killpg(pid, signal.SIGKILL)
    own = os.getpid()
    with contextlib.suppress(OSError):
        for child in Path(f"/proc/self/task/{own}/children").read_text("ascii").split():
            with contextlib.suppress(OSError):
                os.kill(int(child), signal.SIGKILL)
