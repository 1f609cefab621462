"""What TinyVGG is made of, and what it computes."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import permutations, product

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from autograder.checks import draws, expect
from autograder.checks.networks import Sizes, vgg_sizes
from autograder.remote.client import Remote, Student

Paddings = tuple[int, ...]


Layer = tuple[Tensor, Tensor]
_HUGE = -4096
GREY, COLOUR = 1, 3  # channels; who writes one of them down fails the checks that ask for the other
_APART = 0.05  # several times what logits may be off


def sizes(rng: np.random.Generator, channels: int) -> Sizes:
    """Channels, hidden units and classes, all different from each other."""
    _, hidden, classes = vgg_sizes(rng)
    return channels, hidden, classes


def images(rng: np.random.Generator, count: int, channels: int) -> Tensor:
    """Pictures of 64x64, float32 between 0.1 and 1."""
    return torch.as_tensor(rng.uniform(0.1, 1, (count, channels, 64, 64)), dtype=torch.float32)


def check_layers(student: Student, of: Sizes) -> Remote:
    """Make a TinyVGG and check the shapes of its parameters; returns it."""
    model: Remote = student.TinyVGG(*of)
    model(torch.zeros(1, of[0], 64, 64))  # lazy layers find their sizes
    check_shapes(model.state_dict(), of)
    return model


def check_shapes(state: dict[str, Tensor], of: Sizes) -> None:
    """Weights and biases of four 3x3 convolutions and a linear layer, and nothing else."""
    ins, hidden, outs = of
    found = sorted(tuple(value.shape) for value in state.values())
    convolutions = [(hidden, ins, 3, 3), *[(hidden, hidden, 3, 3)] * 3, *[(hidden,)] * 4]
    allowed = [sorted([*convolutions, (outs, hidden * side * side), (outs,)]) for side in (16, 13)]
    expect.true(
        found in allowed,
        f"Expected the parameters to have the shapes {allowed[0]}, but got {found}.",
        hint="Four convolutions with weights of their own, two poolings, one linear layer.",
    )


def check_squashed(student: Student, model: Remote, of: Sizes, x: Tensor) -> None:
    """With the last layer's numbers turned round and huge, so is the output: nothing follows it."""
    before, state = model(x), model.state_dict()
    linear = last_layer(state, of)
    for name in linear:
        state[name] = _HUGE * state[name]  # a power of two: no number is rounded otherwise
    student.probes.load_parameters(model, state)
    after = model(x)
    expect.close(
        after,
        _HUGE * before,
        name=f"the logits with the last layer times {_HUGE}",
        rtol=1e-3,
        atol=1e-2,
    )


def check_alone(model: Remote, x: Tensor) -> None:
    """Each picture gets the logits that it gets in a batch."""
    together = expect.tensor(model(x), name="the output")
    for index, row in enumerate(together):
        name = f"the logits of picture {index} alone"
        expect.close(model(x[index : index + 1])[0], row, name=name, rtol=1e-3, atol=1e-5)


def check_gradients(student: Student, model: Remote, x: Tensor) -> None:
    """A backward pass reaches every parameter."""
    model.keep(x).square.keep().sum.keep().backward()
    for name, gradient in student.probes.gradients(model).items():
        expect.tensor(gradient, name=f"the gradient of {name}")


def check_values(student: Student, rng: np.random.Generator, model: Remote, of: Sizes) -> None:
    """The logits are those of the layers in their order, whichever convolutions have padding."""
    before, x = model.state_dict(), images(rng, 2, of[0])
    state = draws.until(lambda: _spread(rng, before), lambda drawn: _telling(answers(drawn, x)))
    student.probes.load_parameters(model, state)
    found = expect.tensor(model(x), name="the logits")
    expect.shape(found, (2, of[2]), name="the logits")
    nearest = computed(state, x, found)
    if nearest is not None:
        hint = "Two convolutions with ReLU, then a pooling; and all of that once more."
        expect.close(found, nearest, name="the logits", rtol=1e-3, atol=1e-4, hint=hint)


