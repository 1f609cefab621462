"""Inputs of the networks, and what can be said of their outputs."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from autograder.checks import expect
from autograder.remote.client import Remote


def pictures(rng: np.random.Generator, *shape: int) -> Tensor:
    """Standard normal float32 numbers: pictures, or sequences of vectors."""
    return torch.as_tensor(rng.standard_normal(shape), dtype=torch.float32)


def vectors(rng: np.random.Generator, batch: int, length: int, dim: int) -> Tensor:
    """Sequences of vectors, float32 (batch, length, dim), each with a scale and mean of its own."""
    scale, mean = (torch.as_tensor(rng.uniform(0.5, 2, (batch, length, 1))) for _ in range(2))
    return (pictures(rng, batch, length, dim) * scale + mean).float()


def output(model: Remote, x: Tensor, shape: tuple[int, ...]) -> Tensor:
    """What a module makes of a tensor: a tensor of this shape."""
    found = expect.tensor(model(x), name="the output")
    expect.shape(found, shape, name="the output")
    return found


def check_random(model: Remote, x: Tensor, *, varies: bool, why: str) -> None:
    """In training mode two calls differ, or they do not."""
    model.train.keep()
    one, two = (expect.tensor(model(x), name="the output") for _ in range(2))
    same = one.shape == two.shape and torch.allclose(one, two, rtol=1e-4, atol=1e-5)
    expect.true(
        same != varies,
        f"Expected two outputs in training mode to {'differ' if varies else 'agree'} with {why}, "
        f"but they {'agree' if same else 'differ'}.",
    )


def check_apart(model: Remote, x: Tensor, rng: np.random.Generator) -> None:
    """In evaluation mode the first of a batch gets the same output whatever the others are."""
    model.eval.keep()
    before = expect.tensor(model(x), name="the output")
    other = x.clone()
    other[1:] = pictures(rng, *x[1:].shape)
    after = model(other)
    name = "output 0 after picture 1 was changed"
    expect.shape(after, tuple(before.shape), name=name)
    hint = "Which dimension is the batch?"
    expect.close(after[0], before[0], name=name, hint=hint, rtol=1e-3, atol=1e-5)
