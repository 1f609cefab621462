"""Search the smallest change to a student's code after which all checks of a task pass."""

from __future__ import annotations

import ast
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from autograder.course.source import Task
from autograder.grading import results as r
from autograder.grading.running import CheckRun
from autograder.repair.candidates import Candidate, candidates, edited
from autograder.repair.code import applied, parsed
from autograder.repair.definitions import Definition, definitions
from autograder.repair.kinds import KINDS
from autograder.repair.trial import Bench, Outcome
from autograder.submission import Submission

_BASES = 8  # single edits that are combined with others
_SINGLES = 0.6  # of the time, where edits pass some of the failed checks
_LONGER = 0.85  # of the time, where edits at least get further in them
_SURELY = 0.1  # of the time, kept to try once more what helps in part
_MANY = 3  # checks that must pass where luck can make an edit
_DELETES = re.compile(rb"rmtree|unlink|rmdir|\.remove\b|rename|\.replace\b|\.move\b")
_COUNTED = (r.PASS, r.FAIL, r.ERROR, r.TIMEOUT, r.CRASH, r.MEMORY)


@dataclass(frozen=True, slots=True)
class Found:
    """Edits after which all checks of a task pass, or some that failed and all that passed.

    Attributes:
        edits: one, or two.
        solved: the checks that failed and pass with them, by id.
        failed: how many checks failed.
        checks: how many checks there are.
    """

    edits: tuple[Candidate, ...]
    solved: frozenset[str]
    failed: int
    checks: int

    @property
    def is_whole(self) -> bool:
        """Whether all checks pass."""
        return len(self.solved) == self.failed


@dataclass(frozen=True, slots=True)
class _Base:
    """An edit to combine with others: the failed checks it leaves, and how far it got in them."""

    one: Candidate
    left: tuple[CheckRun, ...]
    replies: int = 0


class _Ended(Exception):
    """The time is over."""


@dataclass(slots=True)
class _Search:
    """One search: the work, its failed checks (the quickest first) and those that passed."""

    submission: Submission
    every: Iterable[Candidate]
    failed: list[CheckRun]
    passed: list[CheckRun]
    bench: Bench
    before: dict[str, Outcome] = field(default_factory=dict)
    bases: list[_Base] = field(default_factory=list)

    def begin(self) -> None:
        """Try the work as it is: how far it gets in each failed check, and how long that takes."""
        seconds = {}
        for one in self.failed:
            started = time.perf_counter()
            self.before[one.check.id] = self.bench.quick(self.submission, one)
            seconds[one.check.id] = time.perf_counter() - started
        self.failed.sort(key=lambda one: seconds[one.check.id])

    def single(self, seconds: float) -> tuple[Candidate, ...]:
        """Try each edit alone; keep those that help."""
        for check in self.failed:
            for one in self.every:
                if self.bases and self.bench.left() <= (1 - self._share()) * seconds:
                    return ()
                if self._solves((one,), [check, *(o for o in self.failed if o is not check)]):
                    return (one,)
            if any(not base.replies for base in self.bases):
                return ()
        return ()

    def partly(self) -> tuple[list[CheckRun], tuple[Candidate, ...]]:
        """Find the edit that passes the most failed checks, where no other line does as much."""
        helps = [base for base in self.bases if not base.replies]
        most = [b for b in helps if len(b.left) == min(len(other.left) for other in helps)]
        if len({base.one.where for base in most}) != 1:
            return [], ()
        solved = [one for one in self.failed if one not in most[0].left]
        every, edits = [*self.passed, *solved], (most[0].one,)
        if len(every) < _needed(edits):
            return [], ()
        sure = self.bench.surely(edited(self.submission, *edits), every)
        return (solved, edits) if sure else ([], ())

    def _share(self) -> float:
        best = min(len(base.left) for base in self.bases)
        return _SINGLES if best < len(self.failed) else _LONGER

    def pair(self) -> tuple[Candidate, ...]:
        """Try each edit that helps with each other one."""
        self.bases.sort(key=lambda base: (len(base.left), -base.replies))
        for base in self.bases[:_BASES]:
            rest = [o for o in self.failed if o not in base.left]
            for one in self.every:
                fits = one is not base.one and one.fits(base.one)
                if fits and self._solves((base.one, one), [*base.left, *rest]):
                    return base.one, one
        return ()

    def _solves(self, edits: tuple[Candidate, ...], failed: Sequence[CheckRun]) -> bool:
        """Whether all checks pass with these edits; one that helps alone is noted down."""
        if self.bench.left() <= 0:
            raise _Ended
        version = edited(self.submission, *edits)
        first = self.bench.quick(version, failed[0])
        if not first.passed:
            if len(edits) == 1 and first.is_further(self.before[failed[0].check.id]):
                self.bases.append(_Base(edits[0], tuple(failed), first.replies))
            return False
        left = tuple(o for o in failed[1:] if not self.bench.quick(version, o).passed)
        if any(not self.bench.quick(version, o).passed for o in self.passed):
            return False
        if left and len(edits) == 1:
            self.bases.append(_Base(edits[0], left))
        every = [*self.passed, *self.failed]
        return not left and len(every) >= _needed(edits) and self.bench.surely(version, every)


