"""Results of grading one chapter of one submission: exercism's result format 3, and more.

The format is described for other programs in ``result.schema.json`` beside this file.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

PASS = "pass"
FAIL = "fail"
NOT_STARTED = "not_started"
ERROR = "error"
TIMEOUT = "timeout"
CRASH = "crash"
MEMORY = "memory"
SKIPPED = "skipped"
INFRASTRUCTURE = "infrastructure"

# The worst status of a task's checks names the task: the first of these that occurs.
STATUSES = (INFRASTRUCTURE, CRASH, MEMORY, TIMEOUT, ERROR, FAIL, SKIPPED, NOT_STARTED, PASS)


@dataclass(frozen=True, slots=True)
class TestResult:
    """The result of one check.

    Attributes:
        name: what is checked, a sentence for the student ("y equals weight * x + bias").
        check: ``public.test_...`` or ``hidden.test_...``.
        task_id: the task's name, e.g. ``make_line``.
        status: one of ``STATUSES``.
        points: points earned, 0 to max_points.
        max_points: points of this check.
        message: what was expected and what was found; empty when passed.
        hint: one sentence, or empty.
        where: ``file:line`` in the student's own file (``file[cell 3]:2`` in a notebook), or empty.
        misconception: id of the recognised mistake, or None.
        resembles: id of a known mistake that gives the same under this check but not under all
            that failed, or None; only where none was recognised.
        hints: three levels of the mistake, or of a repair that was found; or empty.
        output: what the student's code printed during the check, at most 500 characters.
        seconds: wall time of the check, in tenths.
        repair: a change of the student's code after which the task passes, or this check and
            no fewer of the others, for the instructor alone: its lines before (``-``) and after
            (``+``); or empty.
    """

    __test__ = False  # not a pytest class

    name: str
    check: str
    task_id: str
    status: str
    points: float
    max_points: float
    message: str = ""
    hint: str = ""
    where: str = ""
    misconception: str | None = None
    resembles: str | None = None
    hints: tuple[str, ...] = ()
    output: str = ""
    seconds: float = 0.0
    repair: str = ""

    @property
    def first_hint(self) -> str:
        """The hint that is shown unasked: a mistake's or repair's first, else the check's own."""
        return self.hints[0] if self.hints else self.hint

    @property
    def has_failed(self) -> bool:
        """Whether there is something to tell: it was begun, not skipped, and did not pass."""
        return self.status not in (PASS, NOT_STARTED, SKIPPED)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> TestResult:
        """Rebuild a result from plain data, as `dataclasses.asdict` gives it.

        Raises:
            KeyError, TypeError: the data is not such a result.
        """
        return cls(**{**data, "hints": tuple(data["hints"])})


@dataclass(frozen=True, slots=True)
class TaskResult:
    """The results of one task's checks, and their sum."""

    task_id: str
    status: str
    points: float
    max_points: float
    tests: tuple[TestResult, ...]

    @property
    def misconception(self) -> str | None:
        """The first recognised mistake among the checks, or None."""
        return next((t.misconception for t in self.tests if t.misconception), None)


@dataclass(frozen=True, slots=True)
class Result:
    """The result of one chapter of one submission.

    Attributes:
        chapter: full name of the chapter.
        student: whose submission it is.
        status: ``pass`` (all points), ``fail``, ``error`` (nothing could be run) or
            ``infrastructure`` (the kit failed, and there is no grade).
        message: why nothing could be run, or remarks such as imports that failed; else empty.
        points: points earned, of ``max_points``.
        max_points: points of the checks that ran.
        device: ``cpu``, ``cuda`` or ``mps``.
        sandbox: the layers the student's code ran under.
        seconds: wall time of the grading.
        hidden: whether the hidden checks ran.
        source: name of the file that was graded, as the student knows it.
        fingerprint: identifies submission, graders and key: equal ones need no regrading.
        tests: one entry a check, in the order of the chapter.
        version: of this format.
    """

    chapter: str
    student: str
    status: str
    message: str
    points: float
    max_points: float
    device: str
    sandbox: tuple[str, ...]
    seconds: float
    hidden: bool
    source: str
    fingerprint: str
    tests: tuple[TestResult, ...] = field(default_factory=tuple)
    version: int = 3

    def tasks(self) -> tuple[TaskResult, ...]:
        """The results per task, in the order of the chapter."""
        names = dict.fromkeys(t.task_id for t in self.tests)
        return tuple(_task(n, [t for t in self.tests if t.task_id == n]) for n in names)

    def to_json(self) -> dict[str, Any]:
        """Plain data for ``json.dumps``; ``from_json`` reads it back."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Result:
        """Rebuild a result written by ``to_json``.

        Raises:
            KeyError, TypeError: the data is not such a result.
        """
        tests = tuple(map(TestResult.from_json, data["tests"]))
        return cls(**{**data, "tests": tests, "sandbox": tuple(data["sandbox"])})


def _task(name: str, tests: list[TestResult]) -> TaskResult:
    status = next(s for s in STATUSES if any(t.status == s for t in tests))
    return TaskResult(
        task_id=name,
        status=status,
        points=sum(t.points for t in tests),
        max_points=sum(t.max_points for t in tests),
        tests=tuple(tests),
    )
