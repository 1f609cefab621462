"""One submission under its checks: which ran, what came back, how each is judged."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import torch

from autograder import plugin
from autograder import results as r
from autograder.chapters import Chapter
from autograder.checks import PUBLIC_KEY, Check, seed_of
from autograder.client import Student
from autograder.errors import KitError
from autograder.faults import Failed, StudentError
from autograder.session import Entry, Session
from autograder.source import Task
from autograder.submission import Submission

_MAX_OUTPUT = 500
_UNUSED = (  # parts of pytest that a grade has no use for, and that cost time
    *("terminal", "cacheprovider", "warnings", "logging", "doctest", "junitxml", "pastebin"),
    *("unraisableexception", "threadexception", "faulthandler", "setuponly", "setupplan"),
    *("stepwise", "subtests", "unittest"),
)
_THEIRS = ("PYTEST_ADDOPTS", "PYTEST_PLUGINS", "PYTEST_DISABLE_PLUGIN_AUTOLOAD")


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
    _digest: str = ""

    def seed(self, check: Check) -> int:
        """The seed of this check for this submission."""
        if self.key is not None and not self._digest:
            self._digest = self.submission.digest
        return seed_of(self.key or PUBLIC_KEY, self._digest, self.chapter.name, check.id)

    def begin(self, check: Check) -> Student:
        """The student's process, ready for a check.

        Raises:
            StudentError: an earlier check of the same task took the process down: what hung once
                is not waited for again.
        """
        self.session.trace.clear()
        if check.task in self._ended:
            raise self._ended[check.task]
        self.session.begin(self.seed(check), check.seconds)
        return Student(self.session)

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
            begun = error.kind != "missing" or not self.submission.lacks(check.task)
            if unsolved == check.task or not begun:
                return r.NOT_STARTED, "", "", home
            status, message, where = error.kind, error.message, error.where or home
            status = r.ERROR if status == "missing" else status
            message += self._why_undefined(error)
            if unsolved:
                return r.SKIPPED, f"needs {unsolved}", "", where
        else:  # the check could not use the value, which is as wrong as a wrong value
            message = f"Expected a result that can be checked, but got: {error}"
        needs = self._incomplete(check.task)
        if needs and status in (r.FAIL, r.ERROR):
            return r.SKIPPED, f"needs {needs}", "", where
        return status, message, hint, where

    def _why_undefined(self, error: StudentError) -> str:
        """What went wrong when the file was run, after a NameError that comes of it."""
        if error.types[:1] != ("NameError",) or not self.session.problems:
            return ""
        name = error.message.partition("'")[2].partition("'")[0]
        failed = self.session.problems
        first = next((p for p in failed if name and name in p.message), failed[0])
        return f". Running the file stopped at {first.where}: {first.message}"

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


def play(run: Run, files: Sequence[Path], task: str | None = None) -> None:
    """Run the checks: one pytest session in this process.

    Args:
        run: the submission, not played yet.
        files: the grader files.
        task: run the checks of this task alone.

    Raises:
        KitError: pytest could not run them.
    """
    options = [
        *("-c", os.devnull, "--rootdir", str(files[0].parent)),
        *("--noconftest", "--import-mode=importlib", "--assert=plain", "--capture=no"),
        *(f"-pno:{name}" for name in _UNUSED),
        *("-p", "autograder.plugin"),
    ]
    with _own_settings():
        code = pytest.main([*options, *map(str, files)], plugins=[_Collector(run, task)])
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        raise KitError(f"The checks of {run.chapter.name} could not be run (pytest: {code!r}).")


@contextlib.contextmanager
def _own_settings() -> Iterator[None]:
    """Whoever starts the grade has no part in it: not by installed plugins, nor by variables."""
    before = {name: os.environ.pop(name, None) for name in _THEIRS}
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # and loading them would cost time
    try:
        yield
    finally:
        del os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"]
        os.environ.update({name: value for name, value in before.items() if value is not None})


def _shortened(text: str) -> str:
    if len(text) <= _MAX_OUTPUT:
        return text
    return f"{text[:_MAX_OUTPUT]}\n[output cut after {_MAX_OUTPUT} characters]"
