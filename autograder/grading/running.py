"""Run the checks of one submission: calls each, and makes a result of how it ended."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

import torch

from autograder.checks.check import PUBLIC_KEY, Check, seed_of
from autograder.course.chapters import Chapter
from autograder.course.source import Task
from autograder.cpulimit import cpu_limit
from autograder.errors import KitError
from autograder.grading import effects, imports
from autograder.grading import results as r
from autograder.grading.collection import collect
from autograder.remote.client import Student
from autograder.remote.faults import Failed, StudentError
from autograder.remote.session import BUDGET_SECONDS, Entry, Session, because
from autograder.submission import Submission, misplaced

_MAX_OUTPUT = 500
_CHECK_SECONDS = 20.0  # of the grader's own processor time; no check takes 2 s for a right solution
_REPEAT_SECONDS = 2.0  # beside what the repeated checks took the first time
_KEPT_BYTES = 256 * 2**20  # of memory, by the replies of all checks of a submission
_TOO_SLOW = (
    f"Expected to check what your code returns within {_CHECK_SECONDS:.0f} s, but it took longer. "
    "Look for results that are far larger than asked for."
)


@dataclass(frozen=True, slots=True)
class CheckRun:
    """A check that ran: with which seed, the replies it got, its result, and its wall time.

    Of a submission whose replies take too much memory the later ones are not kept.
    """

    check: Check
    seed: int
    trace: tuple[Entry, ...]
    result: r.TestResult
    seconds: float = 0.0


@dataclass(slots=True)
class SubmissionRun:
    """One submission and its checks; `run_checks` and the plugin ``begin`` and ``record`` each.

    Args:
        limited: whether the grader's own time for each check is limited; where the student's code
            runs in the grader's process, it is not.
    """

    chapter: Chapter
    tasks: tuple[Task, ...]
    submission: Submission
    session: Session
    device: torch.device
    key: bytes | None = None
    limited: bool = True
    check_runs: list[CheckRun] = field(default_factory=list)
    _imports: list[StudentError] = field(default_factory=list)
    _ended: dict[str, StudentError] = field(default_factory=dict)
    _left_changed: set[str] = field(default_factory=set)
    _digest: str = ""
    _kept: int = 0

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

        What the student's code left changed and the task does not ask for fails one check of it.
        """
        left = effects.unwanted(self.session, self._allowed(check.task)) if error is None else None
        if left is not None and check.task not in self._left_changed:
            error = left
            self._left_changed.add(check.task)
        if isinstance(error, StudentError) and error.fatal:
            self._ended[check.task] = error
        if isinstance(error, StudentError) and error.is_import:
            self._imports.append(error)
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
            seconds=round(seconds, 1),  # to students; exact times would tell of the checks
        )
        self._kept += self.session.received
        trace = tuple(self.session.trace) if self._kept <= _KEPT_BYTES else ()
        self.check_runs.append(CheckRun(check, self.seed(check), trace, result, seconds))
        return self.check_runs[-1]

    @property
    def failed_imports(self) -> list[str]:
        """What is said once of each import of the submission that failed so far."""
        return imports.notes((*self.session.problems, *self._imports))

    @property
    def ended(self) -> set[str]:
        """The tasks one of whose checks took the student's process down."""
        return set(self._ended)

    def under(self, key: bytes | None, seconds: float = BUDGET_SECONDS) -> SubmissionRun:
        """Return a run of the same process under another key, none of whose checks has run.

        Args:
            key: as for this class.
            seconds: that all its calls together may take.
        """
        self.session.budget = seconds
        whole = (self.chapter, self.tasks, self.submission, self.session, self.device)
        return SubmissionRun(*whole, key, self.limited)

    def time_limit(self) -> AbstractContextManager[None]:
        """Return a limit on the grader's own time for a check, which raises a StudentError."""
        if not self.limited:
            return nullcontext()
        return cpu_limit(_CHECK_SECONDS, StudentError("timeout", _TOO_SLOW))

    def close(self) -> None:
        """End the student's process."""
        self.session.close()

    def _allowed(self, task: str) -> tuple[str, ...]:
        """Return what a task's functions may change."""
        return next((t.changes for t in self.tasks if t.id == task), ())

    def _outcome(self, check: Check, error: BaseException | None) -> tuple[str, str, str, str]:
        """Return status, message, hint and place of a check that ended with ``error`` or none."""
        if error is None:
            return r.PASS, check.explanation, "", ""
        if isinstance(error, KitError):
            return r.INFRASTRUCTURE, str(error), "", ""
        home = self.submission.where(check.task)
        status, message, hint, where = r.FAIL, "", "", home
        if isinstance(error, Failed):
            message, hint = self._remarked(error.message), error.hint
        elif isinstance(error, StudentError):
            unsolved = self._unsolved(error)
            if unsolved == check.task or not self._is_begun(check.task):
                return r.NOT_STARTED, "", "", home
            status, message, where = error.kind, error.message, error.where or home
            if status == "missing":
                status, (message, where) = r.ERROR, self._missing(check.task, message, where)
            if unsolved:
                return r.SKIPPED, f"needs {unsolved}", "", where
        else:  # the check could not use the value, which is as wrong as a wrong value
            message = f"Expected a result that can be checked, but got: {error}"
        if status in (r.FAIL, r.ERROR):
            message = self._with_causes(check.task, error, message)
        return status, message, hint, where

    def _remarked(self, message: str) -> str:
        """Add to a message of a value that is None what is likely, if a call as a whole gave it."""
        last = next((one for one in reversed(self.session.trace) if one.kind != "observe"), None)
        if last and (last.kind, last.label) == ("value", "call") and last.data is None:
            return message.replace("but got None.", "but got None (did you forget `return`?).")
        return message

    def _is_begun(self, name: str) -> bool:
        """Whether there is more of a task than untouched stubs, or than a module nobody wrote."""
        work = self.submission
        names = [n for n in self._names(name) if n in work.definitions]
        if names:
            return not work.untouched.issuperset(names)
        return not work.lacks(name) or misplaced.find(work, name) is not None

    def _missing(self, name: str, message: str, where: str) -> tuple[str, str]:
        """Return message and place for a missing name; of a whole module, where its work lies."""
        found = misplaced.find(self.submission, name) if self.submission.lacks(name) else None
        return (f"{message} {found.sentence}", found.where) if found else (message, where)

    def _names(self, name: str) -> tuple[str, ...]:
        """Return what the cell of a task defines."""
        return next((t.names for t in self.tasks if t.id == name), ())

    def _with_causes(self, name: str, error: BaseException, message: str) -> str:
        """Add to the message of a failed check what else keeps its task from being solved."""
        if why := self._why(name, error):
            message = f"{message.removesuffix('.')}. {why}"
        needs = self._incomplete(name)
        return f"{message} (also unsolved: {needs})" if needs else message

    def _why(self, name: str, error: BaseException) -> str:
        """Return the failed statement of the file behind an error, as a sentence; else empty.

        It would have defined the name that is missing, or a function of the task as written.
        """
        if isinstance(error, StudentError) and error.kind == "missing":
            return ""  # its message has it
        undefined = error.undefined if isinstance(error, StudentError) else ""
        causes = filter(None, map(self.session.cause, (undefined, *self._names(name))))
        return next((because(failed) for failed in causes), "")

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


