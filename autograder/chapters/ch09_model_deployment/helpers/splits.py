"""Splits of a data set, and the items in each part."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.chapters.ch09_model_deployment.probes import Items
from autograder.checks import expect
from autograder.remote.client import Remote, Student


def check_split(student: Student, rng: np.random.Generator, split: Remote) -> None:
    """Two parts of the right sizes with all items, for several sizes; more than half is cut off."""
    for _ in range(2):
        count = int(rng.integers(20, 60))
        first = int(rng.integers(3, count - 3))
        share = (first + float(rng.uniform(0.55, 0.95))) / count
        items = parts(
            student, split(student.chapter_probes.Items(count), share, int(rng.integers(99)))
        )
        expect.length(items[0], first, name="the first part")
        every = [Items.FIRST + number for number in range(count)]
        expect.equal(sorted(items[0] + items[1]), every, name="all items, sorted,")


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
