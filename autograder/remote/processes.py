"""Handle of a student process for the grader: its pipes, its end and its exit status."""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import signal
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol

from autograder.remote import timelimit
from autograder.sandbox import channel

_PATIENCE = 5.0


@dataclass(frozen=True, slots=True)
class ExitStatus:
    """Exit status: the process ended by itself with ``code``, or by ``signal``; the other is None.

    Attributes:
        cpu_seconds: processor time it used; one killed at its limit has used that much.
        peak_memory: most bytes it held at a time, what it shares with its template included.
        too_large: whether it was killed because it and all it started held too much memory.
    """

    code: int | None
    signal: int | None
    cpu_seconds: float = 0.0
    peak_memory: int = 0
    too_large: bool = False


LOST = ExitStatus(code=None, signal=9)
"""For a process whose end nobody could observe; it was killed."""


class Control(Protocol):
    """Controls the life of a student process: ends it, waits for it, releases its resources."""

    def end(self) -> None:
        """Ask for the end of the process and of all it started."""

    def wait(self, timeout: float) -> ExitStatus | None:
        """Wait up to ``timeout`` seconds for the end."""

    def force(self) -> None:
        """End the process by force, when `end` had no effect."""

    def release(self) -> None:
        """Close every descriptor."""


@dataclass(slots=True)
class StudentProcess:
    """One student process and the two pipes to it.

    Attributes:
        read_fd: what the student process writes can be read here.
        write_fd: what is written here the student process can read.
        layers: names of the sandbox layers in force.
        pid: its number, as this process sees it.
    """

    read_fd: int
    write_fd: int
    layers: tuple[str, ...]
    pid: int
    _control: Control
    _status: ExitStatus | None = None
    _closed: bool = False

    def times(self) -> timelimit.Times | None:
        """What it has had of the processors; None where that cannot be told."""
        return timelimit.times(self.pid)

    def exit_status(self, timeout: float = 0.0) -> ExitStatus | None:
        """Wait up to ``timeout`` seconds for the end; None if the process still runs."""
        if self._status is None and not self._closed:
            self._status = self._control.wait(timeout)
        return self._status

    def kill(self) -> None:
        """End the process and everything it started; returns when all of it is gone."""
        if self.exit_status() is None and not self._closed:
            self._control.end()
            if self.exit_status(_PATIENCE) is None:
                self._control.force()
                self._status = LOST

    def close(self) -> None:
        """Kill the process if it runs and close every descriptor; may be called twice."""
        if self._closed:
            return
        self.kill()
        self._closed = True
        self._control.release()
        os.close(self.read_fd)
        os.close(self.write_fd)

    def __enter__(self) -> StudentProcess:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self.close()


@dataclass(frozen=True, slots=True)
class ReaperControl:
    """Controls a process through the connection to its reaper (`autograder.sandbox.reaper`).

    What the process did is learned from its reaper, never from itself.
    """

    connection: socket.socket
    pidfd: int

    def end(self) -> None:
        """Close the connection; the reaper then kills the process and its descendants."""
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_WR)

    def wait(self, timeout: float) -> ExitStatus | None:
        """Read the reaper's last message."""
        if not select.select([self.connection], [], [], timeout)[0]:
            return None
        message, _ = channel.receive(self.connection)
        return _from_reaper(message) if message else LOST

    def force(self) -> None:
        """Kill the reaper itself; the kernel then kills the student process."""
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self.pidfd, signal.SIGKILL)
        select.select([self.pidfd], [], [], _PATIENCE)

    def release(self) -> None:
        """Close the connection."""
        self.connection.close()
        os.close(self.pidfd)


@dataclass(frozen=True, slots=True)
class PopenControl:
    """Controls a process with an interpreter of its own, where there is no fork."""

    process: subprocess.Popen[bytes]
    scratch: Path

    def end(self) -> None:
        """Kill the process and, where there are process groups, its group."""
        if hasattr(os, "killpg"):
            with contextlib.suppress(OSError):
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.kill()

    def wait(self, timeout: float) -> ExitStatus | None:
        """Wait for the process itself."""
        try:
            code = self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            return None
        return ExitStatus(code, None) if code >= 0 else ExitStatus(None, -code)

    def force(self) -> None:
        """Do nothing: `end` has already killed the process."""

    def release(self) -> None:
        """Remove the scratch folder; the pipes are the StudentProcess's."""
        shutil.rmtree(self.scratch, ignore_errors=True)


def _from_reaper(message: dict[str, Any]) -> ExitStatus:
    status = message["status"]
    ended_by = os.WTERMSIG(status) if os.WIFSIGNALED(status) else None
    code = os.WEXITSTATUS(status) if ended_by is None else None
    used = message["cpu_seconds"], message["peak_memory"]
    return ExitStatus(code, ended_by, *used, too_large=message["too_large"])
