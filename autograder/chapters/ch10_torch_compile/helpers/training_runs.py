"""Calls of timed_train under a clock that only the loaders move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from torch import nn

from autograder.chapters.ch10_torch_compile.helpers import models, records
from autograder.chapters.ch10_torch_compile.helpers.evaluation import compiled, smoothed
from autograder.checks import classifiers, expect, loops, parity
from autograder.checks.tally import Tally
from autograder.remote.client import Student

TIMES = ("train_epoch_time", "test_epoch_time")


@dataclass(frozen=True, slots=True)
class Timed:
    """A training by timed_train, and the seconds that its loaders took."""

    training: loops.Training
    seconds: dict[str, list[float]]

    def check_times(self) -> None:
        """Both lists hold the seconds of each epoch, as floats."""
        expect.keys(self.training.results, TIMES, name="the results")
        for key, wanted in self.seconds.items():
            found, name = self.training.results[key], f"results[{key!r}]"
            expect.type_(found, list, name=name)
            expect.length(found, len(wanted), name=name)
            for epoch, (value, right) in enumerate(zip(found, wanted, strict=True)):
                expect.type_(value, float, name=f"{name}[{epoch}]")
                expect.close(value, right, name=f"{name}[{epoch}]", rtol=1e-4)


def train(
    student: Student,
    rng: np.random.Generator,
    epochs: int,
    *,
    compile_it: bool = False,
    smoothing: float = 0.0,
    **options: Any,
) -> Timed:
    """A training by the student under a clock that only the loaders move.

    The model is in evaluation mode when it comes, and its gradients hold rubbish. With label
    smoothing the curves are not told, only the state that right steps lead to.
    """
    there = models.fresh_probes(student)
    on = classifiers.classifier(student, rng, training=True, **options)
    batches, others = on.batches(rng, 5, 5, 3), on.batches(rng, 4, 3)
    student.probes.pollute(on.there, 1e3)
    model = compiled(student, on.there) if compile_it else student.probes.Recorder(on.there)
    model.eval.keep()
    clock = there.Clock()
    costs = [records.seconds(rng, epochs) for _ in range(2)]
    loaders = [
        there.SlowLoader(clock, data, seconds)
        for data, seconds in zip((batches, others), costs, strict=True)
    ]
    optimizer, loss_fn = on.optimizer(student), smoothed(student, smoothing)
    results = clock.run(student.timed_train, model, *loaders, optimizer, loss_fn, epochs, "cpu")
    student.observe("order", optimizer.events)
    if not compile_it:
        student.observe("modes", model.calls)
    tallies: tuple[list[Tally], list[Tally]] = ([], [])
    if smoothing:
        right = nn.CrossEntropyLoss(label_smoothing=smoothing)
        parity.sgd_steps(on.here, batches * epochs, right, lr=on.lr, momentum=on.momentum)
    else:
        tallies = on.right_epochs(batches, others, epochs)
    state, wanted = on.there.state_dict(), parity.snapshot(on.here)
    training = loops.Training(results, state, *tallies, wanted)
    counts = (len(batches), len(others))
    seconds = {
        key: [value * count for value in values]
        for key, values, count in zip(TIMES, costs, counts, strict=True)
    }
    return Timed(training, seconds)
