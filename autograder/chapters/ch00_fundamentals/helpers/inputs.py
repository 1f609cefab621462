"""Random inputs of chapter 00 and what numpy makes of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor


def sizes(rng: np.random.Generator, count: int, low: int = 2, high: int = 9) -> list[int]:
    """Give different sizes, so that no two axes can be confused."""
    return [int(n) for n in rng.choice(np.arange(low, high), size=count, replace=False)]


def normal(rng: np.random.Generator, *shape: int) -> Tensor:
    """Draw a float32 tensor of standard normal numbers; the first of them is negative."""
    drawn = np.asarray(rng.normal(size=shape))
    drawn.flat[0] = -abs(drawn.flat[0])
    return torch.from_numpy(drawn).float()


def mixed(rng: np.random.Generator, count: int) -> Tensor:
    """Draw float32 numbers, whose smallest is negative and farther from zero than the largest."""
    ends = rng.uniform(-9, -7), rng.uniform(4, 6)
    numbers = np.concatenate([ends, rng.uniform(-1, 1, size=count - 2)])
    return torch.from_numpy(rng.permutation(numbers)).float()


def summary(x: Tensor) -> dict[str, Any]:
    """Compute with numpy what ``summarise`` must find."""
    a = x.numpy()
    return {
        "min": a.min().item(),
        "max": a.max().item(),
        "sum": a.sum(dtype=np.float64 if a.dtype.kind == "f" else np.int64).item(),
        "mean": a.mean(dtype=np.float64).item(),
        "argmin": int(a.argmin()),
        "argmax": int(a.argmax()),
    }
