"""Moons and spirals to train on, and the recipes whose results were measured (thresholds.md)."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from autograder.checks import parity
from autograder.remote.client import Remote, Student

MOON_SETTINGS: dict[str, Any] = {"epochs": 150, "lr": 0.2, "momentum": 0.9, "log_every": 50}
SPIRAL_EPOCHS, SPIRAL_LR = 200, 0.03
# With 16 units one right run in 200 stays at the 88 % of a straight line on the moons.
_MOON_UNITS, _SPIRAL_UNITS = 64, 25
_UNSEEN = 400
Points = tuple[Tensor, Tensor]


def moon_sets(seed: int) -> tuple[Points, Points, Points]:
    """300 points to train on, 50 to test, 400 never shown; float64, labels (n,) 0.0 and 1.0."""
    rng = np.random.default_rng(seed)
    first, second, third = (_moons(rng, n) for n in (300, 50, _UNSEEN))
    return first, second, third


def _moons(rng: np.random.Generator, n: int) -> Points:
    """Two half circles, as make_moons draws them, which takes a second to import."""
    t, y = rng.uniform(0, np.pi, n), rng.permutation(np.arange(n) % 2)
    x = np.where(y, 1 - np.cos(t), np.cos(t)), np.where(y, 0.5 - np.sin(t), np.sin(t))
    points = np.column_stack(x) + rng.normal(0, 0.07, (n, 2))
    return torch.as_tensor(points), torch.as_tensor(y, dtype=torch.float64)


def spiral_sets(seed: int) -> tuple[Points, Points, Points]:
    """300 points on three arms to train on, 60 to test, 402 never shown; float64, int64 labels."""
    rng = np.random.default_rng(seed)
    first, second, third = (_spirals(rng, n) for n in (100, 20, _UNSEEN // 3 + 1))
    return first, second, third


def _spirals(rng: np.random.Generator, points: int) -> Points:
    order = rng.permutation(3 * points)
    y, r = order // points, np.linspace(0, 1, points)[order % points]
    t = 4 * y + 4 * r + 0.2 * rng.standard_normal(3 * points)
    return torch.as_tensor(np.column_stack([r * np.sin(t), r * np.cos(t)])), torch.as_tensor(y)


def network(student: Student, rng: np.random.Generator, outputs: int) -> Remote:
    """The student's untrained classifier, float64: 2 inputs, two hidden layers, ReLU between."""
    layers = student.library("torch.nn")
    made = plan(outputs)
    sizes = [(m.in_features, m.out_features) for m in made if isinstance(m, nn.Linear)]
    linear = [layers.Linear(*size, dtype=torch.float64) for size in sizes]
    model: Remote = layers.Sequential(linear[0], layers.ReLU(), linear[1], layers.ReLU(), linear[2])
    student.probes.load_parameters(model, start(made, rng))
    return model


def plan(outputs: int) -> nn.Sequential:
    """The same network on this side."""
    width = _MOON_UNITS if outputs == 1 else _SPIRAL_UNITS
    with torch.random.fork_rng(devices=[]):
        return nn.Sequential(
            nn.Linear(2, width),
            nn.ReLU(),
            nn.Linear(width, width),
            nn.ReLU(),
            nn.Linear(width, outputs),
        ).double()


def start(model: nn.Module, rng: np.random.Generator) -> dict[str, Tensor]:
    """The random start that nn.Linear makes: uniform within 1 / sqrt(inputs)."""
    state = parity.snapshot(model)
    bound = 1.0
    for name, old in state.items():
        if name.endswith("weight"):
            bound = float(old.shape[1]) ** -0.5
        state[name] = torch.as_tensor(rng.uniform(-bound, bound, old.shape))
    return state
