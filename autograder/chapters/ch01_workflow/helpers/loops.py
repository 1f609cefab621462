"""The student's loops and the right ones, run side by side on models of random shape."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from autograder.checks import expect, parity
from autograder.remote.client import Remote, Student


@dataclass(frozen=True, slots=True)
class Training:
    """A model as the student's loop left it, and as the right loop leaves the same model."""

    losses: list[Any]
    state: dict[str, Tensor]
    wanted_losses: list[float]
    wanted_state: dict[str, Tensor]

    def check(self) -> None:
        """Every loss and every parameter agrees."""
        for i, (loss, wanted) in enumerate(zip(self.losses, self.wanted_losses, strict=True)):
            expect.close(loss, wanted, name=f"the loss of call {i + 1}", rtol=parity.RTOL)
        steps = len(self.losses)
        name = f"the state after {steps} calls" if steps > 1 else "the state after a call"
        expect.state_dict(self.state, self.wanted_state, name=name, rtol=parity.RTOL)


def train(
    student: Student,
    rng: np.random.Generator,
    sizes: list[int],
    *,
    loss: str = "L1Loss",
    momentum: float = 0.0,
    batch_norm: bool = False,
) -> Training:
    """Call train_one_epoch once per batch size on a model of random shape, in evaluation mode."""
    features = int(rng.integers(2, 5))
    there, here = parity.mlp_pair(student, rng, features, 5, 1, batch_norm=batch_norm)
    lr = float(rng.uniform(0.05, 0.2))
    data = parity.batches(rng, sizes, features)
    spied = student.probes.Recorder(there)
    optimizer = student.probes.SpySGD(there.parameters(), lr=lr, momentum=momentum)
    loss_fn = getattr(student.library("torch.nn"), loss)()
    spied.eval.keep()
    losses = []
    for x, y in data:
        inputs = student.put(x.clone().requires_grad_())
        losses.append(student.train_one_epoch(spied, inputs, y, loss_fn, optimizer))
        student.observe("order", optimizer.events)
        student.observe("gradient that reached the input", inputs.grad)
        student.observe("gradients left behind", student.probes.gradients.keep(there))
        student.observe("modes", spied.calls)
    wanted = parity.sgd_steps(here, data, getattr(nn, loss)(), lr=lr, momentum=momentum)
    return Training(losses, there.state_dict(), wanted, parity.snapshot(here))


def sequences(
    student: Student, rng: np.random.Generator
) -> tuple[Remote, nn.Module, Tensor, Tensor]:
    """A convolution there and here, inputs of shape (n, 2, 5), and classes 0, 1, 2 of (n, 5)."""
    there = student.library("torch.nn").Conv1d(2, 3, 1, dtype=torch.float64)
    here = nn.Conv1d(2, 3, 1, dtype=torch.float64, device="meta")
    here.load_state_dict(parity.drawn_state(here, rng), assign=True)
    student.probes.load_parameters(there, parity.snapshot(here))
    n = int(rng.integers(4, 9))
    x = torch.as_tensor(rng.standard_normal((n, 2, 5)))
    return there, here, x, torch.as_tensor(rng.integers(0, 3, (n, 5)))


def trace_curve(
    student: Student,
    rng: np.random.Generator,
    epochs: int,
    *,
    momentum: float = 0.0,
    batch_norm: bool = False,
) -> Training:
    """Call loss_curve on a model of random shape, in evaluation mode."""
    features = int(rng.integers(2, 5))
    there, here = parity.mlp_pair(student, rng, features, 5, 1, batch_norm=batch_norm)
    there.eval.keep()
    lr = float(rng.uniform(0.05, 0.2))
    ((x, y),) = parity.batches(rng, [int(rng.integers(5, 9))], features)
    optimizer = student.library("torch.optim").SGD(there.parameters(), lr=lr, momentum=momentum)
    loss_fn = student.library("torch.nn").MSELoss()
    losses = student.loss_curve(there, x, y, loss_fn, optimizer, epochs)
    wanted = parity.sgd_steps(here, [(x, y)] * epochs, nn.MSELoss(), lr=lr, momentum=momentum)
    return Training(losses, there.state_dict(), wanted, parity.snapshot(here))


@dataclass(frozen=True, slots=True)
class Fitting:
    """A log and a model as the student's fit left them, and as they must be."""

    log: Any
    state: dict[str, Tensor]
    wanted_log: dict[str, list[float]]
    wanted_state: dict[str, Tensor]


def fit(
    student: Student,
    rng: np.random.Generator,
    epochs: int,
    log_every: int,
    *,
    momentum: float = 0.0,
    batch_norm: bool = False,
) -> Fitting:
    """Fit a model of random shape to random data, at most ten epochs."""
    features, n = int(rng.integers(2, 5)), int(rng.integers(6, 12))
    there, here = parity.mlp_pair(student, rng, features, 5, 1, batch_norm=batch_norm)
    train_set, test_set = parity.batches(rng, [n, n - 3], features)
    settings = {"lr": float(rng.uniform(0.05, 0.2)), "momentum": momentum}
    log = student.fit(there, *train_set, *test_set, epochs=epochs, log_every=log_every, **settings)
    student.observe("warnings", list(student.last.warnings))
    wanted: dict[str, list[float]] = {"epoch": [], "train_loss": [], "test_loss": []}
    steps = parity.sgd_walk(here, [train_set] * epochs, nn.L1Loss(), **settings)
    for epoch, loss in enumerate(steps):
        if epoch in range(0, epochs, log_every):
            wanted["epoch"].append(epoch)
            wanted["train_loss"].append(loss)
            wanted["test_loss"].append(parity.eval_loss(here, *test_set, nn.L1Loss()))
    return Fitting(log, there.state_dict(), wanted, parity.snapshot(here))


def check_log_form(result: Fitting) -> None:
    """Three lists of equal length, with the right epochs and Python floats."""
    expect.keys(result.log, ("epoch", "train_loss", "test_loss"), name="the log")
    wanted = result.wanted_log["epoch"]
    expect.equal(result.log["epoch"], wanted, name='log["epoch"]')
    for key in ("train_loss", "test_loss"):
        expect.length(result.log[key], len(wanted), name=f'log["{key}"]')
        for loss in result.log[key]:
            expect.type_(loss, float, name=f'each entry of log["{key}"]')
