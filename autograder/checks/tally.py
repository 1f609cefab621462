"""Loss and accuracy of each batch, and the two right means of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from torch import Tensor, nn

from autograder.checks import expect, parity


@dataclass(slots=True)
class Tally:
    """Loss, accuracy and size of each batch."""

    losses: list[float] = field(default_factory=list)
    accuracies: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)

    def add(self, logits: Tensor, labels: Tensor) -> Tensor:
        """Note a batch; returns its loss with its history."""
        loss = nn.functional.cross_entropy(logits, labels)
        self.losses.append(loss.item())
        self.accuracies.append(accuracy(logits, labels))
        self.sizes.append(len(labels))
        return loss

    def part(self, start: int, stop: int) -> Tally:
        """The tally of some of the batches."""
        cut = slice(start, stop)
        return Tally(self.losses[cut], self.accuracies[cut], self.sizes[cut])

    def values(self, key: str) -> list[float]:
        """The losses or the accuracies, whichever the key of a result speaks of."""
        return self.losses if key.endswith("loss") else self.accuracies

    def check(self, answer: Any, *, rtol: float = parity.RTOL) -> None:
        """A pair of floats, each the mean over batches or over samples."""
        expect.type_(answer, (tuple, list), name="the result")
        expect.length(answer, 2, name="the result")
        self.check_one(answer[0], self.losses, "the loss", rtol=rtol)
        self.check_one(answer[1], self.accuracies, "the accuracy", rtol=rtol)

    def check_one(
        self, actual: object, values: list[float], name: str, *, rtol: float = parity.RTOL
    ) -> None:
        """A float that is one of the two means."""
        expect.type_(actual, float, name=name)
        by_batch, by_sample = means(values, self.sizes)
        if not np.isclose(float(str(actual)), by_sample, rtol=rtol, atol=1e-9):
            expect.close(actual, by_batch, name=name, rtol=rtol, atol=1e-9)


def accuracy(logits: Tensor, labels: Tensor) -> float:
    """Share of rows whose largest logit is that of the right class, in [0, 1]."""
    return float((logits.argmax(dim=1) == labels).double().mean())


def means(values: Sequence[float], sizes: Sequence[int]) -> tuple[float, float]:
    """The mean over batches, and the mean over samples."""
    return float(np.mean(values)), float(np.average(values, weights=sizes))


def tested(model: nn.Module, batches: Iterable[parity.Batch]) -> Tally:
    """What a right test of a model gives."""
    tally = Tally()
    for x, y in batches:
        tally.add(parity.eval_output(model, x), y)
    return tally


def right_epochs(
    model: nn.Module,
    batches: list[parity.Batch],
    others: list[parity.Batch],
    epochs: int,
    *,
    lr: float,
    momentum: float = 0.0,
) -> tuple[list[Tally], list[Tally]]:
    """Train a model in place by the right loop: one optimiser through all epochs.

    Returns:
        Of each epoch: the tally of training on ``batches``, and of the test on ``others`` after it.
    """
    train_tallies, test_tallies, now = [], [], Tally()
    steps = parity.sgd_walk(
        model,
        batches * epochs,
        lambda logits, labels: now.add(logits, labels),
        lr=lr,
        momentum=momentum,
    )
    for step, _ in enumerate(steps, start=1):
        if step % len(batches) == 0:
            train_tallies.append(now)
            test_tallies.append(tested(model, others))
            now = Tally()
    return train_tallies, test_tallies
