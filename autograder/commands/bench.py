"""Measure what grading costs: as ratios, for seconds depend on the machine and its other users.

    autograder bench

Each figure is the median of pairs measured in turn, so that both sides meet the same machine.
"""

from __future__ import annotations

import hashlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.course import chapters, compose
from autograder.course.chapters import Chapter
from autograder.course.mistakes import catalogue
from autograder.grading import grader
from autograder.grading.grader import grade
from autograder.grading.request import GradeRequest
from autograder.grading.running import run_checks
from autograder.remote.channels import ProcessChannel
from autograder.remote.launch import Template
from autograder.remote.session import Channel, Session
from autograder.remote.timelimit import TimeLimit
from autograder.sandbox import Policy
from autograder.student.runner import Runner
from autograder.submission import Submission, from_text

_LAZY = "import torch; torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1)"


@dataclass(frozen=True, slots=True)
class Figure:
    """One comparison: of what, its median, lowest and highest value, and the goal."""

    name: str
    median: float
    low: float
    high: float
    goal: str


@dataclass(slots=True)
class _Recording:
    """A channel that keeps the requests it carries."""

    inner: Channel
    frames: list[bytes]

    @property
    def layers(self) -> tuple[str, ...]:
        return self.inner.layers

    def time_limit(self, seconds: float) -> TimeLimit:
        return self.inner.time_limit(seconds)

    def exchange(self, frame: bytes, limit: TimeLimit) -> bytes:
        self.frames.append(frame)
        return self.inner.exchange(frame, limit)

    def close(self) -> None:
        self.inner.close()


class _Stopwatch(Runner):
    """A runner that adds up the time spent in the student's own code."""

    seconds = 0.0

    def _do_call(self, target: Any, args: list[Any], kwargs: dict[str, Any], keep: bool) -> object:
        started = time.perf_counter()
        try:
            return super()._do_call(target, args, kwargs, keep)
        finally:
            self.seconds += time.perf_counter() - started


def figures(rounds: int, graded: Sequence[Chapter]) -> Iterator[Figure]:
    """Measure, one figure at a time.

    Args:
        rounds: pairs of each comparison.
        graded: chapters whose grading is compared with its bare calls.
    """
    python = [sys.executable, "-c"]
    yield ratio(
        "`autograder --help` over `python -c pass`",
        lambda: _run([sys.executable, "-m", "autograder", "--help"]),
        lambda: _run([*python, "pass"]),
        rounds,
        "at most 8",
    )
    yield ratio(
        "`autograder check 00` (solution) over `import torch, torchvision`",
        lambda: _check("00"),
        lambda: _run([*python, _IMPORTS]),
        rounds,
        "at most 1.5",
    )
    with Template.start() as template:
        template.spawn(Policy.self_check()).close()  # wait until the template has started
        yield ratio(
            "first optimiser in a fresh Python over the same forked from the template",
            lambda: _run([*python, _LAZY]),
            lambda: template.spawn(Policy.strangers()).close(),
            rounds,
            "at least 25",
        )
        yield difference(
            "milliseconds that the sandbox adds to starting and ending a student process",
            lambda: template.spawn(Policy.strangers()).close(),
            lambda: template.spawn(Policy.self_check()).close(),
            10 * rounds,
            "at most 30",
        )
        for chapter in graded:
            text = compose.solved_module(chapters.load(chapter))
            submission = from_text(text, chapter.name, f"{chapter.name}.py")
            yield _grading_cost(submission, template, rounds)
            yield _naming_cost(chapter, template, rounds)


_IMPORTS = (
    "from autograder.student import torchvision_shim; torchvision_shim.ensure(); "
    "import torch, torchvision"
)


def _request(template: Template, *, diagnose: bool) -> GradeRequest:
    return GradeRequest(
        hidden=True,
        key=hashlib.sha256(b"bench").digest(),
        policy=Policy.strangers(),
        device="cpu",
        template=template,
        diagnose=diagnose,
    )


