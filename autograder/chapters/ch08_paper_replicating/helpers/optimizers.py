"""The groups and the steps of the paper's optimiser."""

from __future__ import annotations

import numpy as np
import torch

from autograder.chapters.ch08_paper_replicating.helpers.clipping import State
from autograder.checks import expect, parity
from autograder.remote.client import Student


def check_optimizer(
    student: Student, rng: np.random.Generator, steps: int, settings: dict[str, float]
) -> None:
    """So many steps of the student's optimiser are those of Adam, or of AdamW.

    Args:
        student: whose function it is.
        rng: decides the numbers.
        steps: how many.
        settings: what it is told; the rest are the defaults of the task.
    """
    there, here = parity.mlp_pair(student, rng, 3, 4, 2)
    start = parity.snapshot(here)
    gradients = [{name: _gradient(rng, v.shape) for name, v in start.items()} for _ in range(steps)]
    optimizer = student.vit_optimizer.keep(there, **settings)
    found = student.chapter_probes.moved(optimizer, there, gradients)
    told = {"lr": 0.003, "weight_decay": 0.3, **settings}
    every = [adam(start, gradients, told["lr"], told["weight_decay"], apart=a) for a in (0, 1)]
    wanted = next((w for w in every if _near(found, w)), every[0])
    for number, (have, want) in enumerate(zip(found, wanted, strict=True), start=1):
        expect.state_dict(have, want, name=f"the parameters after step {number}", rtol=1e-6)


def _gradient(rng: np.random.Generator, shape: torch.Size) -> torch.Tensor:
    """Numbers whose signs no decay of the weights turns: what a first step of Adam shows of it."""
    return torch.as_tensor(rng.uniform(0.5, 2, shape) * rng.choice([-1, 1], shape))


def _near(found: list[State], wanted: list[State]) -> bool:
    return all(
        torch.allclose(have[name], want[name], rtol=1e-6, atol=1e-8)
        for have, want in zip(found, wanted, strict=True)
        for name in want
    )


def adam(
    start: State, gradients: list[State], lr: float, decay: float, *, apart: int
) -> list[State]:
    """Parameters after each step of Adam; with ``apart`` the decay stays out of the gradient."""
    now = {name: value.clone() for name, value in start.items()}
    first = {name: torch.zeros_like(value) for name, value in start.items()}
    second = {name: torch.zeros_like(value) for name, value in start.items()}
    after = []
    for t, given in enumerate(gradients, start=1):
        for name, p in now.items():
            g = given[name] + (0 if apart else decay) * p
            kept = p * (1 - (lr * decay if apart else 0))
            first[name] = 0.9 * first[name] + 0.1 * g
            second[name] = 0.999 * second[name] + 0.001 * g * g
            root = (second[name] / (1 - 0.999**t)).sqrt() + 1e-8
            now[name] = kept - lr * (first[name] / (1 - 0.9**t)) / root
        after.append(dict(now))
    return after
