"""What TinyVGG without padding computes, from its numbers alone."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from autograder.checks import expect
from autograder.checks.networks import Sizes, vgg_sizes

State = dict[str, Tensor]


def grey_and_colour(rng: np.random.Generator) -> list[Sizes]:
    """Sizes of a network for grey pictures and of one for colour; no two numbers are the same."""
    _, hidden, classes = vgg_sizes(rng)
    return [(1, hidden, classes), (3, hidden + 5, classes + 5)]


def check_shapes(state: Mapping[str, object], of: Sizes, *, name: str) -> None:
    """Weights and biases of four 3x3 convolutions and a linear layer, and nothing else."""
    ins, hidden, outs = of
    found = sorted(tuple(expect.tensor(v, name=f"{name}[{k!r}]").shape) for k, v in state.items())
    convolutions = [(hidden, ins, 3, 3), *[(hidden, hidden, 3, 3)] * 3, *[(hidden,)] * 4]
    wanted = sorted([*convolutions, (outs, hidden * 13 * 13), (outs,)])
    expect.true(
        found == wanted,
        f"Expected {name} to have parameters of the shapes {wanted}, but got {found}.",
        hint="Without padding each convolution eats a border: 64, 62, 60, 30, 28, 26, 13.",
    )


def drawn(state: State, rng: np.random.Generator) -> State:
    """New numbers for such a state dict, small enough that logits stay near 1."""
    return {
        name: torch.as_tensor(
            rng.uniform(-1, 1, tuple(old.shape)) / np.sqrt(max(old[0].numel(), 4)),
            dtype=torch.float32,
        )
        for name, old in state.items()
    }


def forward(state: Mapping[str, Tensor], x: Tensor) -> Tensor:
    """The logits: four convolutions with ReLU, pooling after each second one, a linear layer."""
    values = list(state.values())
    biases = {name.rpartition(".")[0]: v for name, v in state.items() if v.ndim == 1}
    layers = [(v, biases[n.rpartition(".")[0]]) for n, v in state.items() if v.ndim == 4]
    for number, (weight, bias) in enumerate(layers):
        x = functional.relu(functional.conv2d(x, weight, bias))
        x = functional.max_pool2d(x, 2) if number % 2 else x
    linear = next(v for v in values if v.ndim == 2)
    bias = next(b for n, b in biases.items() if state[f"{n}.weight"].ndim == 2)
    return functional.linear(x.flatten(1), linear, bias)


def confident(state: State, x: Tensor, probability: float) -> State:
    """The state with its last layer scaled so that the likeliest class of ``x`` has this chance."""
    logits = forward(state, x)[0].double()
    low, high = 0.0, 1e4
    for _ in range(60):
        scale = (low + high) / 2
        top = float((scale * logits).softmax(0).max())
        low, high = (scale, high) if top < probability else (low, scale)
    last = next(n.rpartition(".")[0] for n, v in state.items() if v.ndim == 2)
    return {n: low * v if n.rpartition(".")[0] == last else v for n, v in state.items()}
