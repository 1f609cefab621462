"""Vectors of a given norm."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor


def vector(rng: np.random.Generator, norm: float, *shape: int) -> Tensor:
    """Random numbers whose squares sum to the square of ``norm``, float64."""
    x = torch.as_tensor(rng.standard_normal(shape))
    return x * (norm / float(np.linalg.norm(x.numpy())))


def limited(x: Tensor, most: float) -> Tensor:
    """What limit_norm gives."""
    norm = float(np.linalg.norm(x.numpy()))
    return x * (most / norm) if norm > most else x
