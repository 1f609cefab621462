"""What the networks of the chapter compute, from the numbers in their state dicts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import permutations
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from autograder.checks import expect
from autograder.remote.client import Remote, Student

Layer = tuple[Tensor, Tensor]


def pictures(rng: np.random.Generator, *shape: int) -> Tensor:
    """Random float32 pictures, values from 0 to 1."""
    return torch.as_tensor(rng.random(shape), dtype=torch.float32)


def layers(model: Remote) -> list[Layer]:
    """Weight and bias of each layer of a model, in the order of its state dict."""
    state = model.state_dict()
    names = [name.removesuffix(".weight") for name in state if name.endswith(".weight")]
    found = [(state[f"{n}.weight"], state[f"{n}.bias"]) for n in names if f"{n}.bias" in state]
    expect.true(
        len(state) == 2 * len(found),
        f"Expected the parameters to be a weight and a bias for each layer, but got {list(state)}.",
    )
    return found


def check_shapes(model: Remote, wanted: list[tuple[int, ...]]) -> list[Layer]:
    """The model's weights have these shapes, in any order; returns its layers in this one."""
    found = layers(model)
    shapes = [tuple(weight.shape) for weight, _ in found]
    hint = "Count the layers, and look at what each of them turns into what."
    expect.equal(sorted(shapes), sorted(wanted), name="the shapes of the weights", hint=hint)
    return sorted(found, key=lambda layer: wanted.index(tuple(layer[0].shape)))


def vgg_shapes(channels: int, hidden: int, classes: int, size: int) -> list[tuple[int, ...]]:
    """Shapes of TinyVGG's weights."""
    left = size // 2 // 2
    inner = [(hidden, hidden, 3, 3)] * 3
    return [(hidden, channels, 3, 3), *inner, (classes, hidden * left * left)]


def mlp(layer_1: Layer, layer_2: Layer, x: Tensor, *, bend: bool) -> Tensor:
    """Two linear layers over flat pictures, with a ReLU between them or without."""
    inner = functional.linear(x.flatten(1), *layer_1)
    return functional.linear(inner.relu() if bend else inner, *layer_2)


def vgg(parts: list[Layer], x: Tensor) -> Tensor:
    """Four convolutions with padding 1, a pooling after every second, and a linear layer."""
    for number, (weight, bias) in enumerate(parts[:4], start=1):
        x = functional.conv2d(x, weight, bias, padding=1).relu()
        x = functional.max_pool2d(x, 2) if number % 2 == 0 else x
    return functional.linear(x.flatten(1), *parts[4])


def check_vgg(model: Remote, shapes: list[tuple[int, ...]], x: Tensor) -> None:
    """The model's output is TinyVGG's, whichever of its equal layers comes first."""
    first, *inner, last = check_shapes(model, shapes)
    output = expect.tensor(model(x), name="the output")
    wanted = [vgg([first, *order, last], x) for order in permutations(inner)]
    right = next((w for w in wanted if _agree(output, w)), wanted[0])
    expect.close(output, right, name="the output", atol=1e-4)


def check_mlp(model: Remote, sizes: tuple[int, int, int], x: Tensor, *, bend: bool) -> None:
    """The output is that of flatten, linear, (ReLU,) linear; a last ReLU is right after a bend."""
    ins, hidden, outs = sizes
    parts = check_shapes(model, [(hidden, ins), (outs, hidden)])
    output = expect.tensor(model(x), name="the output")
    wanted = mlp(parts[0], parts[1], x, bend=bend)
    if bend and _agree(output, wanted.relu()):
        return
    expect.close(output, wanted, name="the output", atol=1e-4)


def _agree(output: Tensor, wanted: Tensor) -> bool:
    return output.shape == wanted.shape and torch.allclose(output, wanted, rtol=1e-4, atol=1e-4)


def spread(model: Remote, student: Student, rng: np.random.Generator) -> None:
    """Give a model larger random numbers than it starts with, so that each layer matters."""
    state: Mapping[str, Tensor] = model.state_dict()
    drawn = {
        name: torch.as_tensor(rng.normal(0, _scale(value), value.shape), dtype=torch.float32)
        for name, value in state.items()
    }
    student.probes.load_parameters(model, drawn)


def _scale(value: Tensor) -> float:
    fan_in = value[0].numel() if value.ndim > 1 else 4
    return float(1.4 / max(fan_in, 1) ** 0.5)


def check_gradients(student: Student, model: Remote, x: Tensor) -> None:
    """A loss of the output reaches every parameter."""
    model.keep(x).sum.keep().backward.keep()
    missing = [name for name, grad in student.probes.gradients(model).items() if grad is None]
    expect.true(
        not missing, f"Expected a gradient for every parameter, but got none for {missing}."
    )


def forms(kind: Callable[..., Any], names: list[str], sizes: list[int]) -> Iterator[Remote]:
    """A model made with arguments by position, and one by name."""
    yield kind(*sizes)
    yield kind(**dict(zip(names, sizes, strict=True)))
