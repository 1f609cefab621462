"""Programs that run for real in the student's process: in a fork, with alarms that end it.

The sandbox starts no programs. Where a fork is not safe (macOS, Windows) a program runs in the
student's process itself.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch

from autograder.sandbox.policy import PATIENCE

FORKS = sys.platform == "linux"
Report = dict[str, Any]


def report_of(run: Callable[[], Report], what: str, seconds: float) -> Report:
    """Run a program and hand on what it reports.

    Args:
        run: runs the program; returns a report that JSON can hold.
        what: the program's name for a message.
        seconds: of processor time after which it is ended; by the clock three times as many.

    Raises:
        TimeoutError: it did not end in time.
    """
    handle, name = tempfile.mkstemp(suffix=".json")
    os.close(handle)
    try:
        if FORKS:
            _in_fork(run, name, seconds)
        else:
            _in_this_process(run, name)
        text = Path(name).read_text("utf-8")
    finally:
        Path(name).unlink()
    if not text:
        raise TimeoutError(f"{what} did not end within {seconds:g} seconds")
    report: Report = json.loads(text)
    return report


def _in_fork(run: Callable[[], Report], name: str, seconds: float) -> None:
    pid = os.fork()
    if pid == 0:
        try:
            signal.setitimer(signal.ITIMER_PROF, seconds)  # counts while the program runs
            signal.setitimer(signal.ITIMER_REAL, PATIENCE * seconds)
            Path(name).write_text(json.dumps(run()), "utf-8")
        finally:
            os._exit(0)
    os.waitpid(pid, 0)


def _in_this_process(run: Callable[[], Report], name: str) -> None:
    before = Path.cwd(), sys.argv, torch.get_rng_state()
    try:
        Path(name).write_text(json.dumps(run()), "utf-8")
    finally:
        os.chdir(before[0])
        sys.argv = before[1]
        torch.set_rng_state(before[2])


def last_line(error: BaseException) -> str:
    """The last line of what Python prints about an error, at most 500 characters."""
    lines = "".join(traceback.format_exception_only(type(error), error)).strip().splitlines()
    return lines[-1][:500] if lines else type(error).__name__
