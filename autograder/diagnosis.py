"""Recognise a mistake by making it.

Each chapter has a catalogue of wrong implementations. Where a task lost points, every one of them
is graded by the same checks with the same inputs; the one that gives the student's values (or the
student's errors) on all of them is the mistake that was made, and its hints are the ones to give.
"""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor

from autograder import build, chapters
from autograder import results as r
from autograder.channels import LocalChannel
from autograder.chapters import Chapter
from autograder.checks import Check
from autograder.client import Entry, Remote, Session, StudentError
from autograder.expect import Failed
from autograder.misconceptions import Misconception, catalogue
from autograder.submission import from_text

if TYPE_CHECKING:
    from autograder.grading import Played

_ADDRESS = re.compile(r"0x[0-9a-f]+")
_ENDED = (r.TIMEOUT, r.CRASH, r.MEMORY, r.NOT_STARTED, r.SKIPPED, r.INFRASTRUCTURE)


@dataclass(frozen=True, slots=True)
class _Replay:
    """What a wrong implementation gave on one check."""

    trace: tuple[Entry, ...]
    passed: bool


def named(
    chapter: Chapter, played: Sequence[Played], device: torch.device
) -> list[r.TestResult]:
    """The results, with the mistake named in each failed check where one was recognised.

    Args:
        chapter: whose catalogue is used; without one (a student kit) nothing is named.
        played: the checks as they ran on the submission.
        device: that they ran on.
    """
    known = catalogue(chapter)
    found: dict[str, Misconception] = {}
    for task in dict.fromkeys(p.check.task for p in played):
        mine = [p for p in played if p.check.task == task]
        if any(p.result.status in (r.FAIL, r.ERROR) for p in mine):
            candidates = [m for m in known if m.task == task]
            mistake = _recognise(chapter, mine, candidates, device)
            if mistake is not None:
                found[task] = mistake
    return [_with_name(p.result, found.get(p.check.task)) for p in played]


def _with_name(result: r.TestResult, mistake: Misconception | None) -> r.TestResult:
    if mistake is None or result.status not in (r.FAIL, r.ERROR):
        return result
    return dataclasses.replace(result, misconception=mistake.id, hints=mistake.hints)


def _recognise(
    chapter: Chapter,
    played: Sequence[Played],
    candidates: Sequence[Misconception],
    device: torch.device,
) -> Misconception | None:
    """The mistake that agrees on every check; else the one that agrees on most failed checks.

    Of several that agree, the one whose observations (order of calls, modes) agree too.
    """
    ran = [p for p in played if p.result.status not in _ENDED]
    scores = [(_agreement(chapter, ran, mistake, device), mistake) for mistake in candidates]
    likely = [(score, mistake) for score, mistake in scores if score[1]]
    return max(likely, key=lambda pair: pair[0])[1] if likely else None


def _agreement(
    chapter: Chapter, ran: Sequence[Played], mistake: Misconception, device: torch.device
) -> tuple[bool, int, int]:
    """Whether all checks agree, on how many failed ones values agree, on how many observations."""
    text = build.compose(chapters.load(chapter), {mistake.task: mistake.source})
    session = Session(from_text(text, chapter.name, "mistake.py"), LocalChannel)
    everywhere, failed, observed = True, 0, 0
    try:
        for one in ran:
            replay = _replay(session, one.check, one.seed, device)
            passed = one.result.status == r.PASS
            agrees = replay.passed == passed and _same_values(one.trace, replay.trace)
            everywhere = everywhere and agrees
            failed += agrees and not passed
            observed += agrees and _same_observations(one.trace, replay.trace)
    finally:
        session.close()
    return everywhere, failed, observed


def _replay(session: Session, check: Check, seed: int, device: torch.device) -> _Replay:
    try:
        check.run(session.begin(seed, check.seconds), seed, device)
    except (Failed, StudentError):
        return _Replay(tuple(session.trace), False)
    except Exception:  # a check that cannot use a wrong value ends like this for students too
        return _Replay(tuple(session.trace), False)
    return _Replay(tuple(session.trace), True)


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
    if isinstance(a, str):
        return _ADDRESS.sub("", a) == _ADDRESS.sub("", b)
    return bool(a == b)


def _same_arrays(a: Any, b: Any) -> bool:
    if isinstance(a, Tensor) != isinstance(b, Tensor) or a.dtype != b.dtype or a.shape != b.shape:
        return False
    if isinstance(a, Tensor) and (a.is_meta or b.is_meta):
        return bool(a.is_meta and b.is_meta)
    x, y = torch.as_tensor(np.asarray(a) if not isinstance(a, Tensor) else a), torch.as_tensor(
        np.asarray(b) if not isinstance(b, Tensor) else b
    )
    if not (x.is_floating_point() or x.is_complex()):
        return bool(torch.equal(x, y))
    return bool(torch.allclose(x, y, rtol=1e-5, atol=1e-7, equal_nan=True))
