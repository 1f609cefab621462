"""What torch draws after a seed."""

from __future__ import annotations

import torch


def torch_draws(seed: int) -> list[float]:
    """What torch.rand(3) gives after this seed."""
    drawn: list[float] = torch.rand(3, generator=torch.Generator().manual_seed(seed)).tolist()
    return drawn
