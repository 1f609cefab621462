"""Sizes, pictures and numbers for the networks of the chapter, however students name their layers.

A student's module is known here by its state dict alone. New numbers are drawn for it by *role*:
what a tensor is, told by its shape, and whether it belongs to a norm. Tensors whose roles cannot be
told apart from outside (the norms, the biases of the same length, four maps of one attention) get
the same numbers, so that no choice of names or order is wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from autograder.checks import expect
from autograder.remote.client import Remote, Student

Role = tuple[str, tuple[int, ...], int]
Numbers = dict[Role, Tensor]


@dataclass(frozen=True, slots=True)
class Form:
    """Sizes of a network in which no two kinds of tensors have the same shape.

    Sides of pictures are multiples of 16: the course's own patch embedding compares them with a
    global patch size of 16.
    """

    image: int
    channels: int
    patch: int
    layers: int
    dim: int
    mlp: int
    heads: int
    classes: int

    @property
    def patches(self) -> int:
        """How many patches a picture has."""
        return (self.image // self.patch) ** 2

    @property
    def sizes(self) -> dict[str, int]:
        """The arguments of a ViT that are no dropout."""
        return {
            "img_size": self.image,
            "in_channels": self.channels,
            "patch_size": self.patch,
            "num_transformer_layers": self.layers,
            "embedding_dim": self.dim,
            "mlp_size": self.mlp,
            "num_heads": self.heads,
            "num_classes": self.classes,
        }

    @property
    def block_count(self) -> int:
        """How many numbers an encoder block has."""
        attention, narrow = 4 * self.dim * (self.dim + 1), self.dim * (self.mlp + 1)
        return attention + narrow + self.mlp * (self.dim + 1) + 4 * self.dim

    @property
    def count(self) -> int:
        """How many numbers a ViT has."""
        patches = self.dim * (self.channels * self.patch**2 + 1)
        head = self.classes * (self.dim + 1) + 2 * self.dim
        tokens = (self.patches + 2) * self.dim
        return patches + tokens + self.layers * self.block_count + head


BASE = Form(224, 3, 16, 12, 768, 3072, 12, 3)


def form(rng: np.random.Generator, layers: int = 2) -> Form:
    """Random small sizes."""
    heads, patch = int(rng.choice([2, 4])), int(rng.choice([4, 8]))
    dim = heads * int(rng.integers(5, 7))
    return Form(
        image=16 if patch == 4 else int(rng.choice([16, 32])),
        channels=int(rng.integers(1, 4)),
        patch=patch,
        layers=layers,
        dim=dim,
        mlp=dim + 2 * int(rng.integers(2, 5)) + 1,
        heads=heads,
        classes=int(rng.integers(3, 6)),
    )


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


def spread(student: Student, model: Remote, form: Form, rng: np.random.Generator) -> Numbers:
    """Give a module random numbers by role, larger than those it starts with; returns them."""
    state = model.state_dict()
    expect.type_(state, dict, name="the state dict")
    roles = roles_of(state, form)
    numbers: Numbers = {}
    for name, role in roles.items():
        if role not in numbers:
            numbers[role] = _drawn(role, rng)
        state[name] = numbers[role].to(state[name].dtype)
    student.probes.load_parameters(model, state)
    return numbers


def roles_of(state: Mapping[str, Tensor], form: Form) -> dict[str, Role]:
    """The role of each floating-point tensor: kind, shape, and which of its kind (its block)."""
    alike = {(form.dim,), (form.dim, form.dim)}
    seen: Counter[tuple[str, tuple[int, ...]]] = Counter()
    found: dict[str, Role] = {}
    for name, value in state.items():
        if not (isinstance(value, Tensor) and value.is_floating_point()):
            continue
        kind, shape = _kind(name, state), tuple(value.shape)
        single = kind.startswith("norm") or shape in alike
        found[name] = (kind, shape, 0 if single else seen[kind, shape])
        seen[kind, shape] += 1
    return found


def _kind(name: str, state: Mapping[str, Tensor]) -> str:
    prefix, _, last = name.rpartition(".")
    weight = state.get(f"{prefix}.weight" if prefix else "weight")
    if last in ("weight", "bias") and isinstance(weight, Tensor) and weight.ndim == 1:
        return f"norm {last}"
    return last if last.startswith("in_proj") else "map"


def _drawn(role: Role, rng: np.random.Generator) -> Tensor:
    kind, shape, _ = role
    if kind == "norm weight":
        return torch.as_tensor(rng.uniform(0.5, 1.5, shape), dtype=torch.float32)
    fan_in = int(np.prod(shape[1:])) if len(shape) in (2, 4) else 4
    return torch.as_tensor(rng.normal(0, 1.4 / fan_in**0.5, shape), dtype=torch.float32)


def zeroed(student: Student, model: Remote, choose: Any) -> None:
    """Set the tensors that ``choose(name, shape)`` picks to zero, the others stay."""
    state = model.state_dict()
    for name, value in state.items():
        if choose(name, tuple(value.shape)):
            state[name] = torch.zeros_like(value)
    student.probes.load_parameters(model, state)


def is_mlp(form: Form) -> Any:
    """Pick the numbers of the small networks; the biases of the attentions look like theirs."""
    last = (form.dim,)
    return lambda name, shape: form.mlp in shape or (shape == last and name.endswith("bias"))


def is_attention(form: Form) -> Any:
    """Pick the numbers of the attentions."""
    own = {(form.dim, form.dim), (3 * form.dim, form.dim), (3 * form.dim,)}
    return lambda _, shape: shape in own


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


def check_count(student: Student, model: Remote, wanted: int) -> None:
    """The module has so many numbers to learn; a shared one counts once."""
    sizes = student.probes.parameter_counts(model)
    found = sum(count for _, count, learns in sizes if learns)
    expect.equal(found, wanted, name="the number of learnable numbers")


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
