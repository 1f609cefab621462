"""Turn a fork of the template into a reaper and a student process in its sandbox.

The fork becomes the reaper and forks once more; that second process is confined and runs the
student's code. Neither ever returns to the template's loop.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import multiprocessing
import os
import signal
import socket
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.reduction import ForkingPickler
from pathlib import Path
from typing import Any, NoReturn

from autograder.errors import KitError
from autograder.sandbox import channel, enter, paths, reaper, syscalls
from autograder.sandbox.enter import SandboxSetup
from autograder.sandbox.policy import Policy

Serve = Callable[[int, int, tuple[str, ...]], object]


@dataclass(frozen=True, slots=True)
class SpawnRequest:
    """A request to start a student process: its policy, the function that serves it, two pipes."""

    policy: Policy
    target: str
    read_fd: int
    write_fd: int


def become_reaper(
    connection: socket.socket, message: dict[str, Any], pipes: list[int], have: tuple[str, ...]
) -> NoReturn:
    """Turn this fresh fork into a reaper with a student process; ends this process.

    Args:
        connection: to the grader.
        message: what it asked for, see `SpawnRequest`.
        pipes: the two descriptors that came with it.
        have: the layers this machine has.
    """
    try:
        request = SpawnRequest(Policy.from_json(message["policy"]), message["target"], *pipes)
        _detach(keep=(connection.fileno(), request.read_fd, request.write_fd))
        layers = enter.choose(request.policy, have)
        setup = enter.prepare(layers)
        pid, report = _fork_student(connection, request, setup)
        syscalls.prctl(syscalls.PR_SET_DUMPABLE, 0)  # no looking into the reaper
        pidfd = os.pidfd_open(os.getpid())
        channel.send(connection, report, [pidfd])
        os.close(pidfd)
        reaper.supervise(connection, pid, setup.folder, request.policy.limits)
    except BaseException as error:
        with contextlib.suppress(OSError):
            channel.send(connection, {"error": _explain(error)})
    os._exit(0)


def _fork_student(
    connection: socket.socket, request: SpawnRequest, setup: SandboxSetup
) -> tuple[int, dict[str, object]]:
    """Fork the student process; returns its id and what it reports before it runs any code."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        connection.close()
        os.close(read)
        _become_student(request, setup, write)
    for descriptor in (write, request.read_fd, request.write_fd):
        os.close(descriptor)
    with os.fdopen(read, "rb") as stream:
        said = stream.read()
    silent: dict[str, object] = {"error": "The student process ended while it entered its sandbox."}
    return pid, {**json.loads(said), "pid": pid} if said else silent


def _become_student(request: SpawnRequest, setup: SandboxSetup, report: int) -> NoReturn:
    """Enter the sandbox, report its layers, answer requests until the grader closes its pipe."""
    code = 1
    try:
        enter.confine(request.policy, setup)
        prepare_environment(setup.scratch)
        serve = resolve(request.target)
        os.write(report, json.dumps({"layers": setup.layers}).encode())
        os.close(report)
        serve(request.read_fd, request.write_fd, setup.layers)
        code = 0
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else 1
    except BaseException as error:
        with contextlib.suppress(OSError):  # closed, once the report is out
            os.write(report, json.dumps({"error": _explain(error)}).encode())
    os._exit(code & 0xFF)


def _detach(keep: tuple[int, ...]) -> None:
    """Leave the template's session, descriptors and signal settings."""
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    syscalls.close_from(3, keep)


def prepare_environment(scratch: Path) -> None:
    """Reset variables, paths and multiprocessing to what student code shall find in the sandbox."""
    home = os.fspath(scratch)
    for name in os.environ.keys() - {"SYSTEMROOT"}:  # Windows needs that one
        del os.environ[name]
    os.environ.update(HOME=home, TMPDIR=home, USER="student", LANG="C.UTF-8", MPLBACKEND="Agg")
    tempfile.tempdir = None
    sys.argv = ["student"]
    kit = paths.hidden_root()
    sys.path[:] = [entry for entry in sys.path if os.path.realpath(entry) != kit]
    if sys.platform == "linux":
        multiprocessing.set_start_method("fork", force=True)
        reducers = ForkingPickler._extra_reducers  # type: ignore[attr-defined]
        for kind in [kind for kind in reducers if kind.__module__.startswith("torch")]:
            del reducers[kind]  # worker processes then send tensors by value, not as descriptors


def resolve(target: str) -> Serve:
    """Import the function that ``module:function`` names."""
    module, _, name = target.partition(":")
    serve: Serve = getattr(importlib.import_module(module), name)
    return serve


def _explain(error: BaseException) -> str:
    if isinstance(error, KitError):
        return str(error)
    return f"The student process could not start: {type(error).__name__}: {error}"
