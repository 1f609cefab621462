"""Layers whose numbers follow from a seed, and sizes of TinyVGG."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn

Sizes = tuple[int, int, int]


def seeded_linear(
    width: int, classes: int, seed: int, dtype: torch.dtype = torch.float64
) -> nn.Linear:
    """The linear layer that is drawn first after this seed; torch's generator stays as it is."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return nn.Linear(width, classes, dtype=dtype)


def vgg_sizes(rng: np.random.Generator) -> Sizes:
    """Channels, hidden units and classes, all different from each other."""
    return int(rng.choice([1, 3])), int(rng.integers(4, 9)), int(rng.integers(9, 12))
