"""Small models to train with clipped gradients, and the right steps."""

from __future__ import annotations

import copy
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from autograder.checks import classifiers, expect, parity
from autograder.remote.client import Remote, Student

RTOL, ATOL = 1e-5, 1e-6  # torch shrinks by longest / (length + 1e-6), others by longest / length
State = dict[str, Tensor]


@dataclass(frozen=True, slots=True)
class Classifier:
    """A model on both sides, and batches for it."""

    there: Remote
    here: nn.Sequential
    data: list[parity.Batch]
    lr: float


def classifier(
    student: Student,
    rng: np.random.Generator,
    sizes: Sequence[int],
    *,
    batch_norm: bool = False,
    tells: Callable[[Classifier], bool] = lambda _: True,
    **options: Any,
) -> Classifier:
    """A small network in float64 with batches of these sizes.

    The first gradient is longer than twice the default of max_norm, so that taking it shows; a
    little longer behind BatchNorm, for which all scales of the data are the same.

    Args:
        student: where the first of the two networks is made.
        rng: decides all numbers.
        sizes: of the batches.
        batch_norm: whether the networks have BatchNorm.
        tells: what else is wanted of the batches.
        options: of ``parity.mlp_pair``.
    """
    features, classes = int(rng.integers(2, 5)), int(rng.integers(3, 6))
    there, here = parity.mlp_pair(
        student, rng, features, 6, classes, batch_norm=batch_norm, **options
    )
    lr, scale = float(rng.uniform(0.1, 0.3)), 1.0
    for _ in range(200):
        data = [(scale * x, y) for x, y in classifiers.batches(rng, features, classes, sizes)]
        made, least = Classifier(there, here, data, lr), 1.1 if batch_norm else 2.0
        if length_of(made) <= least:
            scale *= 1.1
        elif tells(made):
            break
    return made


def one_step_tells(on: Classifier) -> bool:
    """Whether the loss of the second batch shows if the step before it was clipped to 1.

    And whether that loss is unlike the first, so that neither stands for their mean.
    """
    (x, y), (new, new_y) = on.data
    first = nn.functional.cross_entropy(on.here(x.float()), y).item()
    after = []
    for longest in (math.inf, 1.0):
        model = copy.deepcopy(on.here)
        Clipped(model).step(nn.functional.cross_entropy(model(x.float()), y), on.lr, longest)
        after.append(nn.functional.cross_entropy(model(new.float()), new_y).item())
    right, clipped = after
    return abs(right - clipped) > 0.02 * (right + first) < abs(right - first)


class Clipped:
    """Plain gradient descent with momentum on a model here, its gradients clipped as one vector."""

    def __init__(self, model: nn.Module, momentum: float = 0.0) -> None:
        self._model, self._momentum = model, momentum
        self._moving = [torch.zeros_like(p) for p in model.parameters()]

    def step(self, loss: Tensor, lr: float, longest: float) -> float:
        """Take a step; returns how long the gradient was."""
        found = torch.autograd.grad(loss, list(self._model.parameters()))
        length = float(torch.cat([g.flatten() for g in found]).square().sum().sqrt())
        shrink = min(1.0, longest / (length + 1e-6))
        with torch.no_grad():
            for p, v, g in zip(self._model.parameters(), self._moving, found, strict=True):
                p.sub_(v.mul_(self._momentum).add_(g, alpha=shrink), alpha=lr)
        return length


def length_of(on: Classifier, batch: int = 0) -> float:
    """How long the gradient of a batch is for the model here as it is now."""
    model = copy.deepcopy(on.here)  # running statistics must not move
    x, y = on.data[batch]
    loss = nn.functional.cross_entropy(model(x.to(next(model.parameters()).dtype)), y)
    found = torch.autograd.grad(loss, list(model.parameters()))
    return float(torch.cat([g.flatten() for g in found]).square().sum().sqrt())


def check_steps(
    student: Student,
    rng: np.random.Generator,
    *shares: float,
    momentum: float = 0.0,
) -> None:
    """Steps with gradients clipped to shares of their own lengths end where they should.

    Args:
        student: whose function it is.
        rng: decides model and data.
        shares: one a step; above 1 nothing of it is clipped.
        momentum: of the optimiser.
    """
    on = classifier(student, rng, rng.integers(4, 7, len(shares)).tolist())
    optimizer = student.probes.SpySGD(on.there.parameters(), lr=on.lr, momentum=momentum)
    student.probes.pollute(on.there, 1e3)
    right = Clipped(on.here, momentum)
    for number, (share, (x, y)) in enumerate(zip(shares, on.data, strict=True), start=1):
        longest = share * length_of(on, number - 1)
        loss = student.chapter_probes.loss_of.keep(on.there, x, y)
        found = student.clip_and_step(on.there, loss, optimizer, longest)
        with student.aside():
            left = student.probes.gradients(on.there)
        student.observe("gradients afterwards", left)
        student.observe("order", optimizer.events)
        wanted = right.step(nn.functional.cross_entropy(on.here(x), y), on.lr, longest)
        expect.state_dict(
            on.there.state_dict(),
            parity.snapshot(on.here),
            name=f"the state dict after step {number}",
            rtol=RTOL,
            atol=ATOL,
        )
        expect.type_(found, float, name="the result")
        expect.close(found, wanted, name="the length before clipping", rtol=1e-5)
