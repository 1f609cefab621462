"""Grade a class on a Dask cluster: submissions and results travel, files need not be shared.

Submissions are read by a pool of this machine, as for ``local``, and results are written by it; the
cluster's workers only grade. Each gets a template of its own (`GraderPlugin`), which stays as long
as the worker: the next run need not start one, and several runs at a time share it.
"""

from __future__ import annotations

import importlib
import logging
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import cast

from distributed import Client, KilledWorker, Worker, get_worker
from distributed.comm.addressing import parse_address, parse_host_port
from distributed.comm.core import CommClosedError
from distributed.comm.registry import get_backend
from distributed.diagnostics.plugin import WorkerPlugin

from autograder.classroom import local
from autograder.classroom.grade_one import (
    Graded,
    died,
    give_up,
    grade_with_retry,
    policy_here,
    read_hand_in,
)
from autograder.classroom.gradebook import ungraded
from autograder.classroom.handins import HandIn
from autograder.classroom.options import ClassOptions
from autograder.classroom.pool import run_in_pool, workers_here
from autograder.classroom.runfolder import RunFolder
from autograder.errors import KitError, UsageError
from autograder.grading import fingerprint
from autograder.grading.request import GradeRequest
from autograder.grading.results import Result
from autograder.remote.launch import Template
from autograder.sandbox import Policy
from autograder.submission import Submission

_CONNECT_SECONDS = 10
_WORKER_SECONDS = 60
_CLOSE_SECONDS = 2
_DEATHS = 3  # of a worker, after which Dask gives a submission up; its own default


@dataclass
class GraderPlugin(WorkerPlugin):
    """Makes a worker of the cluster a grader: gives it a template, and one grade at a time.

    Attributes:
        kit: `fingerprint.of_kit` of the machine that asks.
        trusted: whether to grade without a sandbox if the worker's machine has none.
    """

    kit: str
    trusted: bool
    idempotent: bool = field(default=True, init=False)  # to Dask: leave a plugin of this name there
    _policy: Policy = field(default_factory=Policy, init=False)
    _template: Template | None = field(default=None, init=False)
    _one: threading.Lock | None = field(default=None, init=False)

    @property
    def name(self) -> str:
        """Runs with the same kit and the same trust share their plugins."""
        return f"autograder {self.kit}{' trusted' * self.trusted}"

    def setup(self, worker: Worker) -> None:
        """Start the template.

        Raises:
            UsageError: the worker has another kit, or no sandbox.
        """
        if fingerprint.of_kit() != self.kit:
            raise UsageError(
                f"Expected the workers of the cluster to have the same kit as this machine, but "
                f"that of {worker.address} differs. Install the same version of it and of its "
                "libraries there, name the same courses, and restart it."
            )
        try:
            self._policy = policy_here(self.trusted)
        except UsageError as error:
            raise UsageError(f"{worker.address}: {error}") from None
        self._template, self._one = Template.start(), threading.Lock()

    def teardown(self, worker: Worker) -> None:  # noqa: ARG002
        """End the template."""
        if self._template:
            self._template.close()

    def grade(self, submission: Submission, student: str, request: GradeRequest) -> Result:
        """Grade on this worker.

        Raises:
            UsageError: the request cannot be met here.
        """
        if self._template is None or self._one is None:
            raise KitError("The worker could not be prepared.")
        importlib.import_module("autograder.classroom.preload")
        with self._one:  # known mistakes are tried in this process, and they move its folder
            result = grade_with_retry(submission, student, self._here(request, self._template))
            if ungraded(result):  # maybe the template is what broke
                self._template.close()
                self._template = Template.start()
                result = grade_with_retry(submission, student, self._here(request, self._template))
            return result

    def _here(self, request: GradeRequest, template: Template) -> GradeRequest:
        return replace(request, template=template, policy=self._policy)


@contextmanager
def graded_on_cluster(
    hand_ins: Sequence[HandIn], run: RunFolder, request: GradeRequest, options: ClassOptions
) -> Iterator[Iterator[Graded]]:
    """Connect to the scheduler; what is yielded grades as it is read, on the cluster's workers.

    Raises:
        UsageError: nobody answers there, the workers are not fit for it, or the request cannot be
            met.
        KitError: the cluster was lost; what is graded is kept.
    """
    address, plugin = options.scheduler, GraderPlugin(fingerprint.of_kit(), options.trusted)
    try:
        with (
            _connected(address, plugin) as client,
            closing(_graded_by(client, plugin.name, hand_ins, run, request, options)) as graded,
        ):
            yield graded
    except (CancelledError, CommClosedError):
        raise KitError(
            f"The scheduler at {address} is gone. What was graded is kept: run the same command "
            "again when it is back."
        ) from None


