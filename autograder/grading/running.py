"""Run the checks of one submission: calls each, and makes a result of how it ended."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import torch

from autograder.checks.check import PUBLIC_KEY, Check, seed_of
from autograder.course.chapters import Chapter
from autograder.course.source import Task
from autograder.errors import KitError
from autograder.grading import results as r
from autograder.grading.collection import collect
from autograder.remote.client import Student
from autograder.remote.faults import Failed, StudentError
from autograder.remote.session import Entry, Session
from autograder.submission import Submission

_MAX_OUTPUT = 500
_HINTS = {
    "autograd": "`with torch.inference_mode():` ends where its block ends; a bare call does not.",
    "the default dtype": "Pass dtype= to what needs it.",
    "the default device": "Pass device= to what needs it.",
    "the working folder": "Build paths with pathlib's / and leave os.chdir out.",
}


@dataclass(frozen=True, slots=True)
class CheckRun:
    """A check that ran: with which seed, the replies it got, and its result."""

    check: Check
    seed: int
    trace: tuple[Entry, ...]
    result: r.TestResult


@dataclass(slots=True)
class SubmissionRun:
    """One submission and its checks; `run_checks` and the plugin ``begin`` and ``record`` each."""

    chapter: Chapter
    tasks: tuple[Task, ...]
    submission: Submission
    session: Session
    device: torch.device
    key: bytes | None = None
    check_runs: list[CheckRun] = field(default_factory=list)
    _ended: dict[str, StudentError] = field(default_factory=dict)
    _left_changed: set[str] = field(default_factory=set)
    _digest: str = ""

    def seed(self, check: Check) -> int:
        """Return the seed of a check for this submission."""
        if self.key is not None and not self._digest:
            self._digest = self.submission.digest
        return seed_of(self.key or PUBLIC_KEY, self._digest, self.chapter.name, check.id)

    def begin(self, check: Check) -> Student:
        """Reset the student's process for a check and return the client of it.

        Raises:
            StudentError: an earlier check of the same task took the process down: what hung once
                is not waited for again.
        """
        self.session.trace.clear()
        if check.task in self._ended:
            raise self._ended[check.task]
        self.session.begin(self.seed(check), check.seconds)
        return Student(self.session)

    def record(self, check: Check, error: BaseException | None, seconds: float) -> CheckRun:
        """Make the result of a check from how it ended, and keep it.

        A setting of the process that the student's code left changed fails one check of the task.
        """
        if error is None and check.task not in self._left_changed:
            error = left_changed(self.session)
            self._left_changed |= {check.task} if error else set()
        if isinstance(error, StudentError) and error.fatal:
            self._ended[check.task] = error
        status, message, hint, where = self._outcome(check, error)
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
        self.check_runs.append(CheckRun(check, self.seed(check), trace, result))
        return self.check_runs[-1]

    def close(self) -> None:
        """End the student's process."""
        self.session.close()

    def _outcome(self, check: Check, error: BaseException | None) -> tuple[str, str, str, str]:
        """Return status, message, hint and place of a check that ended with ``error`` or none."""
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
        """Return the error in the file that caused this NameError, as a sentence; else empty."""
        if error.types[:1] != ("NameError",) or not self.session.problems:
            return ""
        name = error.message.partition("'")[2].partition("'")[0]
        failed = self.session.problems
        first = next((p for p in failed if name and name in p.message), failed[0])
        return f". Running the file stopped at {first.where}: {first.message}"

    def _unsolved(self, error: StudentError) -> str | None:
        """Return the id of the task whose stub raised this error, or None."""
        if error.types[:1] != ("NotImplementedError",):
            return None
        name = error.message.removeprefix("NotImplementedError: ")
        return name if any(t.id == name for t in self.tasks) else None

    def _incomplete(self, name: str) -> str | None:
        """Return a task that this one needs and that lost a check so far, or None."""
        needs = next((t.needs for t in self.tasks if t.id == name), ())
        broken = {p.check.task for p in self.check_runs if p.result.status != r.PASS}
        return next((n for n in needs if n in broken), None)


def left_changed(session: Session) -> Failed | None:
    """Return the error for a setting that the last check's calls left changed, or None."""
    for one in session.left_changed[:1]:
        message = (
            f"Expected {one.name} to be {one.before} after your code ran, as it was before, "
            f"but got {one.after}."
        )
        return Failed(message, _HINTS.get(one.name, "Put it back before your function returns."))
    return None


def run_checks(
    run: SubmissionRun, files: Sequence[Path], task: str | None = None
) -> Iterator[CheckRun]:
    """Run the checks in the order of the tasks, each when the caller asks for it.

    Args:
        run: the submission, none of whose checks has run.
        files: the check files.
        task: run the checks of this task alone.

    Raises:
        KitError: the files hold no checks, or the kit could not start a student's process.
    """
    order = {t.id: i for i, t in enumerate(run.tasks)}
    wanted = [check for check in collect(tuple(files)) if task in (None, check.task)]
    for check in sorted(wanted, key=lambda check: order[check.task]):
        started = time.perf_counter()
        stopped_by: Exception | None = None
        try:
            check.run(run.begin(check), run.seed(check), run.device)
        except Exception as error:  # of the student's code, the kit, or a check misled by a value
            stopped_by = error
        yield run.record(check, stopped_by, time.perf_counter() - started)


def _shortened(text: str) -> str:
    if len(text) <= _MAX_OUTPUT:
        return text
    return f"{text[:_MAX_OUTPUT]}\n[output cut after {_MAX_OUTPUT} characters]"
