"""Grade a class on this machine: a pool of workers that share one template."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial

from autograder.classroom.grade_one import Graded, died, grade_hand_in, policy_here
from autograder.classroom.handins import HandIn
from autograder.classroom.options import ClassOptions
from autograder.classroom.pool import run_in_pool, workers_here
from autograder.classroom.runfolder import RunFolder
from autograder.course import chapters
from autograder.grading.request import GradeRequest
from autograder.remote.launch import Template
from autograder.student import preload


@contextmanager
def graded_here(
    hand_ins: Sequence[HandIn], run: RunFolder, request: GradeRequest, options: ClassOptions
) -> Iterator[Iterator[Graded]]:
    """Start a template; what is yielded grades as it is read.

    Raises:
        UsageError: this machine has no sandbox.
        KitError: the template cannot be started.
    """
    policy = policy_here(options.trusted)
    with Template.start(preload=_imports(hand_ins)) as template:
        here = replace(request, policy=policy, template=Template.connect(template.path))
        workers = min(options.workers or workers_here(), len(hand_ins))
        # However the reading ends, the workers stop before the template they fork from.
        with closing(grade_all(hand_ins, run, here, workers)) as graded:
            yield graded


def grade_all(
    hand_ins: Sequence[HandIn], run: RunFolder, request: GradeRequest, workers: int
) -> Generator[Graded, None, None]:
    """Grade submissions as workers become free, and write each result at once.

    A submission whose result is in ``run`` already, with an equal fingerprint, is not graded
    again. A worker that dies costs a retry in a fresh one, alone; dying twice gives a result with
    the points that the submission had by then.

    Raises:
        UsageError: the request cannot be met (an absent device, no hidden checks).
    """
    work = partial(grade_hand_in, run=run, request=request)
    lost = partial(died, run=run, request=request)
    return run_in_pool(hand_ins, work, workers, lost)


def _imports(hand_ins: Sequence[HandIn]) -> list[str]:
    """Return what the chapters' own solutions import, and the data, which every student may use.

    What the sandbox hides, as all of the kit, cannot be imported later.
    """
    paths = {chapters.find(hand_in.chapter).solution for hand_in in hand_ins}
    wanted = preload.wanted(path.read_bytes() for path in paths if path.is_file())
    return list(dict.fromkeys(("autograder.data", *wanted)))
