"""The student's steps over batches and the right ones, side by side on the same classifier."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from autograder.chapters.ch03_computer_vision import probes
from autograder.checks import expect, parity
from autograder.remote.client import Remote, Student

CLASSES = 3
FEATURES = 4
FAR = "cuda:1"
_NUMBER = r"\D*?(-?\d+(?:\.\d+)?(?:e[-+]?\d+)?)"
_PRINTED = {
    "loss": re.compile(rf"loss{_NUMBER}", re.I),
    "acc": re.compile(rf"acc[a-z]*{_NUMBER}", re.I),
}


@dataclass(frozen=True, slots=True)
class Data:
    """Samples of three classes, float64 (n, 4), and the size of the batches they come in.

    The last batch is smaller than the others and has at least two samples.
    """

    x: Tensor
    y: Tensor
    batch_size: int

    @property
    def batches(self) -> list[parity.Batch]:
        """What a loader that does not shuffle gives."""
        size = self.batch_size
        return list(zip(self.x.split(size), self.y.split(size), strict=True))

    @property
    def sizes(self) -> list[int]:
        """Samples in each batch."""
        return [len(y) for _, y in self.batches]

    def loader(self, student: Student) -> Remote:
        """A loader over there that does not shuffle."""
        return student.probes.make_loader.keep(self.x, self.y, batch_size=self.batch_size)

    def far_loader(self, student: Student) -> Remote:
        """The same, with batches that know they are on the CPU."""
        return student.probes.far_loader.keep(self.x, self.y, self.batch_size)


def data(rng: np.random.Generator, full_batches: int = 2) -> Data:
    """Random samples in so many full batches and a smaller one."""
    size = int(rng.integers(4, 7))
    n = full_batches * size + int(rng.integers(2, size))
    x = torch.as_tensor(rng.standard_normal((n, FEATURES)))
    return Data(x, torch.as_tensor(rng.integers(0, CLASSES, n)), size)


def pair(
    student: Student, rng: np.random.Generator, **options: Any
) -> tuple[Remote, nn.Sequential]:
    """The same classifier on both sides; options as for ``probes.make_mlp``."""
    return parity.mlp_pair(student, rng, FEATURES, 6, CLASSES, **options)


def cnn_pair(
    student: Student, rng: np.random.Generator, channels: int, classes: int, dropout: float = 0.0
) -> tuple[Remote, nn.Sequential]:
    """The same small convolutional classifier for pictures of 6 x 6 on both sides."""
    hidden = int(rng.integers(3, 6))
    there = student.chapter_probes.make_cnn.keep(channels, hidden, classes, dropout=dropout)
    with torch.random.fork_rng(devices=[]):  # a diagnosis runs student code in this process too
        here = probes.make_cnn(channels, hidden, classes, dropout=dropout)
    here.load_state_dict(parity.drawn_state(here, rng))
    student.probes.load_parameters(there, parity.snapshot(here))
    return there, here


@dataclass(frozen=True, slots=True)
class Scores:
    """Loss and accuracy of each batch, and their two right means."""

    losses: tuple[float, ...]
    accuracies: tuple[float, ...]
    sizes: tuple[int, ...]

    @property
    def loss(self) -> tuple[float, float]:
        """Mean over batches, mean over samples."""
        return _means(self.losses, self.sizes)

    @property
    def accuracy(self) -> tuple[float, float]:
        """Mean over batches, mean over samples."""
        return _means(self.accuracies, self.sizes)

    def check(self, value: Any, output: str) -> None:
        """What a step returned, or else printed, is one of the right means."""
        if value is None:
            self._check_printed(output)
            return
        is_pair = isinstance(value, list | tuple) and len(value) == 2
        expect.true(is_pair, f"Expected loss and accuracy, but got {expect.show(value)}.")
        loss, accuracy = value
        check_mean(loss, self.loss, name="the loss")
        check_mean(accuracy, self.accuracy, name="the accuracy")

    def _check_printed(self, output: str) -> None:
        for word, wanted in (("loss", self.loss), ("acc", self.accuracy)):
            found = _PRINTED[word].findall(output)
            text = f'Expected a returned pair, or a printed line with "{word}", but got neither'
            expect.true(found, f"{text} (did you forget `return`?).")
            digits = len(found[-1].partition(".")[2])
            slack = 0.51 * 10.0**-digits
            number = float(found[-1])
            nearest = _nearest(number, wanted)
            expect.close(number, nearest, name=f"the printed {word}", atol=slack)


def check_mean(value: object, wanted: tuple[float, float], *, name: str) -> None:
    """A plain number that is the mean over batches or the mean over samples."""
    number = plain(value, name=name)
    expect.close(number, _nearest(number, wanted), name=name, rtol=parity.RTOL)


def plain(value: Any, *, name: str) -> float:
    """The value of a Python (or NumPy) number; a tensor is none."""
    value = value.item() if isinstance(value, np.generic) else value
    expect.type_(value, (float, int), name=name, hint="A plain number, not a tensor.")
    return float(value)


def _means(values: Sequence[float], sizes: Sequence[int]) -> tuple[float, float]:
    weighted = sum(v * n for v, n in zip(values, sizes, strict=True)) / sum(sizes)
    return sum(values) / len(values), weighted


def _nearest(number: float, wanted: tuple[float, float]) -> float:
    by_batch, by_sample = wanted
    return by_sample if abs(number - by_sample) < abs(number - by_batch) else by_batch


def measured(
    model: nn.Module, samples: Data, loss_fn: parity.Loss, score: Any = probes.accuracy_fn
) -> Scores:
    """Loss and score of each batch in evaluation mode."""
    losses, scores = [], []
    for x, y in samples.batches:
        logits = parity.eval_output(model, x)
        losses.append(float(loss_fn(logits, y)))
        scores.append(score(y, logits.argmax(dim=1)))
    return Scores(tuple(losses), tuple(scores), tuple(samples.sizes))


@dataclass(frozen=True, slots=True)
class Epochs:
    """One or more calls of train_step, and what right ones lead to."""

    there: Remote
    here: nn.Sequential
    scores: tuple[Scores, ...]
    value: Any
    output: str

    def check_state(self) -> None:
        """Every parameter and running statistic agrees."""
        state = self.there.state_dict()
        wanted = parity.snapshot(self.here)
        hint = (
            "These are the model's numbers after the call: are all five steps made for each batch?"
        )
        expect.state_dict(state, wanted, name="the state", rtol=parity.RTOL, hint=hint)


def train(
    student: Student,
    rng: np.random.Generator,
    *,
    epochs: int = 1,
    momentum: float = 0.0,
    smoothing: float = 0.0,
    keep: bool = True,
    **options: Any,
) -> Epochs:
    """Call train_step on a model in training mode whose gradients are full of rubbish.

    Args:
        student: whose train_step it is.
        rng: decides data, model and learning rate.
        epochs: number of calls with one optimiser.
        momentum: of the optimiser.
        smoothing: label smoothing of the cross entropy.
        keep: leave the result there, so that a diagnosis compares states alone.
        options: of the model.
    """
    samples = data(rng)
    there, here = pair(student, rng, **options)
    lr = float(rng.uniform(0.1, 0.3))
    spied = student.probes.Recorder(there)
    optimizer = student.probes.SpySGD(there.parameters(), lr=lr, momentum=momentum)
    loss_fn = student.library("torch.nn").CrossEntropyLoss(label_smoothing=smoothing)
    student.probes.pollute(there, 1e3)
    inputs = student.put(samples.x.clone().requires_grad_())
    loader = student.probes.make_loader.keep(inputs, samples.y, batch_size=samples.batch_size)
    arguments = {
        "model": spied,
        "data_loader": loader,
        "loss_fn": loss_fn,
        "optimizer": optimizer,
        "accuracy_fn": student.chapter_probes.accuracy_fn,
        "device": "cpu",
    }
    value: Any = None
    for _ in range(epochs):
        step = student.train_step.keep if keep else student.train_step
        value = step(**arguments)
        output = student.last.output
        student.observe("order", optimizer.events)
        student.observe("gradients left behind", student.probes.gradients.keep(there))
        student.observe("gradient that reached the inputs", inputs.grad)
        student.observe("modes", spied.calls)
    criterion = nn.CrossEntropyLoss(label_smoothing=smoothing)
    wanted = [right_epoch(here, samples, criterion, lr, momentum)] if epochs == 1 else []
    if epochs > 1:
        parity.sgd_steps(here, samples.batches * epochs, criterion, lr=lr, momentum=momentum)
    return Epochs(there, here, tuple(wanted), value, output)


def right_epoch(
    model: nn.Module, samples: Data, loss_fn: nn.Module, lr: float, momentum: float
) -> Scores:
    """Train for one epoch as it should be; the scores are those before each step."""
    losses, accuracies = [], []
    walk = parity.sgd_walk(model, samples.batches, loss_fn, lr=lr, momentum=momentum)
    for x, y in samples.batches:
        accuracies.append(probes.accuracy_fn(y, parity.eval_output(model, x).argmax(dim=1)))
        losses.append(next(walk))
    return Scores(tuple(losses), tuple(accuracies), tuple(samples.sizes))


def far_model(student: Student, model: Remote) -> Remote:
    """The model, claiming to be on the far device already."""
    far: Remote = student.probes.FarModel(model, FAR)
    return far
