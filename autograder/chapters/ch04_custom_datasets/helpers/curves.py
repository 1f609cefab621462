"""Curves of trainings that never were, clear cases of each diagnosis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.checks import draws, expect
from autograder.remote.client import Student

Curves = dict[str, list[float]]
KINDS = ("underfitting", "overfitting", "ok")
SHORTEST = 15  # epochs, as the text says


@dataclass(frozen=True, slots=True)
class Odd:
    """One epoch that is off: its place in the training, from 0 to 1, and factors for its losses."""

    place: float
    train: float
    test: float

    def change(self, results: dict[str, Any]) -> None:
        """Multiply the losses of that epoch; where a loss jumps, the accuracy falls."""
        for part, factor in (("train", self.train), ("test", self.test)):
            epoch = round(self.place * (len(results["train_loss"]) - 1))
            results[f"{part}_loss"][epoch] *= factor
            results[f"{part}_acc"][epoch] *= 0.6 if factor > 1 else 1.0


ODD = {
    "whose last epoch jumps": Odd(place=1.0, train=1.0, test=1.9),
    "whose last epoch dips": Odd(place=1.0, train=0.55, test=0.55),
    "with an epoch that dips": Odd(place=0.7, train=0.6, test=0.6),
}


def curves(
    rng: np.random.Generator,
    kind: str,
    *,
    start: float | None = None,
    noise: float = 0.0,
    epochs: int | None = None,
    odd: Odd | None = None,
) -> Curves:
    """Results of a training, as train returns them.

    Args:
        rng: decides everything that is not said.
        kind: underfitting, overfitting or ok.
        start: loss of the first epoch; a random one in (0.6, 7) unless given.
        noise: each number is off by up to this share, and the test loss rises somewhere.
        epochs: how many; 15 or more unless given.
        odd: one epoch is an outlier.
    """
    epochs = int(rng.integers(15, 40)) if epochs is None else epochs
    start = float(rng.uniform(0.6, 7)) if start is None else start
    t = np.linspace(0, 1, epochs)
    train, test = _shapes(rng, kind, t)
    chance = float(np.exp(-start)) if start > 0.75 else 0.5
    accuracy = {"train": _accuracy(train, chance), "test": _accuracy(test, chance)}
    results = {
        "train_loss": start * train,
        "train_acc": accuracy["train"],
        "test_loss": start * test,
        "test_acc": accuracy["test"],
    }
    shaken = draws.until(
        lambda: {k: v * rng.uniform(1 - noise, 1 + noise, epochs) for k, v in results.items()},
        lambda drawn: not noise or bool((np.diff(drawn["test_loss"]) > 0).any()),
    )
    if odd is not None:
        odd.change(shaken)
    return {
        key: [float(min(v, 1.0) if "acc" in key else v) for v in values]
        for key, values in shaken.items()
    }


def check(student: Student, rng: np.random.Generator, kind: str, what: str, **options: Any) -> None:
    """A short training with low losses and a long one with high ones are called by their kind.

    Limits that are fixed numbers, or need more epochs, are wrong for one of the two.

    Args:
        student: whose diagnose it is.
        rng: decides all else.
        kind: of the curves.
        what: completes "the diagnosis of".
        options: as for `curves`.
    """
    short = float(rng.uniform(0.55, 0.65)), SHORTEST
    long = float(rng.uniform(7.4, 7.7)), int(rng.integers(35, 40))
    for start, epochs in (short, long):
        found = student.diagnose(curves(rng, kind, start=start, epochs=epochs, **options))
        name = f"the diagnosis of {what}, {epochs} epochs from a loss of {start:.1f}"
        expect.equal(found, kind, name=name)


def _shapes(
    rng: np.random.Generator, kind: str, t: np.ndarray[tuple[int], np.dtype[np.float64]]
) -> tuple[np.ndarray[tuple[int], np.dtype[np.float64]], ...]:
    """Training and test loss as shares of the start, over the time t from 0 to 1.

    What is underfitted has learnt a little all the same, and what is overfitted does not end above
    its start: the training loss is compared with four fifths, and the test loss with its lowest.
    """
    if kind == "underfitting":
        train = 1 - rng.uniform(0.12, 0.13) * t
        return train, train * rng.uniform(1.0, 1.05)
    fall = np.exp(-t * rng.uniform(4, 6))
    floor = rng.uniform(0.15, 0.2)
    if kind == "ok":
        train = floor + (1 - floor) * fall
        return train, train * rng.uniform(1.0, 1.06)
    turn = rng.uniform(0.3, 0.45)
    low, end = rng.uniform(0.42, 0.46), rng.uniform(0.88, 0.95)
    down = low + (1 - low) * np.clip(1 - t / turn, 0, 1) ** 1.5
    up = (end - low) * np.clip((t - turn) / (1 - turn), 0, 1)
    return 0.03 + 0.97 * fall, down + up


def _accuracy(
    loss: np.ndarray[tuple[int], np.dtype[np.float64]], chance: float
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """A plausible accuracy: chance at a loss of 1, perfect at 0."""
    return chance + (0.97 - chance) * np.clip(1 - loss, 0, 1)
