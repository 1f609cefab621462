"""Probabilities and true classes, of which many differ."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor


def predictions(rng: np.random.Generator, count: int, classes: int) -> tuple[Tensor, Tensor]:
    """Probabilities (count, classes) and true classes: many are wrong."""
    logits = rng.standard_normal((count, classes)) * rng.uniform(0.3, 3, (count, 1))
    targets = rng.integers(0, classes, count)
    return torch.as_tensor(logits).softmax(dim=1), torch.as_tensor(targets)
