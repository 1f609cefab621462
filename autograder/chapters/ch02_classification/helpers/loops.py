"""The student's training loops and the right ones, run side by side on models of random shape."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from autograder.checks import expect, parity
from autograder.remote.client import Remote, Student

KEYS = ("epoch", "train_loss", "train_acc", "test_loss", "test_acc")


@dataclass(frozen=True, slots=True)
class Fitting:
    """A log and a model as the student's loop left them, and as they must be."""

    log: Any
    state: dict[str, Tensor]
    wanted_log: dict[str, list[float]]
    wanted_state: dict[str, Tensor]

    def check_form(self) -> None:
        """Five lists of equal length, with the right epochs and Python floats."""
        expect.keys(self.log, KEYS, name="the log")
        wanted = self.wanted_log["epoch"]
        expect.equal(self.log["epoch"], wanted, name='log["epoch"]')
        for key in KEYS[1:]:
            expect.length(self.log[key], len(wanted), name=f'log["{key}"]')
            for value in self.log[key]:
                expect.type_(value, float, name=f'each entry of log["{key}"]')

    def check(self) -> None:
        """Every number in the log and every number of the model agrees."""
        expect.keys(self.log, KEYS, name="the log")
        for key in KEYS:
            wanted = self.wanted_log[key]
            expect.close(self.log[key], wanted, name=f'log["{key}"]', rtol=parity.RTOL)
        expect.state_dict(self.state, self.wanted_state, rtol=parity.RTOL)


def binary(
    student: Student,
    rng: np.random.Generator,
    epochs: int,
    *,
    log_every: int = 1,
    momentum: float = 0.0,
    batch_norm: bool = False,
) -> Fitting:
    """Call train_binary with a model of random shape and random data, at most ten epochs."""
    features = int(rng.integers(2, 5))
    there, here = parity.mlp_pair(student, rng, features, 5, 1, batch_norm=batch_norm)
    train_set, test_set = (
        (x, torch.as_tensor(rng.integers(0, 2, len(x)), dtype=torch.float64))
        for x, _ in parity.batches(rng, [int(rng.integers(7, 12)), 5], features)
    )
    lr = float(rng.uniform(0.2, 0.5))
    spied = student.probes.Recorder(there)
    log = student.train_binary(
        spied, *train_set, *test_set, epochs=epochs, lr=lr, momentum=momentum, log_every=log_every
    )
    student.observe("modes", spied.calls)
    student.observe("gradients left behind", student.probes.gradients.keep(there))
    loss = nn.BCEWithLogitsLoss()
    wanted = _right_log(
        here,
        train_set,
        test_set,
        lambda logits, y: loss(logits[:, 0], y),
        lambda logits: (logits[:, 0] > 0).double(),
        epochs=epochs,
        log_every=log_every,
        lr=lr,
        momentum=momentum,
    )
    return Fitting(log, there.state_dict(), wanted, parity.snapshot(here))


def multiclass(
    student: Student,
    rng: np.random.Generator,
    epochs: int,
    *,
    log_every: int = 1,
    momentum: float = 0.0,
    batch_norm: bool = False,
) -> Fitting:
    """Call train_multiclass with a model of random shape and random data, at most ten epochs."""
    features, classes = int(rng.integers(2, 5)), int(rng.integers(3, 6))
    there, here = parity.mlp_pair(student, rng, features, 6, classes, batch_norm=batch_norm)
    train_set, test_set = (
        (x, torch.as_tensor(rng.integers(0, classes, len(x))))
        for x, _ in parity.batches(rng, [int(rng.integers(9, 14)), 5], features)
    )
    lr = float(rng.uniform(0.2, 0.5))
    spied = student.probes.Recorder(there)
    optimizer = student.probes.SpySGD(there.parameters(), lr=lr, momentum=momentum)
    log = student.train_multiclass(
        spied, *train_set, *test_set, optimizer, epochs=epochs, log_every=log_every
    )
    student.observe("modes", spied.calls)
    student.observe("order", optimizer.events)
    student.observe("gradients left behind", student.probes.gradients.keep(there))
    wanted = _right_log(
        here,
        train_set,
        test_set,
        nn.CrossEntropyLoss(),
        lambda logits: logits.argmax(dim=1),
        epochs=epochs,
        log_every=log_every,
        lr=lr,
        momentum=momentum,
    )
    return Fitting(log, there.state_dict(), wanted, parity.snapshot(here))


def autograd_witness(
    student: Student, rng: np.random.Generator, outputs: int
) -> tuple[Remote, Tensor, Remote]:
    """A model and test data that it can only read while autograd is off.

    Its first layer overwrites its input, and the test data requires a gradient: autograd refuses
    that while it records.

    Returns:
        The student's model, training data (6, 2), and the student's test data (4, 2).
    """
    layers = student.library("torch.nn")
    linear = layers.Linear(2, outputs, dtype=torch.float64)
    (x, _), (new, _) = parity.batches(rng, [6, 4], 2)
    model = layers.Sequential(layers.ReLU(inplace=True), linear)
    return model, x, student.put(new.requires_grad_())


def percent(y: Tensor, labels: Tensor) -> float:
    """Share of equal labels, in percent."""
    return 100.0 * float((labels == y).double().mean())


def _right_log(
    model: nn.Module,
    train_set: parity.Batch,
    test_set: parity.Batch,
    loss_fn: Callable[[Tensor, Tensor], Tensor],
    labels: Callable[[Tensor], Tensor],
    *,
    epochs: int,
    log_every: int,
    lr: float,
    momentum: float,
) -> dict[str, list[float]]:
    """Train our half of the pair and log it: training before each step, test after it."""
    log: dict[str, list[float]] = {key: [] for key in KEYS}
    accuracies: list[float] = []

    def noted_loss(logits: Tensor, y: Tensor) -> Tensor:
        accuracies.append(percent(y, labels(logits)))
        return loss_fn(logits, y)

    steps = parity.sgd_walk(model, [train_set] * epochs, noted_loss, lr=lr, momentum=momentum)
    for epoch, loss in enumerate(steps):
        if epoch % log_every == 0:
            test_logits = parity.eval_output(model, test_set[0])
            log["epoch"].append(epoch)
            log["train_loss"].append(loss)
            log["train_acc"].append(accuracies[-1])
            log["test_loss"].append(float(loss_fn(test_logits, test_set[1])))
            log["test_acc"].append(percent(test_set[1], labels(test_logits)))
    return log
