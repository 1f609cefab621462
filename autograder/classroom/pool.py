"""A pool of processes that survives the death of any of them."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing import connection
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def run_in_pool(
    items: Sequence[T], work: Callable[[T], R], workers: int, lost: Callable[[T], R]
) -> Generator[R, None, None]:
    """Yield what ``work`` returns for each item, as it is done.

    A process that dies breaks the pool and everything that was running in it. The rest goes on in a
    new one; afterwards what was running is tried again, one item at a time, so that it is clear
    which one kills its process.

    Args:
        items: what to work on; only a few of them are with the workers at any time.
        work: called in a worker; it and its arguments can be pickled.
        workers: processes.
        lost: called here, for an item whose process died twice.
    """
    waiting, suspects = deque(items), deque[T]()
    while waiting or suspects:
        alone = not waiting
        queue = deque([suspects.popleft()]) if alone else waiting
        running: dict[Future[R], T] = {}
        with open_pool(1 if alone else workers) as pool:
            while _submit(pool, work, queue, running, 2 * workers):
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    item = running.pop(future)
                    if not isinstance(future.exception(), BrokenProcessPool):
                        yield future.result()
                    elif alone:
                        yield lost(item)
                    else:
                        suspects.append(item)


def _submit(
    pool: ProcessPoolExecutor,
    work: Callable[[T], R],
    queue: deque[T],
    running: dict[Future[R], T],
    most: int,
) -> bool:
    """Give the pool items until ``most`` are running or it is broken; whether any is running."""
    while queue and len(running) < most:
        try:
            running[pool.submit(work, queue[0])] = queue[0]
        except BrokenProcessPool:
            break
        queue.popleft()
    return bool(running)


@contextmanager
def open_pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Open a pool of so many processes, which end with this one, however that ends."""
    pool = ProcessPoolExecutor(workers, context(), _start_worker)
    try:
        yield pool
    except BaseException:  # nobody waits any longer for what is running
        _kill_workers()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _kill_workers() -> None:
    """Kill all workers, and those that are being started: a worker without its pool complains."""
    used = getattr(sys.modules.get("multiprocessing.forkserver"), "_forkserver", None)
    server = getattr(used, "_forkserver_pid", None)
    pids = [process.pid for process in multiprocessing.active_children()]
    if server is not None and sys.platform == "linux":
        with suppress(OSError):
            os.kill(server, signal.SIGSTOP)  # it forks no more, so that these are all
            forked = Path(f"/proc/{server}/task/{server}/children").read_text("ascii")
            pids += [*map(int, forked.split()), server]
    for pid in filter(None, pids):
        with suppress(OSError):
            os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))


def workers_here() -> int:
    """Count the processors that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def context() -> BaseContext:
    """Return how workers start: forked from a server that has imported torch and pytest once."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["autograder.classroom.preload"])
    return context


def _start_worker() -> None:
    """Let Ctrl-C end a worker without a word, and the end of its parent too, however that ends.

    Results are whole or absent.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Wait for the end of the process that opened the pool; the server that forked us lives on."""
    if parent := multiprocessing.parent_process():
        connection.wait([parent.sentinel])
        os._exit(1)
