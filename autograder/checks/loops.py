"""The student's loops over batches and the right ones, side by side on the same small models."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from autograder.checks import classifiers, expect, parity, telling
from autograder.checks.classifiers import Classifier
from autograder.checks.parity import Batch
from autograder.checks.tally import Tally
from autograder.remote.client import Remote, Student

KEYS = ("train_loss", "train_acc", "test_loss", "test_acc")


@dataclass(frozen=True, slots=True)
class Epoch:
    """What a step over all batches returned and left behind, and what is right."""

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
    student: Student,
    rng: np.random.Generator,
    on: Classifier,
    sizes: list[int],
    *arguments: Any,
    loader: Callable[[Student, list[Batch]], Remote] = classifiers.loader,
) -> Epoch:
    """Call train_step once on a model in evaluation mode whose gradients are polluted.

    Args:
        student: whose train_step it is.
        rng: decides the batches.
        on: the model and how it is trained.
        sizes: of the batches.
        arguments: that train_step takes besides model, loader, loss function and optimiser.
        loader: how the batches are served.
    """
    batches = telling.batches(rng, on, *sizes)
    student.probes.pollute(on.there, 1e3)
    spied, optimizer = student.probes.Recorder(on.there), on.optimizer(student)
    spied.eval.keep()
    parts = spied, loader(student, batches), classifiers.cross_entropy(student), optimizer
    answer = student.train_step(*parts, *arguments)
    student.observe("order", optimizer.events)
    student.observe("modes", spied.calls)
    tally = on.train(batches)
    return Epoch(answer, on.there.state_dict(), tally, parity.snapshot(on.here))


def check_without_gradients(student: Student, rng: np.random.Generator) -> None:
    """Test a model that notes its calls, and through which no backward pass can go."""
    spied, batches = _without_gradients(student, rng)
    loader, loss_fn = classifiers.loader(student, batches), classifiers.cross_entropy(student)
    student.test_step(spied, loader, loss_fn)
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
    return student.probes.Recorder(model), classifiers.batches(rng, 2, 3, [4])


@dataclass(frozen=True, slots=True)
class Training:
    """What train returned and left behind, and what is right."""

    results: Any
    state: dict[str, Tensor]
    trained: list[Tally]
    tested: list[Tally]
    wanted_state: dict[str, Tensor]

    def tallies(self, key: str) -> list[Tally]:
        """Those of training or test, whichever the key speaks of."""
        return self.trained if key.startswith("train") else self.tested

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
            pairs = zip(self.results[key], self.tallies(key), strict=True)
            for number, (value, tally) in enumerate(pairs):
                tally.check_one(value, tally.values(key), f"results[{key!r}][{number}]")


def train(
    student: Student,
    rng: np.random.Generator,
    on: Classifier,
    epochs: int,
    *,
    by_name: bool = False,
    **arguments: Any,
) -> Training:
    """Call train on a model, with batches of different size.

    Args:
        student: whose train it is.
        rng: decides the batches.
        on: the model and how it is trained.
        epochs: how often the batches are gone through.
        by_name: pass all arguments by name.
        arguments: that train takes besides the usual six; they come by name.
    """
    batches, others = telling.batches(rng, on, 5, 5, 3), on.batches(rng, 4, 3)
    parts = {
        "model": student.probes.Recorder(on.there),
        "train_dataloader": classifiers.loader(student, batches),
        "test_dataloader": classifiers.loader(student, others),
        "optimizer": on.optimizer(student),
        "loss_fn": classifiers.cross_entropy(student),
        "epochs": epochs,
    }
    call = student.train
    results = call(**parts, **arguments) if by_name else call(*parts.values(), **arguments)
    student.observe("modes", parts["model"].calls)
    tallies = on.right_epochs(batches, others, epochs)
    return Training(results, on.there.state_dict(), *tallies, parity.snapshot(on.here))
