"""Try versions of a submission under checks, in processes of the student's own kind.

Versions are tried one after the other in one process, for a fork and the first use of torch in it
take longer than most checks. What passes there is tried again in a process of its own, as a grade
does it: only that counts.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import torch

from autograder import data
from autograder.cpulimit import cpu_limit
from autograder.errors import KitError
from autograder.grading import effects
from autograder.grading.request import GradeRequest
from autograder.grading.running import CheckRun
from autograder.remote import channels
from autograder.remote.client import Student
from autograder.remote.faults import Failed, StudentError
from autograder.remote.session import Channel, Session
from autograder.sandbox.policy import LAYERS
from autograder.submission import Submission

_LEAST_SECONDS = 0.5  # that a check of a version may take
_TIMES = 4  # as long as the student's own code took, it may
_TOO_SLOW = StudentError("timeout", "It took too long.")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a version did under a check.

    Attributes:
        passed: whether it passed.
        replies: how many it gave.
        subject: the beginning of the message of how it failed: what was looked at.
    """

    passed: bool
    replies: int
    subject: str = ""

    def is_further(self, than: Outcome) -> bool:
        """Whether this one failed later in the check, as far as can be told."""
        if self.replies != than.replies:
            return self.replies > than.replies
        return self.subject not in ("", than.subject)


@dataclass(slots=True)
class Bench:
    """Where versions of one submission are tried.

    Args:
        open_channel: starts a student's process.
        device: of the checks.
        allowed: what the task's functions may leave changed.
        deadline: of ``time.perf_counter``; nothing passes after it.
        first: a session that has not begun.
        missing: names of the task that the work does not define: a check that gets as far as to ask
            for one has passed as much as it can.
    """

    open_channel: Callable[[], Channel]
    device: torch.device
    allowed: tuple[str, ...]
    deadline: float
    first: Session
    missing: tuple[str, ...] = ()
    tried: int = 0

    @property
    def is_confined(self) -> bool:
        """Whether the process that was started can change no file but its own."""
        return not {"files", "landlock"}.isdisjoint(self.first.layers)

    def left(self) -> float:
        """Seconds that are left."""
        return self.deadline - time.perf_counter()

    def quick(self, version: Submission, one: CheckRun) -> Outcome:
        """Try a version under a check in the process that served those before it."""
        self.tried += 1
        if self.first.submission is not version:
            try:
                self.first.change(version, self._limit(one))
            except StudentError:
                return Outcome(False, 0)
        return self._outcome(self.first, one)

    def surely(self, version: Submission, check_runs: Sequence[CheckRun]) -> bool:
        """Whether a version passes all of these checks in a process of its own."""
        session = Session(version, self.open_channel, parameters=self.first.parameters)
        try:
            return all(self._outcome(session, one).passed for one in check_runs)
        finally:
            session.close()

    def close(self) -> None:
        """End the process."""
        self.first.close()

    def _limit(self, one: CheckRun) -> float:
        """The seconds that a check may take."""
        return max(0.01, min(self.left(), max(_LEAST_SECONDS, _TIMES * one.seconds)))

    def _outcome(self, session: Session, one: CheckRun) -> Outcome:
        seconds = self._limit(one)
        session.budget = seconds
        try:
            with cpu_limit(seconds + _LEAST_SECONDS, _TOO_SLOW):
                session.begin(one.seed, min(seconds, one.check.seconds))
                one.check.run(Student(session), one.seed, self.device)
        except (KitError, TimeoutError):
            raise
        except Exception as error:  # also of a check that cannot use a wrong value
            if error is _TOO_SLOW:
                session.close()
            if isinstance(error, StudentError) and error.kind == "missing":
                asked = any(f"to define {name}," in error.message for name in self.missing)
                return Outcome(asked and self.left() > 0, len(session.trace))
            subject = error.message.partition(" to ")[0] if isinstance(error, Failed) else ""
            return Outcome(False, len(session.trace), subject)
        passed = effects.unwanted(session, self.allowed) is None and self.left() > 0
        return Outcome(passed, len(session.trace))


def opener(request: GradeRequest) -> Callable[[], Channel] | None:
    """Return what starts the processes in which edited code runs; None where it must not run.

    It runs with every layer of the sandbox that the machine has, one's own code too: an edit of a
    line that deletes files is not the student's will.
    """
    template = request.template
    if request.in_process or template is None:
        return None
    read = (*request.policy.read_paths, str(data.root()))
    policy = replace(request.policy, layers=LAYERS, read_paths=tuple(dict.fromkeys(read)))
    return lambda: channels.ProcessChannel(template.spawn(policy), policy.limits.cpu_seconds)
