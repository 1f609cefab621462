"""Keep a submission's share of the processor small, however many processes and threads it starts.

The kernel divides a processor among those that are busy. So that 60 busy processes of one student
do not take 60 shares, they step back, until all of them together weigh about as much as one.
"""

from __future__ import annotations

import contextlib
import math
import os
from collections.abc import Iterator
from pathlib import Path

from autograder.sandbox.descendants import below, text

_STEP = 1.25  # a task's weight over that of the next niceness, in Linux's table of them
_MOST = 19


def step_back(root: int, first: int, nice: int) -> None:
    """Lower the priority of the busy tasks below a process, by how many they are.

    Args:
        root: the process; it keeps its own.
        first: its child, the student process, whose main thread keeps its own too: code that
            started many others is not kept from ending them.
        nice: the niceness of one that is alone.
    """
    busy = [task for pid in below(root) for task in _busy(pid) if task != first]
    if len(busy) > 1:
        wanted = min(_MOST, nice + math.ceil(math.log(len(busy), _STEP)))
        for task in busy:
            with contextlib.suppress(OSError):  # it has ended
                if os.getpriority(os.PRIO_PROCESS, task) < wanted:
                    os.setpriority(os.PRIO_PROCESS, task, wanted)


def _busy(pid: int) -> Iterator[int]:
    """The threads of a process that run, or would if it were their turn."""
    for stat in Path(f"/proc/{pid}/task").glob("*/stat"):
        if text(stat).rpartition(")")[2].split()[:1] == ["R"]:
            yield int(stat.parent.name)
