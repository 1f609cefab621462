"""A warm process that forks student processes; it never holds a secret or a student's data.

Everything a submission may import lazily is imported here, once. Then each connection to its
socket is an order for one student process (`birth.Order`), and is handed on to the fork.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import pkgutil
import select
import signal
import socket
import sys
from collections.abc import Sequence

from autograder.sandbox import channel, paths, seccomp, syscalls
from autograder.sandbox.policy import Policy
from autograder.sandbox.probe import probe
from autograder.student import birth, memory

_USUAL = ("torch.utils.data", "matplotlib.pyplot")  # half a second in every process that plots
_TORCHVISION = ("datasets", "io", "models", "transforms", "transforms.v2", "utils")
_IDLE_SECONDS = 0.01


def main() -> None:
    """Import, then serve until the starter is gone; `launch.Template.start` gives the arguments."""
    listener = socket.socket(fileno=int(sys.argv[1]))
    lifeline, *preload = json.loads(sys.argv[2])
    syscalls.prctl(syscalls.PR_SET_CHILD_SUBREAPER, 1)
    have = tuple(layer.name for layer in probe() if layer.available)
    warm_up(preload, have)
    serve(listener, lifeline, have)


def warm_up(preload: Sequence[str], have: Sequence[str]) -> None:
    """Import what student code and the kit's own worker import, and prepare the sandbox."""
    gc.disable()  # imports make little garbage: a quarter of the time saved
    import torch

    from autograder import student
    from autograder.student import torchvision_shim

    torch.set_num_threads(1)
    with contextlib.suppress(ImportError):
        torchvision_shim.ensure()
        _import([f"torchvision.{name}" for name in _TORCHVISION])
    torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.1)  # imports torch._dynamo
    _import([f"autograder.student.{module.name}" for module in pkgutil.iter_modules(student.__path__)])
    _import([*_USUAL, *preload])
    paths.readable(False)
    if "seccomp" in have:
        seccomp.program(False)
    gc.freeze()
    gc.enable()


def _import(names: Sequence[str]) -> None:
    """Import what is there; a missing package is the submission's business."""
    for name in names:
        with contextlib.suppress(ImportError, RuntimeError):
            importlib.import_module(name)


def serve(listener: socket.socket, lifeline: int, have: tuple[str, ...]) -> None:
    """Fork one student process per connection until the starter's end of ``lifeline`` closes."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel reaps the reapers
    settling = memory.collapse()
    wait: float | None = _IDLE_SECONDS
    while True:
        ready, _, _ = select.select([listener, lifeline], [], [], wait)
        if lifeline in ready:
            return
        if not ready:
            wait = _IDLE_SECONDS if next(settling, "done") is None else None
            continue
        connection, _ = listener.accept()
        with connection, contextlib.suppress(OSError):
            _take_order(connection, have)


def _take_order(connection: socket.socket, have: tuple[str, ...]) -> None:
    connection.settimeout(5.0)
    message, pipes = channel.receive(connection)
    connection.settimeout(None)
    try:
        if message and len(pipes) == 2 and os.fork() == 0:
            policy = Policy.from_json(message["policy"])
            birth.become_reaper(connection, birth.Order(policy, message["target"], *pipes), have)
    finally:
        for descriptor in pipes:
            os.close(descriptor)
