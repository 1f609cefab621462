"""The student's loops over batches and the right ones, side by side on the same small models."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from autograder.checks import expect, parity
from autograder.remote.client import Remote, Student

CHAPTER = "ch04_custom_datasets"
KEYS = ("train_loss", "train_acc", "test_loss", "test_acc")
Batch = tuple[Tensor, Tensor]


@dataclass(slots=True)
class Tally:
    """Loss, accuracy and size of each batch."""

    losses: list[float] = field(default_factory=list)
    accuracies: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)

    def add(self, logits: Tensor, labels: Tensor) -> Tensor:
        """Note a batch; returns its loss with its history."""
        loss = nn.functional.cross_entropy(logits, labels)
        self.losses.append(loss.item())
        self.accuracies.append((logits.argmax(dim=1) == labels).double().mean().item())
        self.sizes.append(len(labels))
        return loss

    def check(self, answer: Any, *, rtol: float = parity.RTOL) -> None:
        """A pair of floats, each the mean over batches or over samples."""
        expect.type_(answer, (tuple, list), name="the result")
        expect.length(answer, 2, name="the result")
        self.check_one(answer[0], self.losses, "the loss", rtol=rtol)
        self.check_one(answer[1], self.accuracies, "the accuracy", rtol=rtol)

    def check_one(
        self, actual: object, values: list[float], name: str, *, rtol: float = parity.RTOL
    ) -> None:
        """A float that is one of the two means."""
        expect.type_(actual, float, name=name)
        by_sample = float(np.average(values, weights=self.sizes))
        if not np.isclose(float(str(actual)), by_sample, rtol=rtol, atol=1e-9):
            expect.close(actual, float(np.mean(values)), name=name, rtol=rtol, atol=1e-9)


@dataclass(frozen=True, slots=True)
class Setting:
    """A model on both sides, its data and what it is trained with."""

    there: Remote
    here: nn.Sequential
    classes: int
    features: int
    lr: float
    momentum: float

    def optimizer(self, student: Student) -> Remote:
        """SGD over there, which notes its calls."""
        weights = self.there.parameters()
        spy: Remote = student.probes.SpySGD(weights, lr=self.lr, momentum=self.momentum)
        return spy

    def learn(self, data: list[Batch]) -> Tally:
        """One epoch of the right loop here, with a fresh optimiser."""
        tally = Tally()
        parity.sgd_steps(self.here, data, tally.add, lr=self.lr, momentum=self.momentum)
        return tally

    def measure(self, data: list[Batch]) -> Tally:
        """What a test of the model here gives."""
        tally = Tally()
        for x, y in data:
            tally.add(parity.eval_output(self.here, x), y)
        return tally


def setting(
    student: Student, rng: np.random.Generator, *, momentum: float = 0.0, **options: Any
) -> Setting:
    """A model of random shape in evaluation mode; the global ``device`` is that of the model."""
    features, classes = int(rng.integers(2, 5)), int(rng.integers(3, 6))
    there, here = parity.mlp_pair(student, rng, features, 6, classes, **options)
    there.eval.keep()
    settle(student, torch.device("cpu"))
    return Setting(there, here, classes, features, float(rng.uniform(0.1, 0.3)), momentum)


@dataclass(frozen=True, slots=True)
class OnDevice:
    """A float32 model on a device over there and on the CPU here, and CPU batches for both."""

    there: Remote
    here: nn.Sequential
    batches: list[Batch]
    loader: Remote

    def measure(self) -> Tally:
        """What a test of the model here gives."""
        tally = Tally()
        for x, y in self.batches:
            tally.add(parity.eval_output(self.here, x), y)
        return tally


def on_device(student: Student, rng: np.random.Generator, device: torch.device) -> OnDevice:
    """A model whose data has to be sent to it."""
    there, here = parity.mlp_pair(student, rng, 3, 6, 4, dtype=torch.float32)
    settle(student, device)
    batches = [
        (
            torch.as_tensor(rng.standard_normal((n, 3)), dtype=torch.float32),
            torch.as_tensor(rng.integers(0, 4, n)),
        )
        for n in (4, 3)
    ]
    served = far_loader(student, batches) if device.type == "cpu" else loader(student, batches)
    return OnDevice(there.to.keep(device), here, batches, served)


def check_without_gradients(student: Student, rng: np.random.Generator) -> None:
    """Test a model that notes its calls, and through which no backward pass can go."""
    spied, batches = _without_gradients(student, rng)
    student.test_step(spied, loader(student, batches), cross_entropy(student))
    grads = [call["grad"] for call in spied.calls.value()]
    expect.true(grads, "Expected the model to be called, but it was not.")
    expect.true(
        not any(grads),
        "Expected gradients to be off while the model computes, but autograd was recording.",
    )


def _without_gradients(student: Student, rng: np.random.Generator) -> tuple[Remote, list[Batch]]:
    """A model that notes its calls, and a batch for it; a backward pass through it fails."""
    # A layer that overwrites what a gradient needs: autograd allows it only when off.
    layers = student.library("torch.nn")
    first = layers.Linear(2, 3, dtype=torch.float64)
    model = layers.Sequential(first, layers.Sigmoid(), layers.ReLU(inplace=True))
    settle(student, torch.device("cpu"))
    batch = torch.as_tensor(rng.standard_normal((4, 2))), torch.as_tensor(rng.integers(0, 3, 4))
    return student.probes.Recorder(model), [batch]


def settle(student: Student, device: torch.device) -> None:
    """The course's functions read a global device: it is where the model is."""
    student.library("autograder.chapters.ch04_custom_datasets.probes").settle_device(
        CHAPTER, device
    )