def in_order(tasks: Sequence[Task], files: Sequence[Path], task: str | None = None) -> list[Check]:
    """Return the checks of a chapter's check files in the order of its tasks, or those of one task.

    Raises:
        KitError: the files hold no checks.
    """
    order = {t.id: i for i, t in enumerate(tasks)}
    wanted = [check for check in collect(tuple(files)) if task in (None, check.task)]
    return sorted(wanted, key=lambda check: order[check.task])


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
    return run_each(run, in_order(run.tasks, files, task))


def run_each(run: SubmissionRun, checks: Iterable[Check]) -> Iterator[CheckRun]:
    """Run these checks, each when the caller asks for it; otherwise as `run_checks`."""
    for check in checks:
        started = time.perf_counter()
        stopped_by: Exception | None = None
        try:
            with run.time_limit():
                check.run(run.begin(check), run.seed(check), run.device)
        except Exception as error:  # of the student's code, the kit, or a check misled by a value
            stopped_by = error
        yield run.record(check, stopped_by, time.perf_counter() - started)


def repeat_public(run: SubmissionRun) -> list[CheckRun]:
    """Run the public checks of failed tasks again, with the inputs that they have in a self-check.

    It takes about as long as these checks took before.

    Args:
        run: a submission whose checks have run under a key, and whose process is there.
    """
    done = [one for one in run.check_runs if one.check.is_public]
    lost = {one.check.task for one in run.check_runs if one.result.status in (r.FAIL, r.ERROR)}
    again = [one for one in done if one.check.task in lost - run.ended]
    repeated = run.under(None, _REPEAT_SECONDS + sum(one.seconds for one in again))
    return list(run_each(repeated, (one.check for one in again))) if run.key else []


def _shortened(text: str) -> str:
    if len(text) <= _MAX_OUTPUT:
        return text
    return f"{text[:_MAX_OUTPUT]}\n[output cut after {_MAX_OUTPUT} characters]"
