"""Splits of a data set, and the items in each part."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.checks import expect
from autograder.remote.client import Remote, Student


def check_split(student: Student, rng: np.random.Generator, split: Remote) -> None:
    """Two parts of the right sizes with all items, for several sizes."""
    for _ in range(2):
        count, share = int(rng.integers(20, 60)), float(rng.uniform(0.1, 0.9))
        items = parts(
            student, split(student.chapter_probes.Items(count), share, int(rng.integers(99)))
        )
        expect.length(items[0], int(count * share), name="the first part")
        expect.equal(sorted(items[0] + items[1]), list(range(count)), name="all items, sorted,")


def parts(student: Student, found: Any) -> list[list[int]]:
    """The items of both parts, in their order."""
    expect.type_(found, (tuple, list), name="the result")
    expect.length(found, 2, name="the result")
    result: list[list[int]] = []
    for part in found:
        if isinstance(part, Remote):
            part = student.chapter_probes.items(part)
        expect.type_(part, list, name="a part")
        result.append(part)
    return result
