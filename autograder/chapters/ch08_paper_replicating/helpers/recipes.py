"""The training recipe on the trusted side: Adam, clipped steps, a schedule, written out."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from autograder.checks import classifiers, expect, parity
from autograder.checks.tally import Tally
from autograder.remote.client import Remote, Student

Named = dict[str, Tensor]
RTOL, ATOL = 1e-5, 1e-6  # torch shrinks by longest / (length + 1e-6), others by longest / length


@dataclass(frozen=True, slots=True)
class Case:
    """A model on both sides, and batches for it."""

    there: Remote
    here: nn.Sequential
    data: list[parity.Batch]
    lr: float


def case(student: Student, rng: np.random.Generator, sizes: Sequence[int], **options: Any) -> Case:
    """A small network in float64 with batches of these sizes."""
    features, classes = int(rng.integers(2, 5)), int(rng.integers(3, 6))
    there, here = parity.mlp_pair(student, rng, features, 6, classes, **options)
    data = [
        (
            torch.as_tensor(rng.standard_normal((size, features))),
            torch.as_tensor(rng.integers(0, classes, size)),
        )
        for size in sizes
    ]
    return Case(there, here, data, float(rng.uniform(0.1, 0.3)))


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


def length_of(on: Case) -> float:
    """How long the gradient of the first batch is."""
    model = copy.deepcopy(on.here)  # running statistics must not move
    loss = nn.functional.cross_entropy(model(on.data[0][0]), on.data[0][1])
    found = torch.autograd.grad(loss, list(model.parameters()))
    return float(torch.cat([g.flatten() for g in found]).square().sum().sqrt())


def check_steps(
    student: Student,
    rng: np.random.Generator,
    share: float,
    sizes: Sequence[int] = (6,),
    momentum: float = 0.0,
) -> None:
    """Steps with gradients clipped to a share of the first one's length end where they should.

    Args:
        student: whose function it is.
        rng: decides model and data.
        share: above 1 nothing of the first step is clipped.
        sizes: of the batches, one a step.
        momentum: of the optimiser.
    """
    on = case(student, rng, sizes)
    longest = share * length_of(on)
    optimizer = student.probes.SpySGD(on.there.parameters(), lr=on.lr, momentum=momentum)
    student.probes.pollute(on.there, 1e3)
    right = Clipped(on.here, momentum)
    for number, (x, y) in enumerate(on.data, start=1):
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


@dataclass(frozen=True, slots=True)
class Training:
    """What train_vit returned and left behind, and what is right."""

    history: Any
    tallies: list[Tally]
    state: Named
    wanted: Named
    rate: float
    wanted_rate: float

    def check_history(self) -> None:
        """A list of floats, one per epoch: the mean loss over batches or over samples."""
        expect.type_(self.history, list, name="the result")
        expect.length(self.history, len(self.tallies), name="the result")
        for number, (value, tally) in enumerate(zip(self.history, self.tallies, strict=True), 1):
            tally.check_one(value, tally.losses, f"the loss of epoch {number}", rtol=1e-5)

    def check_state(self) -> None:
        """Every parameter and statistic is where the right steps lead."""
        expect.state_dict(self.state, self.wanted, rtol=RTOL, atol=ATOL)

    def check_rate(self) -> None:
        """The optimiser's learning rate is the one after so many steps."""
        expect.close(self.rate, self.wanted_rate, name="the learning rate in the end", rtol=1e-6)


def train(
    student: Student,
    rng: np.random.Generator,
    sizes: Sequence[int],
    epochs: int = 1,
    *,
    share: float = 0.7,
    factors: Sequence[float] | None = None,
    batch_norm: bool = False,
) -> Training:
    """Call train_vit on a network in evaluation mode whose gradients are polluted."""
    on = case(student, rng, sizes, batch_norm=batch_norm)
    longest, steps = share * length_of(on), epochs * len(on.data)
    drawn = factors or rng.uniform(0.3, 1.5, steps + 1).tolist()
    optimizer = student.probes.SpySGD(on.there.parameters(), lr=on.lr)
    schedule = student.chapter_probes.Factors(drawn)
    scheduler = student.library("torch.optim.lr_scheduler").LambdaLR(optimizer, schedule)
    student.probes.pollute(on.there, 1e3)
    on.there.eval.keep()
    found = student.train_vit(
        on.there, classifiers.loader(student, on.data), optimizer, scheduler, epochs, longest
    )
    rate = optimizer.param_groups.value()[0]["lr"]
    tallies = _right(on, drawn, epochs, longest)
    wanted_rate = on.lr * drawn[min(steps, len(drawn) - 1)]
    state, wanted = on.there.state_dict(), parity.snapshot(on.here)
    return Training(found, tallies, state, wanted, rate, wanted_rate)


def _right(on: Case, factors: Sequence[float], epochs: int, longest: float) -> list[Tally]:
    tallies, right, step = [], Clipped(on.here), 0
    for _ in range(epochs):
        on.here.train(True)
        tallies.append(Tally())
        for x, y in on.data:
            loss = tallies[-1].add(on.here(x), y)
            right.step(loss, on.lr * factors[min(step, len(factors) - 1)], longest)
            step += 1
    return tallies


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
    gradients = [
        {name: torch.as_tensor(rng.normal(0, 1, v.shape)) for name, v in start.items()}
        for _ in range(steps)
    ]
    optimizer = student.vit_optimizer.keep(there, **settings)
    found = student.chapter_probes.moved(optimizer, there, gradients)
    told = {"lr": 0.003, "weight_decay": 0.3, **settings}
    every = [adam(start, gradients, told["lr"], told["weight_decay"], apart=a) for a in (0, 1)]
    wanted = next((w for w in every if _near(found, w)), every[0])
    for number, (have, want) in enumerate(zip(found, wanted, strict=True), start=1):
        expect.state_dict(have, want, name=f"the parameters after step {number}", rtol=1e-6)


def _near(found: list[Named], wanted: list[Named]) -> bool:
    return all(
        torch.allclose(have[name], want[name], rtol=1e-6, atol=1e-8)
        for have, want in zip(found, wanted, strict=True)
        for name in want
    )


def adam(
    start: Named, gradients: list[Named], lr: float, decay: float, *, apart: int
) -> list[Named]:
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
