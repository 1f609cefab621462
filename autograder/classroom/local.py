"""Grade a class on this machine: a pool of trusted workers, nothing lost when it is stopped."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing.context import BaseContext
from typing import TypeVar

from autograder.classroom.discover import Job
from autograder.classroom.runfolder import RunFolder
from autograder.classroom.work import Graded, Terms, grade_job, not_graded

T = TypeVar("T")


def workers_here() -> int:
    """Count the processors that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def grade_class(
    jobs: Sequence[Job], run: RunFolder, terms: Terms, workers: int
) -> Iterator[Graded]:
    """Grade submissions as workers become free, and write each result at once.

    A submission whose result is in ``run`` already, with an equal fingerprint, is not graded
    again. A worker that dies costs a retry in a fresh one; dying twice gives a result with status
    ``infrastructure``. Only the few submissions in work are in memory. Terms that cannot be met
    (an absent device, no hidden graders) raise UsageError.
    """
    for job, graded in retried(jobs, partial(grade_job, run=run, terms=terms), workers):
        yield graded or give_up(job, run, "the process that graded it died twice")


def give_up(job: Job, run: RunFolder, why: str) -> Graded:
    """Write the result that says the kit failed, and why."""
    result = not_graded(job.chapter, job.student, job.path.name, why)
    run.save(result)
    return Graded(result)


def retried(
    jobs: Sequence[Job], work: Callable[[Job], T], workers: int
) -> Iterator[tuple[Job, T | None]]:
    """Do work in a pool; what a dying worker took along is done again, each alone."""
    lost: list[Job] = []
    for job, done in pooled(jobs, work, workers):
        if done is None:
            lost.append(job)
        else:
            yield job, done
    for job in lost:  # one at a time, so that it is clear who kills the worker
        yield from pooled([job], work, 1)


def pooled(
    jobs: Sequence[Job], work: Callable[[Job], T], workers: int
) -> Iterator[tuple[Job, T | None]]:
    """Do work in a pool of processes, a new one whenever one broke; None for what was in it."""
    waiting = deque(jobs)
    while waiting:
        pool = ProcessPoolExecutor(workers, context(), _start_worker)
        try:
            yield from _until_broken(pool, waiting, work, 2 * workers)
        finally:
            pool.shutdown(cancel_futures=True)


def _until_broken(
    pool: ProcessPoolExecutor, waiting: deque[Job], work: Callable[[Job], T], most: int
) -> Iterator[tuple[Job, T | None]]:
    running: dict[Future[T], Job] = {}
    broken = False
    while running or (waiting and not broken):
        while waiting and len(running) < most and not broken:
            try:
                running[pool.submit(work, waiting[0])] = waiting[0]
                waiting.popleft()
            except BrokenProcessPool:
                broken = True
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            died = isinstance(future.exception(), BrokenProcessPool)
            broken = broken or died
            yield running.pop(future), None if died else future.result()


def context() -> BaseContext:
    """Workers are forked from a server that has imported torch and pytest once."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["autograder.classroom.preload"])
    return context


def _start_worker() -> None:
    """Let Ctrl-C end a worker without a word: results are whole or absent."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
