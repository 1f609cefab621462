"""Grade one submission: one pytest session over a chapter's checks gives one ``Result``."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import torch

from autograder.course import chapters
from autograder.course.chapter import Chapter
from autograder.errors import KitError, UsageError
from autograder.grading import diagnosis, fingerprint
from autograder.grading import results as r
from autograder.grading.running import Run, play
from autograder.remote import channels
from autograder.remote.launch import Template
from autograder.remote.session import Channel, Session
from autograder.sandbox import Policy
from autograder.submission import Submission, read
from autograder.text import one_line


@dataclass(frozen=True, slots=True)
class Settings:
    """How a submission is graded.

    Attributes:
        hidden: whether the hidden checks run too.
        key: secret of the run; None for a self-check, whose inputs are no secret.
        device: ``auto``, ``cpu``, ``cuda`` or ``mps``.
        task: grade this task alone; None grades all.
        policy: the sandbox of the student's process.
        in_process: run the student's code in this process instead (own code only).
        diagnose: whether failed tasks are compared with the known mistakes.
    """

    hidden: bool = False
    key: bytes | None = None
    device: str = "auto"
    task: str | None = None
    policy: Policy = field(default_factory=Policy.self_check)
    in_process: bool = False
    diagnose: bool = True


def grade(
    submission: Submission, student: str, settings: Settings, template: Template | None
) -> r.Result:
    """Run a chapter's checks on a submission.

    Args:
        submission: what was handed in, read but not run.
        student: their name, as the result shall carry it.
        settings: see ``Settings``.
        template: the warm process that student processes are forked from; None only with
            ``settings.in_process``.

    Raises:
        KitError: the kit could not do its work; nothing is said about the submission.
    """
    started = time.perf_counter()
    torch.set_num_threads(1)  # the student's process has one thread: sums must round alike
    run = open_run(submission, settings, template)
    try:
        play(run, grader_files(run.chapter, settings.hidden), settings.task)
    finally:
        run.close()
    tests = [p.result for p in run.played]
    if settings.diagnose:
        tests = diagnosis.named(run.chapter, run.played, run.device)
    return _result(run, student, settings, tuple(tests), time.perf_counter() - started)


def self_check(path: Path, chapter: Chapter, template: Template) -> Run:
    """A run of the public checks for plain pytest, which plays them itself.

    Raises:
        UsageError: the file cannot be read.
    """
    submission = read(path, chapter.name, wanted=chapters.load(chapter).names)
    return open_run(submission, Settings(), template)


def unreadable(chapter: Chapter, student: str, settings: Settings, error: UsageError) -> r.Result:
    """The result of a submission that cannot be read: no points, and why."""
    tasks = chapters.load(chapter).tasks
    tests = tuple(
        r.TestResult(t.id, "", t.id, r.ERROR, 0, t.points, message=str(error)) for t in tasks
    )
    return r.Result(
        chapter=chapter.name,
        student=student,
        status=r.ERROR,
        message=str(error),
        points=0,
        max_points=sum(t.points for t in tasks),
        device="",  # it never met one
        sandbox=(),
        seconds=0.0,
        hidden=settings.hidden,
        source="",
        fingerprint="",
        tests=tests,
    )


def pick_device(name: str) -> torch.device:
    """The device that ``auto`` stands for here, or the one that is named.

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


def open_run(submission: Submission, settings: Settings, template: Template | None) -> Run:
    """A run whose checks have not been played yet; close it when done."""
    chapter = chapters.find(submission.chapter)
    return Run(
        chapter=chapter,
        tasks=tuple(chapters.load(chapter).tasks),
        submission=submission,
        session=Session(submission, _opener(settings, template)),
        device=pick_device(settings.device),
        key=settings.key,
    )


def _opener(settings: Settings, template: Template | None) -> Callable[[], Channel]:
    if settings.in_process:
        return channels.LocalChannel
    if template is None:
        raise KitError("A student process needs a template to be forked from.")
    policy = settings.policy
    return lambda: channels.ProcessChannel(template.spawn(policy), policy.limits.cpu_seconds)


def grader_files(chapter: Chapter, hidden: bool) -> list[Path]:
    """The files that hold a chapter's checks.

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


def _remarks(submission: Submission) -> str:
    """What a class's page says of the files; a self-check shows it beside their places."""
    unread = [f"{p.where}: {p.message}" for p in submission.nameless[:3]]
    return " ".join(one_line(text, 300) for text in (submission.note, *unread) if text)


def _result(
    run: Run, student: str, settings: Settings, tests: tuple[r.TestResult, ...], seconds: float
) -> r.Result:
    points, most = sum(t.points for t in tests), sum(t.max_points for t in tests)
    return r.Result(
        chapter=run.chapter.name,
        student=student,
        status=r.PASS if points == most else r.FAIL,
        message=_remarks(run.submission) if settings.hidden else "",
        points=points,
        max_points=most,
        device=str(run.device),
        sandbox=run.session.layers,
        seconds=round(seconds, 3),
        hidden=settings.hidden,
        source=run.submission.name,
        fingerprint=fingerprint.of_submission(run.submission, settings),
        tests=tests,
    )