def _needed(edits: Sequence[Candidate]) -> int:
    """How many checks must pass with edits, to be no luck: one is enough for a single strong one.

    With one or two, an axis squeezed away at the end, say, hides a mistake that lies elsewhere.
    """
    is_weak = any(KINDS[one.edit.kind].is_weak for one in edits)
    return _MANY if is_weak or len(edits) > 1 else 1


def search(
    submission: Submission,
    task: Task,
    others: frozenset[str],
    mine: Sequence[CheckRun],
    bench: Bench,
) -> Found | None:
    """Find one edit, or two, after which all checks of a task pass; or else one that passes some.

    Args:
        submission: the work, of which the task failed.
        task: the failed task.
        others: what other tasks define.
        mine: the checks of the task that ran, with how they ended.
        bench: where edits are tried, and for how long.
    """
    mine = [one for one in mine if not _undefined(one)]
    failed = [one for one in mine if one.result.status != r.PASS]
    passed = [one for one in mine if one.result.status == r.PASS]
    if not failed or any(one.result.status not in _COUNTED for one in mine):
        return None
    found, seconds = definitions(submission, task.names, others), bench.left()
    every = _Memo(_distinct(_ordered(submission, task, found, failed)))
    one = _Search(submission, every, failed, passed, bench)
    bench.deadline -= _SURELY * seconds
    try:
        one.begin()
        if not bench.is_confined and any(_DELETES.search(d.code.data) for d in found):
            return None  # an edit might have it delete something else
        solved, edits = failed, one.single(seconds) or one.pair()
    except _Ended:
        edits = ()
    if not edits:
        bench.deadline += _SURELY * seconds
        solved, edits = one.partly()
    ids = frozenset(check_run.check.id for check_run in solved)
    return Found(edits, ids, len(failed), len(mine)) if edits else None


def _undefined(one: CheckRun) -> bool:
    """Whether the check asked for a name that is missing: no edit of what is there gives it."""
    last = one.trace[-1] if one.trace else None
    return last is not None and last.kind == "error" and last.data[0] == ()


def _ordered(
    submission: Submission, task: Task, found: Sequence[Definition], failed: Sequence[CheckRun]
) -> list[Candidate]:
    messages = " ".join(o.result.message for o in failed)
    homes = {submission.where(name) for name in task.names}
    places = {o.result.where for o in failed if o.result.status == r.ERROR} - homes
    return candidates(found, messages, places)


def _distinct(every: Sequence[Candidate]) -> Iterator[Candidate]:
    """Leave out what does not compile, and what says the same as another or as the original."""
    seen = {(one.of, ast.dump(one.of.code.tree)) for one in every}
    for one in every:
        tree = parsed(applied(one.of.code.data, one.edit))
        if tree is None or len(tree.body) != 1:
            continue
        key = one.of, ast.dump(tree)
        if key not in seen:
            seen.add(key)
            yield one


class _Memo:
    """What an iterator gives, made when it is first asked for, to be gone through several times."""

    def __init__(self, source: Iterator[Candidate]) -> None:
        self._source, self._kept = source, list[Candidate]()

    def __iter__(self) -> Iterator[Candidate]:
        at = 0
        while True:
            if at == len(self._kept):
                found = next(self._source, None)
                if found is None:
                    return
                self._kept.append(found)
            yield self._kept[at]
            at += 1
