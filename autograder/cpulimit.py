"""Limit the processor time that a block of the grader's own code takes.

Replies and files of students are bounded, and what meets them is written to take time in
proportion. Where it does not, this ends it: first by an exception, then, where the interpreter
never comes to raise it, by the kernel, which kills the process.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil
from types import FrameType
from typing import NoReturn

if sys.platform != "win32":
    import resource

_GRACE = 10.0  # seconds of processor time from the exception to the kernel's signal
_AGAIN = 1.0  # seconds after which it is raised anew, where code has caught it and goes on


@contextmanager
def cpu_limit(seconds: float, error: Exception) -> Iterator[None]:
    """Raise ``error`` in this block once the process has used so many more seconds in it.

    Ten seconds later the kernel ends the process (SIGXCPU); in another thread than the main one,
    where no exception can be raised, that is all. On Windows nothing is limited. Time in which the
    process waits for another one does not count.

    Args:
        seconds: of processor time, by all threads of this process.
        error: may be raised more than once.
    """
    if sys.platform == "win32":
        yield
        return
    with _killed_after(seconds + _GRACE), _raised_after(seconds, error):
        yield


@contextmanager
def _killed_after(seconds: float) -> Iterator[None]:
    used = resource.getrusage(resource.RUSAGE_SELF)
    before, hard = resource.getrlimit(resource.RLIMIT_CPU)
    there = [limit for limit in (before, hard) if limit != resource.RLIM_INFINITY]
    wanted = ceil(used.ru_utime + used.ru_stime + seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (min([wanted, *there]), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_CPU, (before, hard))


@contextmanager
def _raised_after(seconds: float, error: Exception) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_number: int, _frame: FrameType | None) -> NoReturn:
        raise error

    handler = signal.signal(signal.SIGPROF, stop)
    timer = signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, *timer)
        signal.signal(signal.SIGPROF, handler or signal.SIG_DFL)
