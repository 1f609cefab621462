"""The same small classifier in the student's process and here, and batches for both."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from autograder.checks import parity
from autograder.checks.parity import Batch
from autograder.checks.tally import Tally, right_epochs, tested
from autograder.remote.client import Remote, Student


@dataclass(frozen=True, slots=True)
class Classifier:
    """A model in the student's process and the same one here, and how they are trained.

    Attributes:
        there: the student's, in float64.
        here: ours, with the same numbers.
        classes, features: widths of output and input.
        lr, momentum: of SGD.
    """

    there: Remote
    here: nn.Sequential
    classes: int
    features: int
    lr: float
    momentum: float

    def batches(self, rng: np.random.Generator, *sizes: int, training: bool = False) -> list[Batch]:
        """Batches for it of these sizes; of three samples or more it knows about a third.

        So no accuracy is 0, 1/2 or 1, where a wrong one would agree by chance.

        Args:
            rng: decides all else.
            sizes: of the batches.
            training: whether it is asked in training mode, or in evaluation mode.
        """
        model = deepcopy(self.here).train(training)
        drawn = batches(rng, self.features, self.classes, sizes)
        with torch.no_grad():
            return [(x, _labels(rng, model(x), y)) for x, y in drawn]

    def optimizer(self, student: Student) -> Remote:
        """SGD for the student's model, which notes its calls."""
        weights = self.there.parameters()
        spy: Remote = student.probes.SpySGD(weights, lr=self.lr, momentum=self.momentum)
        return spy

    def train(self, data: list[Batch]) -> Tally:
        """One epoch of the right loop here, with a fresh optimiser."""
        tally = Tally()
        parity.sgd_steps(self.here, data, tally.add, lr=self.lr, momentum=self.momentum)
        return tally

    def test(self, data: list[Batch]) -> Tally:
        """What a test of the model here gives."""
        return tested(self.here, data)

    def right_epochs(
        self, batches: list[Batch], others: list[Batch], epochs: int
    ) -> tuple[list[Tally], list[Tally]]:
        """Train and test the model here, see `tally.right_epochs`."""
        options = {"lr": self.lr, "momentum": self.momentum}
        return right_epochs(self.here, batches, others, epochs, **options)


def _labels(rng: np.random.Generator, logits: Tensor, drawn: Tensor) -> Tensor:
    """Labels of which a third is what these logits answer, if there are enough of them."""
    n, classes = logits.shape
    if n < 3:
        return drawn
    answers = logits.argmax(dim=1)
    others = answers + torch.as_tensor(rng.integers(1, classes, n))
    known = torch.as_tensor(rng.permutation(n) < round(n / 3))
    return torch.where(known, answers, others % classes)


def classifier(
    student: Student,
    rng: np.random.Generator,
    *,
    momentum: float = 0.0,
    training: bool = False,
    **options: Any,
) -> Classifier:
    """A model of random shape.

    Args:
        student: where the first of the two models is made.
        rng: decides all numbers.
        momentum: of SGD.
        training: whether the student's model is in training mode, or in evaluation mode.
        options: as for ``probes.make_mlp``.
    """
    features, classes = int(rng.integers(2, 5)), int(rng.integers(3, 6))
    there, here = parity.mlp_pair(student, rng, features, 6, classes, **options)
    if not training:
        there.eval.keep()
    # A step as long as this one often turns an answer, so that accuracies before and after differ.
    lr = float(rng.uniform(0.5, 1.0))
    return Classifier(there, here, classes, features, lr, momentum)


@dataclass(frozen=True, slots=True)
class OnDevice:
    """A float32 model on a device, the same one here on the CPU, and CPU batches for both."""

    there: Remote
    here: nn.Sequential
    batches: list[Batch]
    loader: Remote

    def test(self) -> Tally:
        """What a test of the model here gives."""
        return tested(self.here, self.batches)


def on_device(student: Student, rng: np.random.Generator, device: torch.device) -> OnDevice:
    """A model whose data has to be sent to it."""
    there, here = parity.mlp_pair(student, rng, 3, 6, 4, dtype=torch.float32)
    drawn = [(x.float(), y) for x, y in batches(rng, 3, 4, (4, 3))]
    with torch.no_grad():
        data = [(x, _labels(rng, here(x), y)) for x, y in drawn]
    served = far_loader(student, data) if device.type == "cpu" else loader(student, data)
    return OnDevice(there.to.keep(device), here, data, served)


def batches(
    rng: np.random.Generator, features: int, classes: int, sizes: Iterable[int]
) -> list[Batch]:
    """Standard normal inputs in float64 and random class numbers, one pair for each batch size."""
    return [
        (
            torch.as_tensor(rng.standard_normal((size, features))),
            torch.as_tensor(rng.integers(0, classes, size)),
        )
        for size in sizes
    ]


def loader(student: Student, batches: list[Batch]) -> Remote:
    """The student's DataLoader that gives these batches; only the last may be smaller."""
    inputs, labels = (torch.cat(parts) for parts in zip(*batches, strict=True))
    size = len(batches[0][0])
    return student.probes.make_loader.keep(inputs, labels, batch_size=size)


def far_loader(
    student: Student, batches: list[Batch], place: str = "cuda:1", labels: str = ""
) -> Remote:
    """The same, whose batches claim to be in a place: a model elsewhere needs them sent to it.

    Args:
        student: in whose process the loader is made.
        batches: inputs and labels; only the last may be smaller.
        place: of the inputs; "cpu" for a model that claims to be on a GPU.
        labels: place of the labels, where that is another one.
    """
    x, y = (torch.cat(parts) for parts in zip(*batches, strict=True))
    return student.probes.far_loader.keep(x, y, len(batches[0][0]), place, labels)


def far_inputs(student: Student, batches: list[Batch]) -> Remote:
    """A loader whose inputs claim to be on a GPU, and whose labels are on the CPU."""
    return far_loader(student, batches, labels="cpu")


def cross_entropy(student: Student) -> Remote:
    """The loss function in the student's process."""
    loss_fn: Remote = student.library("torch.nn").CrossEntropyLoss()
    return loss_fn
