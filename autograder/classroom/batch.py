"""Grade a class: a pool of trusted workers, a file per result, nothing lost when it is stopped."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.context import BaseContext
from typing import TYPE_CHECKING

from autograder.classroom.discover import Job
from autograder.classroom.gradebook import ungraded
from autograder.classroom.runfolder import RunFolder
from autograder.course import chapters
from autograder.errors import UsageError
from autograder.grading.results import INFRASTRUCTURE, Result, TestResult
from autograder.sandbox import Policy

if TYPE_CHECKING:
    from autograder.grading.grader import Settings
    from autograder.submission import Submission

_TRIES = 2


@dataclass(frozen=True, slots=True)
class Terms:
    """What a class is graded under: the same for all.

    Attributes:
        key: the run's secret.
        template: path of the template that student processes are forked from.
        device: ``auto``, ``cpu``, ``cuda`` or ``mps``.
        policy: the sandbox of the students' processes.
    """

    key: bytes
    template: str
    device: str = "auto"
    policy: Policy = field(default_factory=Policy.strangers)


@dataclass(frozen=True, slots=True)
class Graded:
    """A finished submission; ``resumed`` when an earlier run had graded the very same."""

    result: Result
    resumed: bool = False


Work = Callable[[Job], Graded]


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
    work = partial(grade_job, run=run, terms=terms)
    lost: list[Job] = []
    for job, graded in pooled(jobs, work, workers):
        if graded is None:
            lost.append(job)
        else:
            yield graded
    for job in lost:  # one at a time, so that it is clear who kills the worker
        retried = next(graded for _, graded in pooled([job], work, 1))
        yield retried or _give_up(job, run, "the process that graded it died twice")


def grade_job(job: Job, run: RunFolder, terms: Terms) -> Graded:
    """Grade one submission in a worker and write its result."""
    from autograder import submission
    from autograder.grading import grader

    settings = grader.Settings(hidden=True, key=terms.key, device=terms.device, policy=terms.policy)
    chapter = chapters.find(job.chapter)
    names = chapters.load(chapter).names
    try:
        handed_in = submission.read(job.path, job.chapter, wanted=names)
    except UsageError as error:
        result = grader.unreadable(chapter, job.student, settings, error)
        run.save(result)
        return Graded(result)
    try:
        before = run.load(job.student, job.chapter)
        mark = grader.fingerprint(handed_in, settings)
        if before and before.fingerprint == mark and not ungraded(before):
            return Graded(before, resumed=True)
        return _attempt(job, handed_in, run, settings, terms.template)
    except UsageError as error:  # not every subclass survives the way to another process
        raise UsageError(str(error)) from None


def pooled(jobs: Sequence[Job], work: Work, workers: int) -> Iterator[tuple[Job, Graded | None]]:
    """Do work in a pool of processes, a new one whenever one broke; None for what was in it."""
    waiting = deque(jobs)
    while waiting:
        pool = ProcessPoolExecutor(workers, context(), _start_worker)
        try:
            yield from _until_broken(pool, waiting, work, 2 * workers)
        finally:
            pool.shutdown(cancel_futures=True)


def _until_broken(
    pool: ProcessPoolExecutor, waiting: deque[Job], work: Work, most: int
) -> Iterator[tuple[Job, Graded | None]]:
    running: dict[Future[Graded], Job] = {}
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


def _attempt(
    job: Job,
    handed_in: Submission,
    run: RunFolder,
    settings: Settings,
    template: str,
) -> Graded:
    """Grade, twice if the kit itself failed the first time."""
    from autograder.grading import grader
    from autograder.remote.launch import Template

    graded, why = None, ""
    for _ in range(_TRIES):
        try:
            graded = grader.grade(handed_in, job.student, settings, Template.connect(template))
        except UsageError:
            raise
        except Exception as error:  # whatever breaks here is the kit's fault, and the run goes on
            why = f"{type(error).__name__}: {error}"
        if graded and not ungraded(graded):
            break
    if graded is None:
        return _give_up(job, run, why)
    run.save(graded)
    return Graded(graded)


def _give_up(job: Job, run: RunFolder, why: str) -> Graded:
    """Write a result that says the kit failed: no points, and no zero either."""
    message = f"The kit could not grade this: {why}. Run the same command again."
    tests = tuple(
        TestResult(task.id, "", task.id, INFRASTRUCTURE, 0, task.points, message=message)
        for task in chapters.load(chapters.find(job.chapter)).tasks
    )
    result = Result(
        chapter=job.chapter,
        student=job.student,
        status=INFRASTRUCTURE,
        message=message,
        points=0,
        max_points=sum(test.max_points for test in tests),
        device="",
        sandbox=(),
        seconds=0.0,
        hidden=True,
        source=job.path.name,
        fingerprint="",
        tests=tests,
    )
    run.save(result)
    return Graded(result)


def context() -> BaseContext:
    """Workers are forked from a server that has imported torch and pytest once."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["autograder.classroom.warm"])
    return context


def _start_worker() -> None:
    """Let Ctrl-C end a worker without a word: results are whole or absent."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
