"""Predictions for samples that were never shown, from the trained numbers rather than on trust."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from autograder.checks import expect


def loaded(state: Any, here: nn.Module) -> nn.Module:
    """Our network with the numbers of a trained model, in evaluation mode, without gradients.

    Args:
        state: the trained model's state dict, as the student's process gave it.
        here: of the architecture that the model has; gets the numbers.

    Raises:
        Failed: if the state dict has other names or shapes.
    """
    expect.type_(state, dict, name="the model's state dict")
    wanted = here.state_dict()
    expect.equal(shapes(state), shapes(wanted), name="the shapes in the model's state dict")
    here.load_state_dict(state)
    return here.eval().requires_grad_(False)


def logits(model: Any, x: Tensor, rng: np.random.Generator) -> Tensor:
    """What a model answers for each sample, wherever in a batch it stands.

    Each sample is asked for twice, in two orders and in batches of different sizes.

    Args:
        model: in the student's process, in evaluation mode.
        x: samples, (n, ...).
        rng: decides orders and sizes.

    Returns:
        (n, classes), in the order of ``x``.

    Raises:
        Failed: if a sample's answer depends on its place or on its neighbours.
    """
    first = _asked(model, x, torch.as_tensor(rng.permutation(len(x))), len(x))
    size = int(rng.integers(len(x) // 3, len(x) // 2 + 1))
    again = _asked(model, x, torch.as_tensor(rng.permutation(len(x))), size)
    name = "the output for the same samples in another order"
    # Coarse: a GPU rounds to 10 bits, and in another way for another batch size.
    expect.close(again, first, name=name, rtol=1e-2, atol=1e-2)
    return first


def _asked(model: Any, x: Tensor, order: Tensor, size: int) -> Tensor:
    parts = [expect.tensor(model(x[rows]), name="the output") for rows in order.split(size)]
    for part, rows in zip(parts, order.split(size), strict=True):
        expect.true(
            part.ndim > 0 and len(part) == len(rows),
            f"Expected {len(rows)} rows for {len(rows)} samples, but got {expect.show(part)}.",
        )
    found = torch.cat(parts)
    return found.index_select(0, order.argsort())


def shapes(state: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
    """The shape of each entry of a state dict, by name; () for what holds no numbers."""
    every = sorted(state.items())
    return {n: tuple(v.shape) if isinstance(v, Tensor) and not v.is_meta else () for n, v in every}
