"""A pool of processes: one that dies costs nothing but the item that killed it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from autograder.classroom.pool import run_in_pool

WORK = """
import os

def work(path):
    if path.name == "killer" or (path.name == "unlucky" and not path.exists()):
        path.write_text("")
        os._exit(3)
    return path.name
"""


@pytest.mark.parametrize("workers", [1, 2])
def test_a_dead_worker_costs_only_the_item_that_kills_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    """The pool is made anew, and what was running is tried again: only one item dies twice."""
    (tmp_path / "doomed_work.py").write_text(WORK)
    monkeypatch.syspath_prepend(tmp_path)
    from doomed_work import work  # type: ignore[import-not-found]

    names = ("a", "unlucky", "b", "c", "d", "e", "killer", "f")
    paths = [tmp_path / name for name in names]
    results = list(run_in_pool(paths, work, workers, lost=lambda path: f"{path.name} is lost"))

    assert len(results) == len(names)
    assert set(results) == {*names, "killer is lost"} - {"killer"}


def test_an_error_in_an_item_is_raised() -> None:
    """It is not the pool's business to judge it."""
    with pytest.raises(ZeroDivisionError):
        list(run_in_pool([1, 0], (1).__truediv__, 1, lost=float))


ENDLESS = """
import os, time
from autograder.classroom.pool import open_pool

def work(_):
    print(os.getpid(), flush=True)
    time.sleep(600)

if __name__ == "__main__":
    with open_pool(2) as pool:
        list(pool.map(work, range(2)))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_the_workers_end_with_the_process_that_opened_the_pool(
    tmp_path: Path, number: signal.Signals
) -> None:
    """However that ends: nobody has to look for them and kill them."""
    (tmp_path / "endless.py").write_text(ENDLESS)
    command = [sys.executable, os.fspath(tmp_path / "endless.py")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as opener:
        assert opener.stdout is not None
        workers = [int(opener.stdout.readline()) for _ in range(2)]
        opener.send_signal(number)

    deadline = time.monotonic() + 20
    while any(Path(f"/proc/{worker}").exists() for worker in workers):
        assert time.monotonic() < deadline, "a worker lives on"
        time.sleep(0.05)
