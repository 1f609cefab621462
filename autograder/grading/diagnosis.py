"""Name the known mistake in a failed task: run each one under the same checks and compare.

Each chapter has a catalogue of wrong implementations. Where a task lost points, every one of them
is graded by the same checks with the same inputs; the one that gives the student's values (or the
student's errors) on all of them is the mistake that was made, and its hints are the ones to give.
"""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor

from autograder.course import chapters, compose, signatures
from autograder.course.chapters import Chapter
from autograder.course.mistakes import Mistake, catalogue
from autograder.grading import effects
from autograder.grading import results as r
from autograder.remote.channels import LocalChannel
from autograder.remote.client import Remote, Student
from autograder.remote.session import Entry, Session
from autograder.submission import Submission, from_text

if TYPE_CHECKING:
    from autograder.grading.running import CheckRun

# In memory, or of a working folder.
_ADDRESS = re.compile(r"0x[0-9a-f]+|(?<![^\s'\"])[^\s'\"]*student-\w+")
_ENDED = (r.TIMEOUT, r.CRASH, r.MEMORY, r.NOT_STARTED, r.SKIPPED, r.INFRASTRUCTURE)


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a known mistake did under one check: whether it passed, and its trace."""

    passed: bool
    trace: tuple[Entry, ...]


Attempts = Callable[[Mistake, "CheckRun"], Attempt]
"""Runs a known mistake under the check, and with the seed, of a submission's check run."""


class _Suspect:
    """A known mistake under comparison, and on how many checks its observations agreed too."""

    def __init__(self, mistake: Mistake, attempts: Attempts) -> None:
        self.mistake = mistake
        self.observed = 0
        self._attempts = attempts

    def agrees(self, one: CheckRun) -> bool:
        """Whether this mistake, under that check, gives the values the student's code gave."""
        mine = self._attempts(self.mistake, one)
        agrees = mine.passed == (one.result.status == r.PASS)
        agrees = agrees and _same_values(one.trace, mine.trace)
        self.observed += agrees and _same_observations(one.trace, mine.trace)
        return agrees


def attempts(chapter: Chapter, device: torch.device) -> Attempts:
    """Return a function that runs known mistakes of a chapter in this process.

    It runs each once for a check and a seed and keeps what came of it as long as it exists itself:
    submissions with the same seeds can be compared with the same attempts.
    """
    submission = cache(partial(_submission, chapter))
    allowed = {task.id: task.changes for task in chapters.load(chapter).tasks}
    kept: dict[tuple[Mistake, str, int], Attempt] = {}

    def attempt(mistake: Mistake, one: CheckRun) -> Attempt:
        asked = mistake, one.check.id, one.seed
        if asked not in kept:
            words = allowed[one.check.task]
            kept[asked] = _attempt(submission(mistake), one, device, words)
        return kept[asked]

    return attempt


def named(
    chapter: Chapter, check_runs: Sequence[CheckRun], attempts: Attempts
) -> list[r.TestResult]:
    """Return the results, each failed one with the mistake that was recognised in its task.

    Args:
        chapter: whose catalogue is used; without one (a student kit) nothing is named.
        check_runs: the checks as they ran on the submission.
        attempts: what the chapter's known mistakes do under those checks.
    """
    known = catalogue(chapter)
    found: dict[str, Mistake] = {}
    for task in dict.fromkeys(p.check.task for p in check_runs):
        mine = [p for p in check_runs if p.check.task == task]
        if any(p.result.status in (r.FAIL, r.ERROR) for p in mine):
            candidates = [m for m in known if m.task == task]
            mistake = _recognise(mine, candidates, attempts)
            if mistake is not None:
                found[task] = mistake
    return [_with_name(p.result, found.get(p.check.task)) for p in check_runs]


def _with_name(result: r.TestResult, mistake: Mistake | None) -> r.TestResult:
    if mistake is None or result.status not in (r.FAIL, r.ERROR):
        return result
    return dataclasses.replace(result, misconception=mistake.id, hints=mistake.hints)


