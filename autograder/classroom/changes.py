"""What a regrading changes, for whom, and why: results of before compared with those of now."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TextIO

from autograder.classroom import regrading
from autograder.classroom.gradebook import BOM, ungraded
from autograder.classroom.runfolder import RunFolder, read_result
from autograder.grading.results import Result, TaskResult
from autograder.text import csv_cell, number

HAND_IN = "the hand-in changed"
CHECKS = "the checks or the kit changed"
HOW = "the key, the device or options changed"
EARLIER_KIT = "graded by an earlier kit"
NOT_ENDED = "not graded to its end"

COLUMNS = (
    *("student", "name", "chapter", "task", "points_before", "points", "max_before", "max"),
    *("total_before", "total", "reason"),
)


@dataclass(frozen=True, slots=True)
class Change:
    """A task whose points, or the points that it gives, are not what they were.

    Attributes:
        task: its id.
        before: None for a task that is new.
        now: None for one that is gone.
    """

    task: str
    before: TaskResult | None
    now: TaskResult | None


@dataclass(frozen=True, slots=True)
class Regraded:
    """A result that was replaced.

    Attributes:
        student: whose it is.
        chapter: full name.
        reason: as `reason` says it.
        changes: tasks with other points; maybe none.
        gain: points now less points before.
    """

    student: str
    chapter: str
    reason: str
    changes: tuple[Change, ...]
    gain: float


def reason(before: str, now: str) -> str:
    """Say why a result was made anew, by the fingerprints of both; empty if they are equal."""
    if not before or not now:
        return NOT_ENDED
    old, new = before.split("-"), now.split("-")
    if len(old) != len(new):
        return EARLIER_KIT
    parts = zip((HAND_IN, CHECKS, HOW), old, new, strict=False)
    return " and ".join(name for name, one, other in parts if one != other)


def compare(run: RunFolder) -> Iterator[Regraded]:
    """Compare what was replaced with what is there now, ordered by student and chapter."""
    for before, now in regrading.pairs(run):
        why = "" if now is None or ungraded(now) else reason(before.fingerprint, now.fingerprint)
        if now and why:
            changes = tuple(_changes(before, now))
            if changes or now.fingerprint:  # what can never be run is graded every time
                gain = now.points - before.points
                yield Regraded(now.student, now.chapter, why, changes, gain)


def totals(run: RunFolder, regraded: Iterable[Regraded]) -> dict[str, tuple[float, float]]:
    """Points of each student over all chapters, before and now; only of those who are given."""
    gains: dict[str, float] = {}
    for one in regraded:
        gains[one.student] = gains.get(one.student, 0.0) + one.gain
    now = {student: _total(run, student) for student in gains}
    return {student: (now[student] - gain, now[student]) for student, gain in gains.items()}


def write(
    file: TextIO,
    regraded: Iterable[Regraded],
    sums: Mapping[str, tuple[float, float]],
    names: Mapping[str, str],
) -> None:
    """Write one row a student and task with other points.

    Args:
        file: where to.
        regraded: as `compare` found it.
        sums: by student, what `totals` gives.
        names: by student, where it is known.
    """
    file.write(BOM)
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in regraded:
        who = [csv_cell(one.student), csv_cell(names.get(one.student, "")), csv_cell(one.chapter)]
        for change in one.changes:
            pair = (change.before, change.now)
            points = [number(task.points if task else None) for task in pair]
            most = [number(task.max_points if task else None) for task in pair]
            total = map(number, sums[one.student])
            writer.writerow([*who, csv_cell(change.task), *points, *most, *total, one.reason])


def _changes(before: Result, now: Result) -> Iterator[Change]:
    old = {task.task_id: task for task in before.tasks()}
    new = {task.task_id: task for task in now.tasks()}
    for name in old | new:
        change = Change(name, old.get(name), new.get(name))
        if _worth(change.before) != _worth(change.now):
            yield change


def _worth(task: TaskResult | None) -> tuple[float, float] | None:
    return (round(task.points, 6), round(task.max_points, 6)) if task else None


def _total(run: RunFolder, student: str) -> float:
    folder = run.result_path(student, "any").parent
    results: Iterable[Result] = map(read_result, sorted(folder.glob("*.json")))
    return sum(result.points for result in results if not ungraded(result))