def data(rng: np.random.Generator, on: Setting, sizes: list[int]) -> list[Batch]:
    """Batches of standard normal inputs in float64 and random class numbers."""
    return [
        (
            torch.as_tensor(rng.standard_normal((size, on.features))),
            torch.as_tensor(rng.integers(0, on.classes, size)),
        )
        for size in sizes
    ]


def loader(student: Student, batches: list[Batch]) -> Remote:
    """A DataLoader over there that gives these batches; only the last may be smaller."""
    inputs, labels = (torch.cat(parts) for parts in zip(*batches, strict=True))
    size = len(batches[0][0])
    return student.probes.make_loader.keep(inputs, labels, batch_size=size)


def far_loader(student: Student, batches: list[Batch]) -> Remote:
    """The same, whose batches claim to be on a GPU: a model on the CPU needs them sent to it."""
    inputs, labels = (torch.cat(parts) for parts in zip(*batches, strict=True))
    probes = student.library("autograder.chapters.ch03_computer_vision.probes")
    return probes.far_loader.keep(inputs, labels, len(batches[0][0]), "cuda:1")


def cross_entropy(student: Student) -> Remote:
    """The loss function over there."""
    loss_fn: Remote = student.library("torch.nn").CrossEntropyLoss()
    return loss_fn


@dataclass(frozen=True, slots=True)
class Epoch:
    """What train_step returned and left behind, and what is right."""

    answer: Any
    state: dict[str, Tensor]
    tally: Tally
    wanted_state: dict[str, Tensor]

    def check(self) -> None:
        """Loss, accuracy and every parameter and statistic are right."""
        self.check_state()
        self.tally.check(self.answer)

    def check_state(self) -> None:
        """Every parameter and statistic is where the right steps lead."""
        expect.state_dict(self.state, self.wanted_state, rtol=parity.RTOL)


def train_step(
    student: Student, rng: np.random.Generator, sizes: list[int], **options: Any
) -> Epoch:
    """Call train_step once on a model in evaluation mode whose gradients are polluted."""
    on = setting(student, rng, **options)
    batches = data(rng, on, sizes)
    student.probes.pollute(on.there, 1e3)
    spied, optimizer = student.probes.Recorder(on.there), on.optimizer(student)
    spied.eval.keep()
    answer = student.train_step(spied, loader(student, batches), cross_entropy(student), optimizer)
    student.observe("order", optimizer.events)
    student.observe("modes", spied.calls)
    tally = on.learn(batches)
    return Epoch(answer, on.there.state_dict(), tally, parity.snapshot(on.here))


@dataclass(frozen=True, slots=True)
class Training:
    """What train returned and left behind, and what is right."""

    results: Any
    state: dict[str, Tensor]
    trained: list[Tally]
    tested: list[Tally]
    wanted_state: dict[str, Tensor]

    def check_state(self) -> None:
        """The model has learnt what the right loop teaches."""
        expect.state_dict(self.state, self.wanted_state, rtol=parity.RTOL)

    def check_form(self) -> None:
        """Four lists of floats, one entry per epoch."""
        expect.keys(self.results, KEYS, name="the results")
        for key in KEYS:
            expect.type_(self.results[key], list, name=f"results[{key!r}]")
            expect.length(self.results[key], len(self.trained), name=f"results[{key!r}]")
            for value in self.results[key]:
                expect.type_(value, float, name=f"each entry of results[{key!r}]")

    def check_curves(self, *keys: str) -> None:
        """The entries of these lists are right."""
        self.check_form()
        for key in keys:
            tallies = self.trained if key.startswith("train") else self.tested
            for number, (value, tally) in enumerate(zip(self.results[key], tallies, strict=True)):
                values = tally.losses if key.endswith("loss") else tally.accuracies
                tally.check_one(value, values, f"results[{key!r}][{number}]")


def train(
    student: Student,
    rng: np.random.Generator,
    epochs: int,
    *,
    by_name: bool = False,
    **options: Any,
) -> Training:
    """Call train on a model of random shape, with batches of different size."""
    on = setting(student, rng, **options)
    batches, others = data(rng, on, [5, 5, 3]), data(rng, on, [4, 3])
    parts = {
        "model": student.probes.Recorder(on.there),
        "train_dataloader": loader(student, batches),
        "test_dataloader": loader(student, others),
        "optimizer": on.optimizer(student),
        "loss_fn": cross_entropy(student),
        "epochs": epochs,
    }
    results = student.train(**parts) if by_name else student.train(*parts.values())
    student.observe("modes", parts["model"].calls)
    trained, tested = right_epochs(on, batches, others, epochs)
    return Training(results, on.there.state_dict(), trained, tested, parity.snapshot(on.here))


def right_epochs(
    on: Setting, batches: list[Batch], others: list[Batch], epochs: int
) -> tuple[list[Tally], list[Tally]]:
    """The right loop here: one optimiser through all epochs."""
    trained, tested, now = [], [], Tally()
    walk = parity.sgd_walk(
        on.here,
        batches * epochs,
        lambda logits, labels: now.add(logits, labels),
        lr=on.lr,
        momentum=on.momentum,
    )
    for step, _ in enumerate(walk, start=1):
        if step % len(batches) == 0:
            trained.append(now)
            tested.append(on.measure(others))
            now = Tally()
    return trained, tested
