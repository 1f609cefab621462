"""Limit on the time that a request takes: processor time first, wall time behind it.

On a busy machine a process waits for its turn, and the same code takes several times as long.
Processor time is what the code itself asks for, whoever else is there. Code that sleeps, or waits
for a process of its own, uses none: wall time ends that, later. Time in which it was ready to go on
and had no processor is not held against it, but for code that keeps itself waiting.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from autograder.sandbox.policy import PATIENCE

_PER_PROCESS = 2  # CPUCLOCK_SCHED of Linux: the time of all threads of a process
_LONGEST = 4 * PATIENCE  # seconds of wall time that count as one, whatever the reason


@dataclass(frozen=True, slots=True)
class Times:
    """What a process has had of the processors so far.

    Attributes:
        used: seconds of processor time, by all its threads.
        waited: seconds in which its first thread was ready to run and had to wait for its turn.
    """

    used: float
    waited: float


class TimeLimit:
    """So many seconds of a process's own time, or `PATIENCE` times as many by the clock.

    Args:
        seconds: how many, from now on.
        times: of the process so far; None where they cannot be told, as of one that is gone. If
            they never could, wall time counts in full.
    """

    def __init__(self, seconds: float, times: Callable[[], Times | None]) -> None:
        self._seconds = seconds
        self._times = times
        self._began, self._before = time.monotonic(), times()
        self._last = self._before

    def spent(self) -> float:
        """Seconds that count until now."""
        wall = time.monotonic() - self._began
        self._last = self._times() or self._last
        if self._before is None or self._last is None:
            return wall
        used = self._last.used - self._before.used
        waited = self._last.waited - self._before.waited
        return max(used, (wall - waited) / PATIENCE, wall / _LONGEST)

    @property
    def is_used(self) -> bool:
        """Whether the process used all of it by itself, as it would again on any machine."""
        if self._before is None or self._last is None:
            return False
        return self._last.used - self._before.used >= self._seconds

    def left(self) -> float:
        """Seconds until the limit, at the earliest; negative once it is passed."""
        return self._seconds - self.spent()


def times(pid: int) -> Times | None:
    """Tell what a process has had of the processors.

    Returns:
        None where the process is gone, or the system is not Linux.
    """
    if sys.platform != "linux":
        return None
    try:
        used = time.clock_gettime((~pid << 3) | _PER_PROCESS)  # as clock_getcpuclockid(3) makes it
    except OSError:
        return None
    return Times(used, _waited(pid))


def _waited(pid: int) -> float:
    """Return the seconds on a run queue; 0 where the kernel does not count them."""
    try:
        file = os.open(f"/proc/{pid}/schedstat", os.O_RDONLY)  # a few times for every request:
    except OSError:  # a Path would take four times as long
        return 0.0
    try:
        return int(os.read(file, 100).split()[1]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0
    finally:
        os.close(file)
