"""Models whose regions are worth looking at, and what they say about each point of a grid."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from autograder.checks import expect, parity
from autograder.remote.client import Remote, Student

MARGIN = 0.1
_LEAST = 0.15  # share of the grid that each of these classes must have


def model_pair(
    student: Student,
    rng: np.random.Generator,
    x: Tensor,
    out_features: int,
    *,
    regions: int = 2,
    dropout: float = 0.0,
    batch_norm: bool = False,
) -> tuple[Remote, nn.Sequential]:
    """The same float32 network on both sides, with some classes well visible around X.

    Args:
        student: in whose process one of the two is.
        rng: draws the network's numbers.
        x: points, float32 (n, 2).
        out_features: of the network.
        regions: how many classes are to be well visible, at least two.
        dropout: of the network.
        batch_norm: whether it has batch norm.
    """
    options: dict[str, Any] = {"dropout": dropout, "batch_norm": batch_norm, "dtype": torch.float32}
    lows, highs = x.amin(dim=0), x.amax(dim=0)
    spots = lows + (highs - lows) * torch.cartesian_prod(*[torch.linspace(0, 1, 20)] * 2)
    return parity.mlp_pair(
        student,
        rng,
        2,
        8,
        out_features,
        shows=lambda model: _varied(model, spots, regions),
        **options,
    )


def _varied(model: nn.Module, spots: Tensor, regions: int) -> bool:
    labels = labels_and_margin(model, spots)[0].reshape(20, 20)
    shares = torch.bincount(labels.flatten()) / labels.numel()
    across = float((labels != labels.T).float().mean())  # swapped axes must show
    return int((shares > _LEAST).sum()) >= regions and across > _LEAST


def cloud(rng: np.random.Generator, n: int = 30) -> Tensor:
    """Points, float32 (n, 2), that spread over another range in each of the two directions."""
    low, wide = rng.uniform(-1, 0, 2), np.array([rng.uniform(1.5, 2.0), rng.uniform(2.6, 3.2)])
    return torch.as_tensor(low + wide * rng.random((n, 2)), dtype=torch.float32)


def labels_and_margin(model: nn.Module, points: Tensor) -> tuple[Tensor, Tensor]:
    """Labels that a model gives to points, and how far each is from being another label."""
    logits = parity.eval_output(model, points)
    if logits.shape[1] == 1:
        return (logits[:, 0] > 0).long(), logits[:, 0].abs()
    best = logits.topk(2, dim=1).values
    return logits.argmax(dim=1), best[:, 0] - best[:, 1]


def check_axes(xx: object, yy: object, x: Tensor, steps: int) -> tuple[Tensor, Tensor]:
    """Both hold the right coordinates; returns these."""
    lows, highs = x.amin(dim=0) - MARGIN, x.amax(dim=0) + MARGIN
    xs, ys = (torch.linspace(float(lows[i]), float(highs[i]), steps) for i in (0, 1))
    right_x, right_y = torch.meshgrid(xs, ys, indexing="xy")
    expect.close(xx, right_x, name="xx")
    expect.close(yy, right_y, name="yy")
    for name, found in (("xx", xx), ("yy", yy)):
        expect.dtype(torch.as_tensor(found), torch.float32, name=name)
    return right_x, right_y


def check_grid(found: Any, model: nn.Module, x: Tensor, steps: int) -> None:
    """The three parts of a grid are right, wherever the label is not a matter of rounding."""
    expect.length(found, 3, name="the result")
    xx, yy, z = found
    right_x, right_y = check_axes(xx, yy, x, steps)
    expect.shape(z, (steps, steps), name="z")
    z = torch.as_tensor(z)
    expect.dtype(z, torch.int64, name="z")
    points = torch.stack([right_x.flatten(), right_y.flatten()], dim=1)
    labels, margin = labels_and_margin(model, points)
    clear = margin.reshape(steps, steps) > 1e-3
    filled = torch.where(clear, z.long(), labels.reshape(steps, steps))
    expect.equal(filled, labels.reshape(steps, steps), name="z")
