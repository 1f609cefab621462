"""Loaders that students make, and what they serve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from autograder.checks import expect
from autograder.remote.client import Student

_A_CLASS = 8  # samples in a row that have one label


@dataclass(frozen=True, slots=True)
class Loaders:
    """Two loaders over numbered samples, and what they were made of."""

    loaders: list[Any]
    sizes: list[int]
    batch_size: int


def loaders(student: Student, rng: np.random.Generator) -> Loaders:
    """Call make_loaders with data sorted by class: sample i is ([i], class of i).

    The last batch is so small that batches of nearly one size would be smaller from the first on.
    """
    size = int(rng.integers(7, 13))
    sizes = [size * full + int(rng.integers(1, size - full)) for full in (4, 3)]
    kind = student.library("torch.utils.data").TensorDataset
    sets = [kind(torch.arange(n).reshape(n, 1), torch.arange(n) // _A_CLASS) for n in sizes]
    found = student.make_loaders.keep(*sets, batch_size=size)
    get = student.library("operator").getitem
    return Loaders([get.keep(found, i) for i in range(2)], sizes, size)


def served(student: Student, loader: Any) -> list[Any]:
    """The batches of one epoch."""
    batches: list[Any] = student.library("builtins").list(loader)
    return batches


def ids(student: Student, loaders: Loaders, which: int) -> list[int]:
    """The numbers of the samples that a loader serves in one epoch, each with its own label."""
    batches = served(student, loaders.loaders[which])
    numbers: list[int] = torch.cat([x.flatten() for x, _ in batches]).tolist()
    labels: list[int] = torch.cat([y for _, y in batches]).tolist()
    wanted = [number // _A_CLASS for number in numbers]
    expect.equal(labels, wanted, name="the labels of the samples served")
    return numbers


def check_complete(numbers: list[int], n: int, *, name: str) -> None:
    """Each of n samples is there once."""
    expect.equal(len(numbers), n, name=f"the number of {name} samples served")
    expect.equal(sorted(numbers), list(range(n)), name=f"the {name} samples served, sorted,")
