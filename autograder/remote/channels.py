"""The two channels to a runner: one in a sandboxed process, one in the grader's own process."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import torch

from autograder import wire
from autograder.remote.faults import StudentError
from autograder.remote.launch import StudentProcess
from autograder.remote.timelimit import TimeLimit
from autograder.student.runner import Runner

_NEARLY = 0.8  # the kernel counts the limit in ticks, and the time used exactly: 13 % less was seen


class ProcessChannel:
    """Channel to a runner in a student process.

    Args:
        process: a started student process, owned by this channel from now on.
        cpu_limit: processor seconds after which the kernel ends it; None where it has no limit.
    """

    def __init__(self, process: StudentProcess, cpu_limit: float | None = None) -> None:
        self._process = process
        self._cpu_limit = cpu_limit

    @property
    def layers(self) -> tuple[str, ...]:
        """Names of the sandbox layers the process is in."""
        return self._process.layers

    def time_limit(self, seconds: float) -> TimeLimit:
        """A limit from now on; see ``session.Channel``."""
        return TimeLimit(seconds, self._process.times)

    def exchange(self, frame: bytes, limit: TimeLimit) -> bytes:
        """Send a request, wait for its reply; see ``session.Channel``."""
        try:
            wire.write_frame(self._process.write_fd, frame, limit.left)
            return wire.read_frame(self._process.read_fd, limit.left)
        except TimeoutError:
            raise StudentError(
                "timeout", "Your code did not finish in time. Is there a loop that never ends?"
            ) from None
        except (EOFError, BrokenPipeError):
            raise self._death() from None

    def close(self) -> None:
        """Kill the process and all it started."""
        self._process.kill()
        self._process.close()

    def _death(self) -> StudentError:
        status = self._process.exit_status(timeout=5.0)
        if status is None:
            return StudentError("crash", "Your code closed its line to the grader.")
        if status.too_large:
            return StudentError("memory", "Your code used up its memory and was stopped.")
        limit = self._cpu_limit
        if status.signal == signal.SIGKILL and limit and status.cpu_seconds >= _NEARLY * limit:
            return StudentError("timeout", "Your code used up its processor time and was stopped.")
        if status.signal == signal.SIGKILL:
            text = "Your code's process was killed, as happens when a machine's memory runs out."
            return StudentError("crash", text)
        if status.signal is not None:
            name = signal.Signals(status.signal).name
            return StudentError("crash", f"Your code crashed the Python process ({name}).")
        text = f"Your code ended the Python process (exit code {status.code}, as os._exit does)."
        return StudentError("crash", text)


class LocalChannel:
    """Channel to a runner in this process: no limits, no sandbox, but a debugger works.

    It has random numbers of its own: what the grader draws between two calls does not change them.
    """

    layers: tuple[str, ...] = ()

    def __init__(self) -> None:
        self._before = Path.cwd()
        self._home = Path(tempfile.mkdtemp(prefix="student-"))
        self._runner = Runner(self._home)
        self._generators = _generators()

    def time_limit(self, seconds: float) -> TimeLimit:
        """A limit from now on; see ``session.Channel``."""
        return TimeLimit(seconds, lambda: None)

    def exchange(self, frame: bytes, limit: TimeLimit) -> bytes:  # noqa: ARG002 - cannot be kept
        """Execute the request here; the limit cannot be kept."""
        outside = _generators()
        _set_generators(self._generators)
        try:
            return self._runner.exchange(frame)
        finally:
            self._generators = _generators()
            _set_generators(outside)

    def close(self) -> None:
        """Undo what the runner did to this process, and remove its folder."""
        self._runner.close()
        with contextlib.suppress(OSError):
            os.chdir(self._before)
        shutil.rmtree(self._home, ignore_errors=True)


def _generators() -> tuple[Any, ...]:
    return random.getstate(), np.random.get_state(), torch.get_rng_state()


def _set_generators(states: tuple[Any, ...]) -> None:
    random.setstate(states[0])
    np.random.set_state(states[1])
    torch.set_rng_state(states[2])