def _spread(rng: np.random.Generator, state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Other numbers for a model, with which the signal neither grows nor fades, float32."""
    drawn = {}
    for name, value in state.items():
        width = np.sqrt(6 / value[0].numel()) if value.ndim > 1 else 0.1
        values = rng.uniform(-width, width, tuple(value.shape))
        drawn[name] = torch.as_tensor(values, dtype=torch.float32)
    return drawn


def _telling(by_paddings: list[Tensor]) -> bool:
    """Whether each picture gets logits of its own by each order of the layers: none is silent."""
    return all(
        bool(torch.pdist(logits.flatten(0, 1), p=torch.inf).min() > _APART)
        for logits in by_paddings
    )


def computed(state: Mapping[str, Tensor], x: Tensor, found: Tensor) -> Tensor | None:
    """What a TinyVGG with these numbers answers, by the order and paddings nearest to what it says.

    Args:
        state: of the model.
        x: pictures, (n, channels, 64, 64).
        found: what the model says, (n, classes).

    Returns:
        (n, classes), or None where layers or a padding are the student's own, so that it is not
        known which numbers belong together; their shapes are checked elsewhere.
    """
    right = [logits for by_order in answers(state, x) for logits in by_order]
    return min(right, key=lambda way: float((way - found.detach()).abs().max()), default=None)


def answers(state: Mapping[str, Tensor], x: Tensor) -> list[Tensor]:
    """What a TinyVGG with these numbers can answer, see `computed`; nothing if that is not known.

    Returns:
        For each choice of paddings that fits the linear layer (orders, n, classes), by every order
        of the layers that their shapes allow.
    """
    if sum(name.endswith(".bias") for name in state) < 5:
        return []
    pairs = [
        (value, state[f"{name.rpartition('.')[0]}.bias"])
        for name, value in state.items()
        if value.ndim > 1
    ]
    (linear,) = (pair for pair in pairs if pair[0].ndim == 2)
    first, *others = sorted(
        (pair for pair in pairs if pair[0].ndim == 4), key=lambda pair: pair[0].shape[1]
    )
    hidden, features = len(first[0]), linear[0].shape[1]
    return [
        torch.stack([_forward(x, [first, *o], linear, paddings) for o in permutations(others)])
        for paddings in product((0, 1), repeat=4)
        if hidden * _side(paddings) ** 2 == features
    ]


def _side(paddings: Paddings) -> int:
    """Height and width that are left of 64 before the linear layer."""
    side = 64
    for number, padding in enumerate(paddings):
        side = (side + 2 * padding - 2) // (1 + number % 2)
    return side


def _forward(x: Tensor, layers: list[Layer], linear: Layer, paddings: Paddings) -> Tensor:
    """The logits."""
    for number, ((weight, bias), padding) in enumerate(zip(layers, paddings, strict=True)):
        x = functional.relu(functional.conv2d(x, weight, bias, padding=padding))
        x = functional.max_pool2d(x, 2) if number % 2 else x
    return functional.linear(x.flatten(1), *linear)


def check_relu(student: Student, rng: np.random.Generator, model: Remote, of: Sizes) -> None:
    """A convolution that gives negative numbers only silences all that follows."""
    state, x = model.state_dict(), images(rng, 2, of[0])
    weights = [name for name, value in state.items() if value.ndim == 4]
    linear = last_layer(state, of)
    bias = next(state[name] for name in linear if state[name].ndim == 1)
    for first in range(4):
        for name, value in state.items():
            if name not in linear:
                state[name] = torch.zeros_like(value)
        for number, name in enumerate(weights):
            sign = -1 if number in (first, first + 1) else 1
            drawn = rng.uniform(0.05, 0.2, state[name].shape)
            state[name] = sign * torch.as_tensor(drawn, dtype=torch.float32)
        student.probes.load_parameters(model, state)
        logits = expect.tensor(model(x), name="the logits")
        name = f"the logits when convolution {first + 1} gives no positive number"
        expect.close(logits, bias.expand(2, -1), name=name, hint=_silence_hint(logits))


def _silence_hint(logits: Tensor) -> str:
    """Say what a network lets through that nothing should get through, or adds at its end."""
    if logits.ndim == 2 and torch.allclose(logits[0], logits[1]):
        return (
            "Nothing of the pictures is left, as it should be. Look at what follows the last layer."
        )
    return "ReLU turns negatives into 0. Look at what follows each convolution."


def last_layer(state: dict[str, Tensor], of: Sizes) -> list[str]:
    """Names of the linear layer's weight and bias."""
    weight = next(name for name, value in state.items() if value.ndim == 2)
    layer = weight.rpartition(".")[0]
    near = [name for name in state if name.rpartition(".")[0] == layer]
    return [name for name in near if len(state[name]) == of[2]]
