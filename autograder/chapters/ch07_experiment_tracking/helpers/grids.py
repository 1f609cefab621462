"""Grids of runs by a student, and the right ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import product
from typing import Any

import numpy as np
import torch

from autograder.chapters.ch07_experiment_tracking.helpers.names import NAMES
from autograder.chapters.ch07_experiment_tracking.probes import Frozen
from autograder.checks import classifiers, expect, loops, parity
from autograder.checks.tally import right_epochs
from autograder.remote.client import Student
from autograder.student.probes import Network


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid to run: sizes of the networks and training batches, both by name.

    Attributes:
        models: hidden units of each network.
        data: training batches of each data set.
        others: batches for testing.
        epochs: lengths.
        on: features, classes and learning rate.
        seed: of every run.
    """

    models: Mapping[str, int]
    data: Mapping[str, list[parity.Batch]]
    others: list[parity.Batch]
    epochs: Sequence[int]
    features: int
    classes: int
    lr: float
    seed: int

    @property
    def combinations(self) -> list[tuple[str, str, int]]:
        """Model, data and number of epochs of every run."""
        return list(product(self.models, self.data, self.epochs))

    def backwards(self) -> Grid:
        """The same grid in the opposite order."""
        models, data = dict([*self.models.items()][::-1]), dict([*self.data.items()][::-1])
        return replace(self, models=models, data=data, epochs=self.epochs[::-1])

    def single(self) -> Grid:
        """The first model on the first data, for the longest time."""
        models, data = dict([*self.models.items()][:1]), dict([*self.data.items()][:1])
        return replace(self, models=models, data=data, epochs=self.epochs[-1:])

    def size(self, model: str) -> int:
        """How many parameters a model has."""
        hidden = self.models[model]
        return (self.features + 1) * hidden + (hidden + 1) * self.classes

    def run(self, student: Student, *, freeze: bool = False, **options: Any) -> Any:
        """The student's rows; with ``freeze`` the first layer of each network is frozen."""
        student.chapter_probes.watch_writers()
        make = student.library("functools").partial
        network = student.chapter_probes.Frozen if freeze else student.probes.Network
        sizes = {name: (self.features, h, self.classes) for name, h in self.models.items()}
        loaders = {
            name: classifiers.loader(student, batches) for name, batches in self.data.items()
        }
        return student.run_grid(
            {name: make(network, *size) for name, size in sizes.items()},
            loaders,
            classifiers.loader(student, self.others),
            list(self.epochs),
            lr=self.lr,
            seed=self.seed,
            **options,
        )

    def right(self, model: str, data: str, epochs: int, *, frozen: bool = False) -> loops.Training:
        """One run as it should be."""
        make = Frozen if frozen else Network
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(self.seed)
            here = make(self.features, self.models[model], self.classes)
        tallies = right_epochs(here, self.data[data], self.others, epochs, lr=self.lr)
        return loops.Training({}, {}, *tallies, parity.snapshot(here))


def grid(rng: np.random.Generator) -> Grid:
    """Two networks, two data sets, two lengths."""
    names = [str(name) for name in rng.permutation(NAMES)[:4]]
    features, classes = int(rng.integers(2, 5)), int(rng.integers(3, 6))
    one, two = (int(n) for n in rng.choice(np.arange(4, 9), 2, replace=False))
    batches = partial(classifiers.batches, rng, features, classes)
    return Grid(
        models={names[0]: one, names[1]: two},
        data={names[2]: batches([4, 4]), names[3]: batches([5, 5, 2])},
        others=batches([4, 3]),
        epochs=sorted(int(n) for n in rng.choice([1, 2, 3], 2, replace=False)),
        features=features,
        classes=classes,
        lr=float(rng.uniform(0.1, 0.4)),
        seed=int(rng.integers(50, 10_000)),
    )


def rows_by_run(rows: Any, of: Grid) -> dict[tuple[str, str, int], dict[str, Any]]:
    """The student's rows by combination: each combination is there once.

    Raises:
        Failed: one is missing, or something else is in the list.
    """
    expect.type_(rows, list, name="the result")
    found: dict[tuple[str, str, int], dict[str, Any]] = {}
    for row in rows:
        expect.keys(row, ("model", "data", "epochs"), name="each row")
        expect.type_(row["epochs"], int, name="row['epochs']")
        found[(str(row["model"]), str(row["data"]), int(row["epochs"]))] = row
    missing = [run for run in of.combinations if run not in found]
    expect.true(
        not missing,
        f"Expected a row for every combination, {len(of.combinations)} in all, but got none for "
        f"{missing[:1]}.",
    )
    expect.length(rows, len(of.combinations), name="the list of rows")
    return found


def check_numbers(row: Mapping[str, Any], right: loops.Training) -> None:
    """The row's four numbers are those of the last epoch, by either kind of mean."""
    for key in loops.KEYS:
        tally = right.tallies(key)[-1]
        name = f"{key} of {row['model']} on {row['data']}, {row['epochs']} epochs"
        tally.check_one(row[key], tally.values(key), name)
