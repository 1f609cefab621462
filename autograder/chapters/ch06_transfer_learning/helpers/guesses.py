"""Probabilities and true classes, of which many differ."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from autograder.checks import draws


def predictions(rng: np.random.Generator, count: int, classes: int) -> tuple[Tensor, Tensor]:
    """Probabilities (count, classes) and true classes: many are wrong, and the surest is right."""
    return draws.until(lambda: _drawn(rng, count, classes), _surest_is_right)


def _surest_is_right(drawn: tuple[Tensor, Tensor]) -> bool:
    probs, targets = drawn
    row = int(probs.max(dim=1).values.argmax())
    return int(probs[row].argmax()) == int(targets[row])


def _drawn(rng: np.random.Generator, count: int, classes: int) -> tuple[Tensor, Tensor]:
    logits = rng.standard_normal((count, classes)) * rng.uniform(0.3, 3, (count, 1))
    targets = rng.integers(0, classes, count)
    return torch.as_tensor(logits).softmax(dim=1), torch.as_tensor(targets)
