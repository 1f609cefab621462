"""Grade one submission: one pytest session over a chapter's checks gives one ``Result``."""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import torch

from autograder import __version__, channels, chapters, diagnosis, plugin
from autograder import results as r
from autograder.chapters import Chapter
from autograder.checks import PUBLIC_KEY, Check, seed_of
from autograder.client import Channel, Entry, Session, Student, StudentError
from autograder.errors import KitError, UsageError
from autograder.expect import Failed
from autograder.launch import Template
from autograder.sandbox import Policy
from autograder.source import Task
from autograder.submission import Submission, read

_MAX_OUTPUT = 500


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


@dataclass(frozen=True, slots=True)
class Played:
    """A check that ran: what it asked for, what came back, how it ended."""

    check: Check
    seed: int
    trace: tuple[Entry, ...]
    result: r.TestResult


@dataclass(slots=True)
class Run:
    """One submission under its checks. The pytest plugin calls ``begin`` and ``record``."""

    chapter: Chapter
    tasks: tuple[Task, ...]
    submission: Submission
    session: Session
    device: torch.device
    key: bytes | None = None
    played: list[Played] = field(default_factory=list)
    _ended: dict[str, StudentError] = field(default_factory=dict)

    def seed(self, check: Check) -> int:
        """The seed of this check for this submission."""
        digest = "" if self.key is None else self.submission.digest
        return seed_of(self.key or PUBLIC_KEY, digest, self.chapter.name, check.id)

    def begin(self, check: Check) -> Student:
        """The student's process, ready for a check.

        Raises:
            StudentError: an earlier check of the same task took the process down: what hung once
                is not waited for again.
        """
        self.session.trace.clear()
        if check.task in self._ended:
            raise self._ended[check.task]
        return self.session.begin(self.seed(check), check.seconds)

    def record(self, check: Check, error: BaseException | None, seconds: float) -> r.TestResult:
        """Note how a check ended."""
        if isinstance(error, StudentError) and error.fatal:
            self._ended[check.task] = error
        status, message, hint, where = self._judge(check, error)
        result = r.TestResult(
            name=check.name,
            check=check.id,
            task_id=check.task,
            status=status,
            points=check.points if status == r.PASS else 0,
            max_points=check.points,
            message=message,
            hint=hint,
            where=where,
            output="" if status == r.PASS else _shortened(self.session.printed),
            seconds=round(seconds, 3),
        )
        trace = tuple(self.session.trace)
        self.played.append(Played(check, self.seed(check), trace, result))
        return result

    def close(self) -> None:
        """End the student's process."""
        self.session.close()

    def _judge(self, check: Check, error: BaseException | None) -> tuple[str, str, str, str]:
        """Status, message, hint and place."""
        if error is None:
            return r.PASS, check.explanation, "", ""
        if isinstance(error, KitError):
            return r.INFRASTRUCTURE, str(error), "", ""
        home = self.submission.where(check.task)
        status, message, hint, where = r.FAIL, "", "", home
        if isinstance(error, Failed):
            message, hint = error.message, error.hint
        elif isinstance(error, StudentError):
            unsolved = self._unsolved(error)
            if unsolved == check.task:
                return r.NOT_STARTED, "", "", home
            status, message, where = error.kind, error.message, error.where or home
            status = r.ERROR if status == "missing" else status
            if unsolved:
                return r.SKIPPED, f"needs {unsolved}", "", where
        else:  # the check could not use the value, which is as wrong as a wrong value
            message = f"Expected a result that can be checked, but got: {error}"
        needs = self._incomplete(check.task)
        if needs and status in (r.FAIL, r.ERROR):
            return r.SKIPPED, f"needs {needs}", "", where
        return status, message, hint, where

    def _unsolved(self, error: StudentError) -> str | None:
        """The task whose stub raised this error, if it is one."""
        if error.types[:1] != ("NotImplementedError",):
            return None
        name = error.message.removeprefix("NotImplementedError: ")
        return name if any(t.id == name for t in self.tasks) else None

    def _incomplete(self, name: str) -> str | None:
        """A task that this one needs and that is not solved (as far as it was checked)."""
        needs = next((t.needs for t in self.tasks if t.id == name), ())
        broken = {p.check.task for p in self.played if p.result.status != r.PASS}
        return next((n for n in needs if n in broken), None)


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
        play(run, settings)
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
    submission = read(path, chapter.name)
    return open_run(submission, Settings(), template)


