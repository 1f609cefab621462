"""Curves of trainings that never were, clear cases of each diagnosis."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.checks import expect
from autograder.remote.client import Student

Curves = dict[str, list[float]]
KINDS = ("underfitting", "overfitting", "ok")


def curves(
    rng: np.random.Generator,
    kind: str,
    *,
    start: float | None = None,
    noise: float = 0.0,
    outlier: bool = False,
) -> Curves:
    """Results of a training, as train returns them.

    Args:
        rng: decides everything that is not said.
        kind: underfitting, overfitting or ok.
        start: loss of the first epoch; a random one in (0.6, 7) unless given.
        noise: each number is off by up to this share.
        outlier: the last epoch of the test jumps, as one unlucky step does.
    """
    epochs = int(rng.integers(18, 40))
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
    shaken = {k: v * rng.uniform(1 - noise, 1 + noise, epochs) for k, v in results.items()}
    if outlier:
        shaken["test_loss"][-1] *= 1.9
        shaken["test_acc"][-1] *= 0.6
    return {
        key: [float(min(v, 1.0) if "acc" in key else v) for v in values]
        for key, values in shaken.items()
    }


def check(student: Student, rng: np.random.Generator, kind: str, what: str, **options: Any) -> None:
    """Curves of a kind are called by its name; ``what`` completes "the diagnosis of"."""
    found = student.diagnose(curves(rng, kind, **options))
    expect.equal(found, kind, name=f"the diagnosis of {what}")


def _shapes(
    rng: np.random.Generator, kind: str, t: np.ndarray[tuple[int], np.dtype[np.float64]]
) -> tuple[np.ndarray[tuple[int], np.dtype[np.float64]], ...]:
    """Training and test loss as shares of the start, over the time t from 0 to 1."""
    if kind == "underfitting":
        train = 1 - rng.uniform(0.02, 0.1) * t
        return train, train * rng.uniform(1.0, 1.05)
    fall = np.exp(-t * rng.uniform(4, 6))
    floor = rng.uniform(0.12, 0.2)
    if kind == "ok":
        train = floor + (1 - floor) * fall
        return train, train * rng.uniform(1.0, 1.06)
    turn = rng.uniform(0.3, 0.45)
    low = rng.uniform(0.45, 0.6)
    down = low + (1 - low) * np.clip(1 - t / turn, 0, 1) ** 1.5
    up = rng.uniform(0.45, 0.8) * np.clip((t - turn) / (1 - turn), 0, 1)
    return 0.03 + 0.97 * fall, down + up


def _accuracy(
    loss: np.ndarray[tuple[int], np.dtype[np.float64]], chance: float
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """A plausible accuracy: chance at a loss of 1, perfect at 0."""
    return chance + (0.97 - chance) * np.clip(1 - loss, 0, 1)
