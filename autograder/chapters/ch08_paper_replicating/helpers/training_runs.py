"""Calls of train_vit, and what they must return and leave behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.chapters.ch08_paper_replicating.helpers.clipping import (
    ATOL,
    RTOL,
    Classifier,
    Clipped,
    State,
    classifier,
    length_of,
)
from autograder.checks import classifiers, expect, parity
from autograder.checks.tally import Tally
from autograder.remote.client import Student


@dataclass(frozen=True, slots=True)
class Training:
    """What train_vit returned and left behind, and what is right."""

    history: Any
    tallies: list[Tally]
    state: State
    wanted: State
    rate: float
    wanted_rate: float

    def check_history(self) -> None:
        """A list of floats, one per epoch: the mean loss over batches or over samples."""
        expect.type_(self.history, list, name="the result")
        expect.length(self.history, len(self.tallies), name="the result")
        for number, (value, tally) in enumerate(zip(self.history, self.tallies, strict=True), 1):
            tally.check_one(value, tally.losses, f"the loss of epoch {number}", rtol=1e-5)

    def check_state(self) -> None:
        """Every parameter and statistic is where the right steps lead."""
        expect.state_dict(self.state, self.wanted, rtol=RTOL, atol=ATOL)

    def check_rate(self) -> None:
        """The optimiser's learning rate is the one after so many steps."""
        expect.close(self.rate, self.wanted_rate, name="the learning rate in the end", rtol=1e-6)


def train(
    student: Student,
    rng: np.random.Generator,
    sizes: Sequence[int],
    epochs: int = 1,
    *,
    share: float = 0.7,
    factors: Sequence[float] | None = None,
    batch_norm: bool = False,
) -> Training:
    """Call train_vit on a network in evaluation mode whose gradients are polluted."""
    on = classifier(student, rng, sizes, batch_norm=batch_norm)
    longest, steps = share * length_of(on), epochs * len(on.data)
    drawn = factors or rng.uniform(0.3, 1.5, steps + 2).tolist()
    optimizer = student.probes.SpySGD(on.there.parameters(), lr=on.lr)
    schedule = student.chapter_probes.Factors(drawn)
    scheduler = student.library("torch.optim.lr_scheduler").LambdaLR(optimizer, schedule)
    student.probes.pollute(on.there, 1e3)
    on.there.eval.keep()
    found = student.train_vit(
        on.there, classifiers.loader(student, on.data), optimizer, scheduler, epochs, longest
    )
    rate = optimizer.param_groups.value()[0]["lr"]
    tallies = _right(on, drawn, epochs, longest)
    wanted_rate = on.lr * drawn[min(steps, len(drawn) - 1)]
    state, wanted = on.there.state_dict(), parity.snapshot(on.here)
    return Training(found, tallies, state, wanted, rate, wanted_rate)


def _right(on: Classifier, factors: Sequence[float], epochs: int, longest: float) -> list[Tally]:
    tallies, right, step = [], Clipped(on.here), 0
    for _ in range(epochs):
        on.here.train(True)
        tallies.append(Tally())
        for x, y in on.data:
            loss = tallies[-1].add(on.here(x), y)
            right.step(loss, on.lr * factors[min(step, len(factors) - 1)], longest)
            step += 1
    return tallies