def unreadable(chapter: Chapter, student: str, settings: Settings, error: UsageError) -> r.Result:
    """The result of a submission that cannot be read: no points, and why."""
    tasks = chapters.load(chapter).tasks
    tests = tuple(
        r.TestResult(t.id, "", t.id, r.ERROR, 0, t.points, message=str(error)) for t in tasks
    )
    device = str(pick_device(settings.device))
    return r.Result(
        chapter=chapter.name,
        student=student,
        status=r.ERROR,
        message=str(error),
        points=0,
        max_points=sum(t.points for t in tasks),
        device=device,
        sandbox=(),
        seconds=0.0,
        hidden=settings.hidden,
        source="",
        fingerprint="",
        tests=tests,
    )


def fingerprint(submission: Submission, settings: Settings) -> str:
    """Identifies all that decides a result: submission, graders, kit and settings."""
    digest = hashlib.sha256(f"{__version__} {submission.digest}".encode())
    folder = chapters.grader_folder(chapters.find(submission.chapter))
    for path in sorted(folder.glob("*.py")):  # the catalogue too: it decides which mistake is named
        digest.update(path.read_bytes())
    key = hashlib.sha256(settings.key or PUBLIC_KEY).hexdigest()
    digest.update(f"{key} {settings.device} {settings.task} {settings.hidden}".encode())
    return digest.hexdigest()


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


class _Collector:
    """The per-session part of the plugin: which run, which tests, in which order."""

    def __init__(self, run: Run, task: str | None) -> None:
        self._run = run
        self._task = task

    def pytest_configure(self, config: pytest.Config) -> None:
        config.stash[plugin.RUN] = self._run

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        order = {t.id: i for i, t in enumerate(self._run.tasks)}
        found = [(c.task, item) for item in items if (c := plugin.check_of(item))]
        wanted = [(t, item) for t, item in found if self._task in (None, t)]
        items[:] = [item for t, item in sorted(wanted, key=lambda pair: order[pair[0]])]


def play(run: Run, settings: Settings) -> None:
    """Run the checks: one pytest session in this process.

    Raises:
        KitError: pytest could not run them.
    """
    files = _grader_files(run.chapter, settings.hidden)
    options = [
        *("-c", os.devnull, "--rootdir", str(files[0].parent)),
        *("--noconftest", "--import-mode=importlib", "--assert=plain", "--capture=no"),
        *(f"-pno:{name}" for name in ("terminal", "cacheprovider", "warnings", "logging")),
        *("-p", "autograder.plugin"),
    ]
    with _no_other_plugins():
        code = pytest.main([*options, *map(str, files)], plugins=[_Collector(run, settings.task)])
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        raise KitError(f"The checks of {run.chapter.name} could not be run (pytest: {code!r}).")


@contextlib.contextmanager
def _no_other_plugins() -> Iterator[None]:
    """Plugins that happen to be installed have no part in a grade (and cost start-up time)."""
    name = "PYTEST_DISABLE_PLUGIN_AUTOLOAD"
    before = os.environ.get(name)
    os.environ[name] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before


def _grader_files(chapter: Chapter, hidden: bool) -> list[Path]:
    folder = chapters.grader_folder(chapter)
    names = ["public.py", "hidden.py"] if hidden else ["public.py"]
    files = [folder / name for name in names]
    missing = [f for f in files if not f.is_file()]
    if missing:
        raise UsageError(
            f"{missing[0]}: Expected the graders of {chapter.name}, but there is no such file. "
            "A student kit holds no hidden graders; grade with the full kit."
        )
    return files


def _result(
    run: Run, student: str, settings: Settings, tests: tuple[r.TestResult, ...], seconds: float
) -> r.Result:
    points, most = sum(t.points for t in tests), sum(t.max_points for t in tests)
    return r.Result(
        chapter=run.chapter.name,
        student=student,
        status=r.PASS if points == most else r.FAIL,
        message="",
        points=points,
        max_points=most,
        device=str(run.device),
        sandbox=run.session.layers,
        seconds=round(seconds, 3),
        hidden=settings.hidden,
        source=run.submission.name,
        fingerprint=fingerprint(run.submission, settings),
        tests=tests,
    )


def _shortened(text: str) -> str:
    if len(text) <= _MAX_OUTPUT:
        return text
    return f"{text[:_MAX_OUTPUT]}\n[output cut after {_MAX_OUTPUT} characters]"
