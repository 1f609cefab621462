"""Event files to be read, and the curves in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from autograder.chapters.ch07_experiment_tracking.helpers import logs
from autograder.checks import events, expect
from autograder.remote.client import Student

_TAGS = ("Loss/train", "Loss/test", "Accuracy/train", "Accuracy/test")


def curves(rng: np.random.Generator, steps: Sequence[int]) -> dict[str, logs.Points]:
    """Two curves with values that float32 holds exactly."""
    tags = rng.permutation(_TAGS)[:2]
    return {
        str(tag): [(step, float(np.float32(rng.standard_normal()))) for step in steps]
        for tag in tags
    }


def scalars(found: Mapping[str, logs.Points]) -> list[events.Scalar]:
    """The points as a training writes them: step by step."""
    points = [(step, tag, value) for tag, curve in found.items() for step, value in curve]
    ordered = sorted(points, key=lambda point: point[0])
    return [events.Scalar(tag, step, value, 1e9 + 60 * step) for step, tag, value in ordered]


def write_events(
    student: Student, folder: str, second: int, points: Sequence[events.Scalar], *, torn: int = 0
) -> None:
    """Write an event file that began in that second; its last ``torn`` bytes are missing."""
    data = events.write(points, wall_time=1e9)
    path = f"{folder}/events.out.tfevents.{1_000_000_000 + second}.lab.1.0"
    student.write_file(path, data[: len(data) - torn])


def check_read(found: Any, wanted: Mapping[str, logs.Points]) -> None:
    """The student's dict has these curves and no others; a pair may be a list."""
    expect.type_(found, dict, name="the result")
    expect.equal(sorted(found), sorted(wanted), name="the tags")
    for tag, points in wanted.items():
        expect.type_(found[tag], list, name=f"the curve {tag}")
        pairs = [tuple(p) if isinstance(p, list | tuple) else p for p in found[tag]]
        expect.length(pairs, len(points), name=f"the curve {tag}")
        for number, (pair, point) in enumerate(zip(pairs, points, strict=True)):
            expect.equal(pair, point, name=f"point {number} of {tag}")
            expect.type_(pair[0], int, name=f"the step of point {number} of {tag}")
            expect.type_(pair[1], float, name=f"the value of point {number} of {tag}")
