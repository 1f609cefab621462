"""The template process: imports torch, then forks a student process for each request.

It never holds a secret or a student's data. Everything a submission may import lazily is imported
here, once. Then each connection to its socket asks for one student process (`fork.SpawnRequest`),
and is handed on to the fork.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import itertools
import json
import os
import pkgutil
import select
import shutil
import signal
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

from autograder.sandbox import channel, paths, seccomp, syscalls
from autograder.sandbox.probe import probe
from autograder.student import fork, memory
from autograder.student.preload import importing

_IDLE_SECONDS = 0.01
_MANY_REQUESTS = 8  # from here on, arranging the memory pays


def main() -> None:
    """Import, then serve until the starter is gone; `launch.Template.start` gives the arguments."""
    listener = socket.socket(fileno=int(sys.argv[2]))
    lifeline, *preload = json.loads(sys.argv[3])
    syscalls.prctl(syscalls.PR_SET_CHILD_SUBREAPER, 1)
    have = tuple(layer.name for layer in probe() if layer.available)
    warm_up(preload, have)
    serve(listener, lifeline, have)
    for folder in (Path(listener.getsockname()).parent, os.environ["HOME"]):
        shutil.rmtree(folder, ignore_errors=True)  # the starter died, or has done it already


def warm_up(preload: Sequence[str], have: Sequence[str]) -> None:
    """Import what student code and the kit's runner import, and prepare the sandbox."""
    with importing():
        import torch

        from autograder import student
        from autograder.student import gradio_shim, requests_shim, torchvision_shim, tqdm_shim

        torch.set_num_threads(1)
        if any(name.startswith("torchvision") for name in preload):
            with contextlib.suppress(ImportError):
                torchvision_shim.ensure()
        tqdm_shim.ensure()
        requests_shim.ensure()
        gradio_shim.place()
        own = pkgutil.walk_packages(student.__path__, "autograder.student.")
        _import([*(module.name for module in own), *_chapter_probes()])
        _import(preload)
    paths.readable(False)
    if "seccomp" in have:
        seccomp.program(False)
    gc.freeze()


def _chapter_probes() -> list[str]:
    """Return the names of the chapters' modules that run in a student's process: not the checks."""
    chapters = importlib.import_module("autograder.chapters")  # by name: they build on us
    files = sorted(file for path in chapters.__path__ for file in Path(path).glob("ch*/probes*.py"))
    return [f"autograder.chapters.{file.parent.name}.{file.stem}" for file in files]


def _import(names: Sequence[str]) -> None:
    """Import the modules that are installed; a submission may do without the others."""
    for name in names:
        with contextlib.suppress(ImportError, RuntimeError):
            importlib.import_module(name)


def serve(listener: socket.socket, lifeline: int, have: tuple[str, ...]) -> None:
    """Fork one student process per connection until the starter's end of ``lifeline`` closes."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel reaps the reapers
    collapsing = memory.collapse()
    wait: float | None = None
    for number in itertools.count():
        if number == _MANY_REQUESTS:
            wait = _IDLE_SECONDS
        ready, _, _ = select.select([listener.fileno(), lifeline], [], [], wait)
        if lifeline in ready:
            return
        if not ready:
            wait = _IDLE_SECONDS if next(collapsing, "done") is None else None
            continue
        connection, _ = listener.accept()
        with connection, contextlib.suppress(OSError, ValueError):  # a starter that died
            _take_request(connection, have)


def _take_request(connection: socket.socket, have: tuple[str, ...]) -> None:
    connection.settimeout(5.0)
    message, pipes = channel.receive(connection)
    connection.settimeout(None)
    try:
        if message and os.fork() == 0:
            fork.become_reaper(connection, message, pipes, have)
    finally:
        for descriptor in pipes:
            os.close(descriptor)
