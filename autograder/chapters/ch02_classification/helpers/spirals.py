"""Spiral arms: what can be said of points that were drawn with anybody's generator."""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import Tensor

from autograder.checks import expect

_NOISE = 0.2


def checked(data: Any, points: int, classes: int) -> tuple[Tensor, Tensor]:
    """X (float64) and y, if shapes, dtypes and the number of points per arm are right."""
    expect.length(data, 2, name="the result")
    x, y = data
    expect.shape(x, (points * classes, 2), name="X")
    expect.dtype(x, torch.float32, name="X")
    expect.shape(y, (points * classes,), name="y")
    expect.dtype(y, torch.int64, name="y")
    occurring = sorted(set(y.tolist()))
    expect.equal(len(occurring), classes, name="the number of classes that occur in y")
    expect.equal(occurring[-1], classes - 1, name="the largest class number")
    for k in (0, classes - 1):
        expect.equal(int((y == k).sum()), points, name=f"the number of points on arm {k}")
    return x.double(), y


def check_radii(x: Tensor, y: Tensor, points: int, classes: int) -> None:
    """On each arm the distances from the middle are equally spaced from 0 to 1."""
    right = torch.linspace(0, 1, points, dtype=torch.float64)
    for k in range(classes):
        radii = x[y == k].norm(dim=1).sort().values
        expect.close(radii, right, name=f"the radii on arm {k}, sorted", atol=1e-4)


def check_angles(x: Tensor, y: Tensor, points: int, classes: int) -> None:
    """Angles grow as they should, and tremble by the right amount, each point on its own."""
    radii = x.norm(dim=1)
    off = torch.atan2(x[:, 0], x[:, 1]) - 4 * y - 4 * radii
    off = (off + math.pi) % (2 * math.pi) - math.pi
    outer = radii > 0.02  # the angle of a point in the middle is rounding
    off, y = off[outer], y[outer]
    # Of n draws the mean is off by 0.2 / sqrt(n) and the spread by 0.2 / sqrt(2 n): 6 of these.
    slack = 6 * _NOISE / math.sqrt(len(off))
    _check_noise(off, y, radii[outer])
    expect.between(float(off.mean()), -slack, slack, name="the mean of the angle minus (4 k + 4 r)")
    own = torch.cat([off[y == k] - off[y == k].mean() for k in range(classes)])
    expect.between(
        float(own.std()), _NOISE - slack, _NOISE + slack, name="the spread of the angles on an arm"
    )


def _check_noise(off: Tensor, y: Tensor, radii: Tensor) -> None:
    """The noise has the tails of a normal one, and each arm its own."""
    # Of 700 normal draws 4.6 % are beyond two deviations; fewer than 1 % once in ten million times.
    far = float((off.abs() > 2 * _NOISE).double().mean())
    expect.at_least(far, 0.01, name="the share of points whose angle is off by more than 0.4")
    first, second = (off[y == k][radii[y == k].argsort()][-10:] for k in (0, 1))
    expect.true(
        (first - second).abs().max() > 0.25 * _NOISE,
        "Expected noise that is drawn anew for every point, but arms 0 and 1 have the same.",
    )
