"""Numbers for the networks of the chapter, however students name their layers.

A student's module is known here by its state dict alone. New numbers are drawn for it by *role*:
what a tensor is, told by its shape, and whether it belongs to a norm. Tensors whose roles cannot be
told apart from outside (the norms, the biases of the same length, four maps of one attention) get
the same numbers, so that no choice of names or order is wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from torch import Tensor

from autograder.chapters.ch08_paper_replicating.helpers.configs import Config
from autograder.checks import expect
from autograder.remote.client import Remote, Student

Role = tuple[str, tuple[int, ...], int]


Numbers = dict[Role, Tensor]


def spread(student: Student, model: Remote, config: Config, rng: np.random.Generator) -> Numbers:
    """Give a module random numbers by role, larger than those it starts with; returns them."""
    state = model.state_dict()
    expect.type_(state, dict, name="the state dict")
    roles = roles_of(state, config)
    numbers: Numbers = {}
    for name, role in roles.items():
        if role not in numbers:
            numbers[role] = _drawn(role, rng)
        state[name] = numbers[role].to(state[name].dtype)
    student.probes.load_parameters(model, state)
    return numbers


def roles_of(state: Mapping[str, Tensor], config: Config) -> dict[str, Role]:
    """The role of each floating-point tensor: kind, shape, and which of its kind (its block)."""
    alike = {(config.dim,), (config.dim, config.dim)}
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


def is_mlp(config: Config) -> Any:
    """Pick the numbers of the small networks; the biases of the attentions look like theirs."""
    last = (config.dim,)
    return lambda name, shape: config.mlp in shape or (shape == last and name.endswith("bias"))


def is_embedding(config: Config) -> Any:
    """Pick what makes the first block's input; the biases of the same length look like a part."""
    last, pixels = (config.dim,), config.channels * config.patch**2
    own = {
        (1, 1, config.dim),
        (1, config.patches + 1, config.dim),
        (config.dim, config.channels, config.patch, config.patch),
        (config.dim, pixels),
    }
    return lambda name, shape: shape in own or (shape == last and name.endswith("bias"))


def is_attention(config: Config) -> Any:
    """Pick the numbers of the attentions."""
    own = {(config.dim, config.dim), (3 * config.dim, config.dim), (3 * config.dim,)}
    return lambda _, shape: shape in own


def check_count(student: Student, model: Remote, wanted: int) -> None:
    """The module has so many numbers to learn; a shared one counts once."""
    sizes = student.probes.parameter_counts(model)
    found = sum(count for _, count, learns in sizes if learns)
    expect.equal(found, wanted, name="the number of learnable numbers")