def _graded_by(
    client: Client,
    plugin: str,
    hand_ins: Sequence[HandIn],
    run: RunFolder,
    request: GradeRequest,
    options: ClassOptions,
) -> Generator[Graded, None, None]:
    pool = client.get_executor(pure=False)
    again = partial(_graded_here, run=run, request=request, options=options)
    running: dict[Future[Result], HandIn] = {}
    read = partial(_read, run=run, request=request)
    lost = partial(_unread, run=run, request=request)
    for hand_in, found in run_in_pool(hand_ins, read, workers_here(), lost):
        if isinstance(found, Graded):
            yield found
            continue
        while len(running) >= 2 * max(1, sum(client.nthreads().values())):
            yield from _finished(running, run, again)
        running[pool.submit(_grade, plugin, found, hand_in.student, request)] = hand_in
    while running:
        yield from _finished(running, run, again)


def _read(
    hand_in: HandIn, run: RunFolder, request: GradeRequest
) -> tuple[HandIn, Graded | Submission]:
    return hand_in, read_hand_in(hand_in, run, request)


def _unread(
    hand_in: HandIn, run: RunFolder, request: GradeRequest
) -> tuple[HandIn, Graded | Submission]:
    return hand_in, died(hand_in, run, request)


def _grade(plugin: str, submission: Submission, student: str, request: GradeRequest) -> Result:
    grader = cast(GraderPlugin, get_worker().plugins[plugin])
    return grader.grade(submission, student, request)


def _graded_here(
    hand_in: HandIn, run: RunFolder, request: GradeRequest, options: ClassOptions
) -> Iterator[Graded]:
    """Grade on this machine, whose pool keeps the points so far of what kills its worker."""
    try:
        with local.graded_here([hand_in], run, request, options) as graded:
            yield from graded
    except UsageError:  # there is no sandbox here
        yield give_up(hand_in, run, f"{_DEATHS} workers of the cluster died with it")


def _finished(
    running: dict[Future[Result], HandIn],
    run: RunFolder,
    again: Callable[[HandIn], Iterator[Graded]],
) -> Iterator[Graded]:
    """Wait for results, and write them; what killed workers is graded ``again``."""
    for future in wait(running, return_when=FIRST_COMPLETED).done:
        hand_in = running.pop(future)
        error = future.exception()
        if isinstance(error, KilledWorker):
            yield from again(hand_in)
        elif error is not None:
            raise error
        else:
            result: Result = future.result()
            run.save(result)
            yield Graded(result)


@contextmanager
def _connected(address: str, plugin: GraderPlugin) -> Iterator[Client]:
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # we say what is wrong
    try:
        protocol, place = parse_address(address)
        get_backend(protocol)
        parse_host_port(place)
        client = Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise UsageError(
            f"--scheduler {address}: Expected a Dask scheduler to answer, but got: {error}. Start "
            "one with `dask scheduler`, and name the address it prints, such as tcp://host:8786."
        ) from None
    try:
        _prepare(client, address, plugin)
        yield client
    finally:
        client.close(timeout=_CLOSE_SECONDS)


def _prepare(client: Client, address: str, plugin: GraderPlugin) -> None:
    """Install the plugin on the cluster's workers, and on those that come later."""
    try:
        client.wait_for_workers(1, timeout=_WORKER_SECONDS)
    except TimeoutError:
        raise UsageError(
            f"--scheduler {address}: Expected the cluster to have a worker, but none came within "
            f"{_WORKER_SECONDS} s. Start some with `dask worker {address} --nthreads 1`."
        ) from None
    try:
        client.register_plugin(plugin)
    except Exception as error:
        with suppress(Exception):  # the next run shall ask them anew
            client.unregister_worker_plugin(plugin.name)
        if isinstance(error, KitError):
            raise
        # Of a machine that cannot import the kit, Dask says so in words.
        raise UsageError(
            f"--scheduler {address}: Expected the kit on every machine of the cluster, but got: "
            f"{error}. Install it there, and restart the scheduler and its workers."
        ) from None
