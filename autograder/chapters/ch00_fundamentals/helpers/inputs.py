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
    """Draw a float32 tensor of standard normal numbers."""
    return torch.from_numpy(np.asarray(rng.normal(size=shape))).float()


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
