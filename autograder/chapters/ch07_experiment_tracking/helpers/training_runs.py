"""Trainings with a record, on both sides: one of ``train``, and those of a grid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from autograder.chapters.ch07_experiment_tracking.helpers import logs
from autograder.chapters.ch07_experiment_tracking.probes import Network
from autograder.checks import expect, loops, parity
from autograder.remote.client import Remote, Student

NAMES = ("alder", "birch", "cedar", "elm", "fir", "hazel", "larch", "maple", "oak", "pine", "yew")


def setting(
    student: Student, rng: np.random.Generator, *, momentum: float = 0.0, **options: Any
) -> loops.Setting:
    """A model of random shape on both sides, in evaluation mode over there."""
    features, classes = int(rng.integers(2, 5)), int(rng.integers(3, 6))
    there, here = parity.mlp_pair(student, rng, features, 6, classes, **options)
    there.eval.keep()
    return loops.Setting(there, here, classes, features, float(rng.uniform(0.1, 0.3)), momentum)


@dataclass(frozen=True, slots=True)
class Step:
    """What one of the two steps returned and left behind, and what is right."""

    answer: Any
    state: dict[str, Tensor]
    tally: loops.Tally
    wanted: dict[str, Tensor]

    def check(self) -> None:
        """Loss, accuracy, parameters and statistics."""
        self.tally.check(self.answer)
        expect.state_dict(self.state, self.wanted, rtol=parity.RTOL)


def train_step(
    student: Student,
    rng: np.random.Generator,
    sizes: list[int],
    *,
    far: bool = False,
    **options: Any,
) -> Step:
    """One epoch by the student, on a model in evaluation mode whose gradients are polluted.

    With ``far`` the batches claim to be on a GPU, and must be sent to the model.
    """
    on = setting(student, rng, **options)
    batches = loops.data(rng, on, sizes)
    student.probes.pollute(on.there, 1e3)
    spied, optimizer = student.probes.Recorder(on.there), on.optimizer(student)
    spied.eval.keep()
    serve, loss_fn = loops.far_loader if far else loops.loader, loops.cross_entropy(student)
    loader = serve(student, batches)
    answer = student.train_step(spied, loader, loss_fn, optimizer, "cpu")
    student.observe("order", optimizer.events)
    student.observe("modes", spied.calls)
    tally = on.learn(batches)
    return Step(answer, on.there.state_dict(), tally, parity.snapshot(on.here))


def test_step(student: Student, rng: np.random.Generator, *, guard: bool, **options: Any) -> Step:
    """One test by the student, on a model in training mode, with batches that claim to be far.

    With ``guard`` the model refuses to be recorded by autograd.
    """
    on = setting(student, rng, **options)
    batches = loops.data(rng, on, [6, 6, 3])
    guarded = student.library("autograder.chapters.ch03_computer_vision.probes").GradientGuard
    spied = student.probes.Recorder(guarded(on.there) if guard else on.there)
    spied.train.keep()
    loader, loss_fn = loops.far_loader(student, batches), loops.cross_entropy(student)
    answer = student.test_step(spied, loader, loss_fn, "cpu")
    student.observe("modes", spied.calls)
    return Step(answer, on.there.state_dict(), on.measure(batches), parity.snapshot(on.here))


def train(
    student: Student,
    rng: np.random.Generator,
    epochs: int,
    writer: Remote | None = None,
    **options: Any,
) -> loops.Training:
    """One training by the student, with batches of different size."""
    on = setting(student, rng, **options)
    batches, others = loops.data(rng, on, [5, 5, 3]), loops.data(rng, on, [4, 3])
    parts = {
        "model": student.probes.Recorder(on.there),
        "train_dataloader": loops.loader(student, batches),
        "test_dataloader": loops.loader(student, others),
        "optimizer": on.optimizer(student),
        "loss_fn": loops.cross_entropy(student),
        "epochs": epochs,
        "device": "cpu",
        "writer": writer,
    }
    student.library(logs.PROBES).watch_writers()
    results = student.train(**parts)
    student.observe("modes", parts["model"].calls)
    trained, tested = loops.right_epochs(on, batches, others, epochs)
    return loops.Training(results, on.there.state_dict(), trained, tested, parity.snapshot(on.here))


def wanted_or(
    training: loops.Training, found: Mapping[str, logs.Run], root: str
) -> dict[str, list[float]]:
    """The curves of a right training; means over samples where those are what was logged."""
    logged = logs.curves(found, root)
    return {
        key: _nearest([value for _, value in logged.get(key, [])], training, key)
        for key in logs.KEYS
    }


def _nearest(values: list[float], training: loops.Training, key: str) -> list[float]:
    tallies = training.trained if key.startswith("train") else training.tested
    kept = [t.losses if key.endswith("loss") else t.accuracies for t in tallies]
    by_batch = [float(np.mean(v)) for v in kept]
    by_sample = [float(np.average(v, weights=t.sizes)) for v, t in zip(kept, tallies, strict=True)]
    fits = len(values) == len(by_sample) and np.allclose(values, by_sample, rtol=1e-5)
    return by_sample if fits else by_batch


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
    data: Mapping[str, list[loops.Batch]]
    others: list[loops.Batch]
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
        models, data = (dict(reversed(part.items())) for part in (self.models, self.data))
        return replace(self, models=models, data=data, epochs=self.epochs[::-1])

    def single(self) -> Grid:
        """The first model on the first data, for the longest time."""
        models, data = (dict([next(iter(part.items()))]) for part in (self.models, self.data))
        return replace(self, models=models, data=data, epochs=self.epochs[-1:])

    def run(self, student: Student, **options: Any) -> Any:
        """The student's rows."""
        student.library(logs.PROBES).watch_writers()
        make = student.library("functools").partial
        network = student.library(logs.PROBES).Network
        sizes = {name: (self.features, h, self.classes) for name, h in self.models.items()}
        loaders = {name: loops.loader(student, batches) for name, batches in self.data.items()}
        return student.run_grid(
            {name: make(network, *size) for name, size in sizes.items()},
            loaders,
            loops.loader(student, self.others),
            list(self.epochs),
            lr=self.lr,
            seed=self.seed,
            **options,
        )

    def right(self, model: str, data: str, epochs: int) -> loops.Training:
        """One run as it should be."""
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(self.seed)
            here: nn.Sequential = Network(self.features, self.models[model], self.classes)
        on = loops.Setting(here, here, self.classes, self.features, self.lr, 0.0)  # type: ignore[arg-type]
        trained, tested = loops.right_epochs(on, self.data[data], self.others, epochs)
        return loops.Training({}, {}, trained, tested, parity.snapshot(here))


def grid(rng: np.random.Generator) -> Grid:
    """Two networks, two data sets, two lengths."""
    names = [str(name) for name in rng.permutation(NAMES)[:4]]
    features, classes = int(rng.integers(2, 5)), int(rng.integers(3, 6))
    one, two = (int(n) for n in rng.choice(np.arange(4, 9), 2, replace=False))
    on = loops.Setting(None, None, classes, features, 0.0, 0.0)  # type: ignore[arg-type]
    return Grid(
        models={names[0]: one, names[1]: two},
        data={names[2]: loops.data(rng, on, [4, 4]), names[3]: loops.data(rng, on, [5, 5, 2])},
        others=loops.data(rng, on, [4, 3]),
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
    for key in logs.KEYS:
        tally = (right.trained if key.startswith("train") else right.tested)[-1]
        values = tally.losses if key.endswith("loss") else tally.accuracies
        name = f"{key} of {row['model']} on {row['data']}, {row['epochs']} epochs"
        tally.check_one(row[key], values, name)
