"""A cluster of Dask on this machine, as a user starts it: a scheduler and a worker."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from autograder.course.chapters import ROOT

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80"}


@dataclass(frozen=True)
class Cluster:
    """A scheduler and a worker, as a user starts them."""

    address: str
    scheduler: subprocess.Popen[bytes]
    worker: subprocess.Popen[bytes]


def dask(
    *arguments: str, path: Path = ROOT, variables: Mapping[str, str] = ENVIRONMENT
) -> subprocess.Popen[bytes]:
    """Start a program of Dask in a session of its own, with the kit that lies at a path."""
    command = [sys.executable, "-m", "dask", *arguments]
    quiet = subprocess.DEVNULL
    environment = {**variables, "PYTHONPATH": str(path)}
    return subprocess.Popen(
        command, cwd=path, env=environment, stdout=quiet, stderr=quiet, start_new_session=True
    )


def ended(process: subprocess.Popen[bytes]) -> None:
    """End a program and all it started."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def scheduler(folder: Path) -> tuple[subprocess.Popen[bytes], str]:
    """Start a scheduler; the program and its address."""
    file = folder / "scheduler.json"
    options = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
    process = dask("scheduler", *options, "--scheduler-file", str(file))
    deadline = time.monotonic() + 60
    while not file.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    return process, file.read_text().partition('"address": "')[2].partition('"')[0]


@contextmanager
def started(folder: Path, variables: Mapping[str, str] = ENVIRONMENT) -> Iterator[Cluster]:
    """Start a cluster of one worker with two threads, and end it."""
    process, address = scheduler(folder)
    options = ["--nthreads", "2", "--no-dashboard", "--local-directory", str(folder)]
    worker = dask("worker", address, *options, variables=variables)
    yield Cluster(address, process, worker)
    ended(worker)
    ended(process)