def _grading_cost(submission: Submission, template: Template, rounds: int) -> Figure:
    request = _request(template, diagnose=False)
    grade(submission, "warm-up", request)
    frames = _requests(submission, request, template)
    return ratio(
        f"grading {submission.chapter} over its bare calls in one process",
        lambda: _timed(lambda: grade(submission, "bench", request)),
        lambda: _bare(frames),
        rounds,
        "at most 1.5 where the calls take a second",
    )


def _naming_cost(chapter: Chapter, template: Template, rounds: int) -> Figure:
    hand_ins = list(_small_class(chapter))

    def graded(diagnose: bool) -> None:
        for submission in hand_ins:
            grade(submission, "bench", _request(template, diagnose=diagnose))

    graded(diagnose=True)
    return ratio(
        f"grading {chapter.name} with names for mistakes over without, in a class half of which "
        "made three each",
        lambda: graded(diagnose=True),
        lambda: graded(diagnose=False),
        rounds,
        "at most 1.33",
    )


def _small_class(chapter: Chapter) -> Iterator[Submission]:
    """Six hand-ins: three right ones, and three with known mistakes in three tasks each."""
    source = chapters.load(chapter)
    tasks = [task.id for task in source.tasks]
    for first in range(3):
        chosen = tasks[first :: max(1, len(tasks) // 3)][:3]
        made = {one.task: one.source for one in catalogue(chapter) if one.task in chosen}
        for replaced in ({}, made):
            yield from_text(compose.module(source, replaced), chapter.name, f"{chapter.name}.py")


def _requests(submission: Submission, request: GradeRequest, template: Template) -> list[bytes]:
    """Return the request frames of one grading, to be sent again without a grader."""
    frames: list[bytes] = []
    run = grader.open_run(submission, request)
    run.session = Session(
        submission,
        lambda: _Recording(ProcessChannel(template.spawn(request.policy)), frames),
        parameters=run.session.parameters,
    )
    for _ in run_checks(run, grader.check_files(run.chapter, request.hidden)):
        pass
    run.close()
    return frames


def _bare(frames: list[bytes]) -> float:
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        runner = _Stopwatch(Path(folder))
        for frame in frames:
            runner.exchange(frame)
        runner.close()
        os.chdir(before)  # a runner works in a folder of its own
    return runner.seconds


def _check(chapter: str) -> float:
    with tempfile.TemporaryDirectory() as folder:
        found = chapters.find(chapter)
        (Path(folder) / "exercises").mkdir()
        path = Path(folder) / "exercises" / f"{found.name}.py"
        path.write_text(compose.solved_module(chapters.load(found)), encoding="utf-8")
        command = [sys.executable, "-m", "autograder", "check", chapter]
        return _timed(lambda: subprocess.run(command, cwd=folder, capture_output=True, check=True))


def _run(command: list[str]) -> float:
    return _timed(lambda: subprocess.run(command, capture_output=True, check=True))


def _timed(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def ratio(
    name: str, one: Callable[[], object], other: Callable[[], object], rounds: int, goal: str
) -> Figure:
    """Measure two actions in turn; an action returns its seconds, or is timed from outside."""
    return _figure(name, [_seconds(one) / _seconds(other) for _ in range(rounds)], goal)


def difference(
    name: str, one: Callable[[], object], other: Callable[[], object], rounds: int, goal: str
) -> Figure:
    """Measure two actions in turn; the figure is their difference in milliseconds."""
    return _figure(name, [1000 * (_seconds(one) - _seconds(other)) for _ in range(rounds)], goal)


def _figure(name: str, values: Sequence[float], goal: str) -> Figure:
    return Figure(name, statistics.median(values), min(values), max(values), goal)


def _seconds(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    result = action()
    return result if isinstance(result, float) else time.perf_counter() - started


def main(rounds: int = 5, graded: Sequence[Chapter] | None = None) -> None:
    """Print the figures; of all chapters unless some are named."""
    for figure in figures(rounds, chapters.existing() if graded is None else graded):
        print(
            f"{figure.median:8.2f}  ({figure.low:.2f} to {figure.high:.2f}; goal: {figure.goal})"
            f"\n          {figure.name}",
            flush=True,
        )
