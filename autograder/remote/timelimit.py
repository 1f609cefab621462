"""Limit on the time that a request takes: processor time first, wall time behind it.

On a busy machine a process waits for its turn, and the same code takes several times as long.
Processor time is what the code itself asks for, whoever else is there. Code that sleeps, or waits
for a process of its own, uses none: wall time ends that, later.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from autograder.sandbox.policy import PATIENCE

_PER_PROCESS = 2  # CPUCLOCK_SCHED of Linux: the time of all threads of a process


class TimeLimit:
    """So many seconds of a process's own time, or `PATIENCE` times as many by the clock.

    Args:
        seconds: how many, from now on.
        processor_time: of the process so far, in seconds; None where that cannot be told, and wall
            time counts in full.
    """

    def __init__(self, seconds: float, processor_time: Callable[[], float | None]) -> None:
        self._seconds = seconds
        self._processor_time = processor_time
        self._began, self._used = time.monotonic(), processor_time()

    def spent(self) -> float:
        """Seconds that count until now."""
        wall, used = time.monotonic() - self._began, self._processor_time()
        if used is None or self._used is None:
            return wall
        return max(used - self._used, wall / PATIENCE)

    def left(self) -> float:
        """Seconds until the limit, at the earliest; negative once it is passed."""
        return self._seconds - self.spent()


def processor_time(pid: int) -> float | None:
    """Seconds of processor time that all threads of a process have used.

    Returns:
        None where the process is gone, or the system is not Linux.
    """
    if sys.platform != "linux":
        return None
    try:
        return time.clock_gettime((~pid << 3) | _PER_PROCESS)  # as clock_getcpuclockid(3) makes it
    except OSError:
        return None
