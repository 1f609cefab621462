"""Grade one submission: run a chapter's checks on it, name its mistakes, return a ``Result``."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import torch

from autograder.course import chapters, signatures
from autograder.course.chapter import Chapter
from autograder.errors import KitError, UsageError
from autograder.grading import diagnosis, fingerprint, outcomes
from autograder.grading import results as r
from autograder.grading.attempts import attempts
from autograder.grading.request import GradeRequest
from autograder.grading.running import CheckRun, SubmissionRun, repeat_public, run_checks
from autograder.remote import channels
from autograder.remote.launch import Template
from autograder.remote.session import Channel, Session
from autograder.repair import repairs
from autograder.submission import Submission, read
from autograder.text import one_line

Told = Callable[[r.TestResult], object]
"""Is told the result of a check as soon as it is known."""


def grade(
    submission: Submission, student: str, request: GradeRequest, told: Told = lambda _: None
) -> r.Result:
    """Run a chapter's checks on a submission.

    Args:
        submission: what was handed in, read but not run.
        student: their name, as the result shall carry it.
        request: how to grade.
        told: called with the result of each check, before mistakes are named.

    Raises:
        UsageError: this machine lacks the device, or the kit lacks the hidden checks.
        KitError: the kit could not do its work; nothing is said about the submission.
    """
    started = time.perf_counter()
    torch.set_num_threads(1)  # the student's process has one thread: sums must round alike
    run = open_run(submission, request)
    try:
        for one in run_checks(run, check_files(run.chapter, request.hidden), request.task):
            told(one.result)
        repeated = repeat_public(run) if request.diagnose else []
    finally:
        run.close()
    tests = [one.result for one in run.check_runs]
    if request.diagnose:
        tests = named(run, repeated)
    if request.repair_seconds > 0:
        tests = repairs.repaired(run, run.check_runs, tests, request)
    return _result(run, student, request, tuple(tests), time.perf_counter() - started)


def named(run: SubmissionRun, repeated: Sequence[CheckRun] = ()) -> list[r.TestResult]:
    """Return the results of a run with the known mistakes that were recognised in it.

    Args:
        run: its checks have run.
        repeated: what `repeat_public` gave.
    """
    attempt = attempts(run.chapter, run.device, outcomes.stored(run.chapter))
    return diagnosis.named(run.chapter, run.check_runs, attempt, repeated)


def self_check(path: Path, chapter: Chapter, template: Template) -> SubmissionRun:
    """Read a student's file and open its run for pytest, which calls the public checks itself.

    Raises:
        UsageError: the file cannot be read.
    """
    submission = read(path, chapter.name, wanted=chapters.load(chapter).names)
    return open_run(submission, GradeRequest(template=template))


def pick_device(name: str) -> torch.device:
    """Return the device of that name; ``auto`` is the best one of this machine.

    Raises:
        UsageError: this machine does not have it.
    """
    here: dict[str, Callable[[], bool]] = {
        "cuda": torch.cuda.is_available,
        "mps": torch.backends.mps.is_available,
        "cpu": lambda: True,
    }
    if name == "auto":
        return torch.device(next(kind for kind, there in here.items() if there()))
    if name not in here:
        raise UsageError(f"--device {name}: Expected auto, cpu, cuda or mps.")
    if not here[name]():
        raise UsageError(
            f"--device {name}: Expected this machine to have {name}, but torch finds none. "
            "Use --device auto, or see `autograder doctor`."
        )
    return torch.device(name)


def open_run(submission: Submission, request: GradeRequest) -> SubmissionRun:
    """Make the run of a submission, none of whose checks has run; close it when done."""
    source = chapters.load(chapters.find(submission.chapter))
    parameters = signatures.parameters(source)
    return SubmissionRun(
        chapter=source.chapter,
        tasks=source.tasks,
        submission=submission,
        session=Session(submission, _opener(request), parameters=parameters),
        device=pick_device(request.device),
        key=request.key,
        limited=not request.in_process,
    )


def _opener(request: GradeRequest) -> Callable[[], Channel]:
    if request.in_process:
        return channels.LocalChannel
    template, policy = request.template, request.policy
    if template is None:
        raise KitError("A student process needs a template to be forked from.")
    return lambda: channels.ProcessChannel(template.spawn(policy), policy.limits.cpu_seconds)


def check_files(chapter: Chapter, hidden: bool) -> list[Path]:
    """Return the paths of a chapter's check files: public, and hidden if asked for.

    Raises:
        UsageError: one is not there.
    """
    folder = chapter.folder
    names = ["public.py", "hidden.py"] if hidden else ["public.py"]
    files = [folder / name for name in names]
    missing = [f for f in files if not f.is_file()]
    if missing:
        raise UsageError(
            f"{missing[0]}: Expected the graders of {chapter.name}, but there is no such file. "
            "A student kit holds no hidden graders; grade with the full kit."
        )
    return files


def _notes(run: SubmissionRun, hidden: bool) -> str:
    """Return the imports that failed; with them, for the instructor's page, other remarks."""
    work, texts = run.submission, run.failed_imports
    if hidden:  # a student sees them in other places
        texts = [work.note, *(f"{p.where}: {p.message}" for p in work.nameless[:3]), *texts]
    return " ".join(one_line(text, 300) for text in texts if text)


def _result(
    run: SubmissionRun,
    student: str,
    request: GradeRequest,
    tests: tuple[r.TestResult, ...],
    seconds: float,
) -> r.Result:
    points, most = sum(t.points for t in tests), sum(t.max_points for t in tests)
    return r.Result(
        chapter=run.chapter.name,
        student=student,
        status=r.PASS if points == most else r.FAIL,
        message=_notes(run, request.hidden),
        points=points,
        max_points=most,
        device=str(run.device),
        sandbox=run.session.layers,
        seconds=round(seconds, 3),
        hidden=request.hidden,
        source=run.submission.name,
        fingerprint=fingerprint.of_submission(run.submission, request),
        tests=tests,
    )
