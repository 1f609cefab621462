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


def check_dropped(found: Tensor, heads: Tensor, bias: Tensor, rate: float) -> None:
    """In the attention of equal vectors whole weights are dropped, as often as asked for.

    Each of n weights of 1 / n is dropped, or kept and divided by 1 - rate. So in what a head adds
    to an output, (n kept) / n / (1 - rate) times its part, its kept weights can be counted.

    Args:
        found: the output in training mode, float64 (batch, n, dim).
        heads: what each head adds without Dropout, (heads, dim).
        bias: what is added to their sum, (dim,).
        rate: the probability of the Dropout.
    """
    count, added = found.shape[1], (found - bias).flatten(0, 1)
    shares = torch.linalg.lstsq(heads.T, added.T).solution
    kept = shares * count * (1 - rate)
    whole = torch.allclose(heads.T @ shares, added.T, atol=1e-3) and bool(
        ((kept - kept.round()).abs() < 0.05).all()
    )
    expect.true(
        whole,
        "Expected attention weights to be dropped or kept, but got an output that no choice of "
        "kept weights gives.",
        hint="Something else is dropped: attn_dropout belongs to the weights, after the softmax.",
    )
    share = kept.mean().item() / count
    expect.between(
        share, 0.87 - rate, 1.13 - rate, name=f"the share of weights kept with attn_dropout={rate}"
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
