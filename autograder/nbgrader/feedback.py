"""Write the text of a task's test cell: every check, its points, and the difference."""

from __future__ import annotations

import math
from collections.abc import Iterator

from autograder.grading.results import NOT_STARTED, PASS, SKIPPED, Result, TaskResult, TestResult
from autograder.text import harmless, number, one_line

_SIGNS = {PASS: "✓", SKIPPED: "–", NOT_STARTED: "·"}
_INDENT = "    "


def score(task: TaskResult | None, most: float) -> float:
    """A plain float from 0 to ``most``, which is what nbgrader reads; anything else is 0."""
    points = 0.0 if task is None else float(task.points)
    return min(max(points, 0.0), most) if math.isfinite(points) else 0.0


def report(task: TaskResult, most: float) -> str:
    """The text for a task's test cell; names, messages and hints, and no check's code."""
    head = f"{task.task_id}: {number(score(task, most))} of {number(most)} points"
    return "\n".join([head, *_lines(task)]) + "\n"


def unknown(grade_id: str) -> str:
    """The text for a test cell that the kit has no checks for."""
    return f"{grade_id}: the autograder has no checks for this cell, so it gives no points.\n"


def reason(result: Result) -> str:
    """Why nothing could be run, or nothing."""
    return one_line(result.message, 500)


def _lines(task: TaskResult) -> Iterator[str]:
    told: set[str] = set()
    for test in task.tests:
        sign = _SIGNS.get(test.status, "✗")
        points = f"({number(test.points)}/{number(test.max_points)})"
        yield f"{sign} {one_line(test.name)} {points}"
        if test.status != PASS and test.message not in told:
            told.add(test.message)
            yield from _detail(test)


def _detail(test: TestResult) -> Iterator[str]:
    yield from _indented(harmless(test.message))
    if test.where:
        yield f"{_INDENT}where: {one_line(test.where)}"
    if test.first_hint:
        yield from _indented(f"hint: {harmless(test.first_hint)}")


def _indented(text: str) -> list[str]:
    return [_INDENT + line for line in text.split("\n") if line]
