"""Rows of results to choose the best run from."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np


def rows(rng: np.random.Generator, count: int) -> list[dict[str, Any]]:
    """Rows of runs, all numbers different; the highest accuracy has the highest loss."""
    accuracies, losses = (rng.permutation(90)[:count] / 100 + 0.05 for _ in range(2))
    best, worst = accuracies.argmax(), losses.argmax()
    losses[[best, worst]] = losses[[worst, best]]
    params = rng.permutation(5000)[:count]
    return [
        {"model": f"net_{i}", "test_acc": float(a), "test_loss": float(b), "params": int(p)}
        for i, (a, b, p) in enumerate(zip(accuracies, losses, params, strict=True))
    ]


def with_nan(found: list[dict[str, Any]], metric: str, indices: Sequence[int]) -> None:
    """Let these rows have no result."""
    for index in indices:
        found[index][metric] = math.nan