def _recognise(
    check_runs: Sequence[CheckRun], candidates: Sequence[Mistake], attempts: Attempts
) -> Mistake | None:
    """Return the known mistake that gives the student's values on the failed checks, or None.

    Failed checks are compared first, the quickest before the others. What agrees with one of them
    is compared with the next; what agrees with none is out. Where that leaves several, passed
    checks and then observations (order of calls, modes) decide.
    """
    compared = [p for p in check_runs if p.result.status not in _ENDED and not _undefined(p)]
    failed = [p for p in compared if p.result.status != r.PASS]
    if not failed:
        return None
    passed = [p for p in compared if p.result.status == r.PASS]
    everyone = [_Suspect(m, attempts) for m in candidates]
    left: list[_Suspect] = []
    for one in sorted(failed, key=lambda p: p.seconds):
        left = [s for s in left or everyone if s.agrees(one)] or left
    for one in passed:
        if len(left) > 1:
            left = [s for s in left if s.agrees(one)] or left
    return max(left, key=lambda s: s.observed).mistake if left else None


def _undefined(one: CheckRun) -> bool:
    """Whether the check asked for a name that is missing: no known mistake leaves a task out."""
    last = one.trace[-1] if one.trace else None
    return last is not None and last.kind == "error" and last.data[0] == ()


def _submission(chapter: Chapter, mistake: Mistake) -> Submission:
    """Make the submission that has this mistake and is right otherwise."""
    text = compose.module(chapters.load(chapter), {mistake.task: mistake.source})
    return from_text(text, chapter.name, "mistake.py")


def _attempt(
    submission: Submission, one: CheckRun, device: torch.device, allowed: tuple[str, ...]
) -> Attempt:
    source = chapters.load(chapters.find(submission.chapter))
    session = Session(submission, LocalChannel, parameters=signatures.parameters(source))
    try:
        passed = _passes(session, one, device, allowed)
        return Attempt(passed, tuple(session.trace))
    finally:
        session.close()


def _passes(
    session: Session, one: CheckRun, device: torch.device, allowed: tuple[str, ...]
) -> bool:
    try:
        session.begin(one.seed, one.check.seconds)
        one.check.run(Student(session), one.seed, device)
    except Exception:  # also of a check that cannot use a wrong value: it fails for students too
        return False
    return effects.unwanted(session, allowed) is None


def _same_values(a: Sequence[Entry], b: Sequence[Entry]) -> bool:
    left = [e for e in a if e.kind != "observe"]
    right = [e for e in b if e.kind != "observe"]
    return len(left) == len(right) and all(
        x.kind == y.kind and same(x.data, y.data) for x, y in zip(left, right, strict=True)
    )


def _same_observations(a: Sequence[Entry], b: Sequence[Entry]) -> bool:
    left = [e.data for e in a if e.kind == "observe"]
    right = [e.data for e in b if e.kind == "observe"]
    return len(left) == len(right) and all(map(same, left, right))


def same(a: Any, b: Any) -> bool:
    """Whether two replies agree: numbers within rounding, texts but for addresses, else exactly.

    Numbers agree within 1e-5 relative or 1e-7 absolute, wider than float32 rounds over the few
    steps a check takes and narrower than any two mistakes differ.
    """
    if isinstance(a, Remote) or isinstance(b, Remote):
        return isinstance(a, Remote) and isinstance(b, Remote)
    if isinstance(a, Tensor | np.ndarray | np.generic):
        return type(a) is type(b) and _same_arrays(a, b)
    if isinstance(a, float) and isinstance(b, float):
        both_nan = math.isnan(a) and math.isnan(b)
        return both_nan or math.isclose(a, b, rel_tol=1e-5, abs_tol=1e-7)
    if type(a) is not type(b):
        return False
    if isinstance(a, dict):
        return list(a) == list(b) and all(same(a[k], b[k]) for k in a)
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, str | PurePath):
        return _ADDRESS.sub("", str(a)) == _ADDRESS.sub("", str(b))
    return bool(a == b)


def _same_arrays(a: Any, b: Any) -> bool:
    if isinstance(a, Tensor) != isinstance(b, Tensor) or a.dtype != b.dtype or a.shape != b.shape:
        return False
    if isinstance(a, Tensor) and (a.is_meta or b.is_meta):
        return bool(a.is_meta and b.is_meta)
    x, y = (
        torch.as_tensor(np.asarray(a) if not isinstance(a, Tensor) else a),
        torch.as_tensor(np.asarray(b) if not isinstance(b, Tensor) else b),
    )
    if not (x.is_floating_point() or x.is_complex()):
        return bool(torch.equal(x, y))
    return bool(torch.allclose(x, y, rtol=1e-5, atol=1e-7, equal_nan=True))
