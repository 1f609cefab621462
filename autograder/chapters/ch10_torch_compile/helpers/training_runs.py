"""The student's tests, trainings and comparisons, and the right ones, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from autograder.chapters.ch10_torch_compile.helpers import cases
from autograder.checks import classifiers, expect, loops, parity
from autograder.checks.parity import Batch
from autograder.remote.client import Remote, Student
from autograder.student.probes import Network

TIMES = ("train_epoch_time", "test_epoch_time")


def compiled(student: Student, model: Remote) -> Remote:
    """The model, compiled over there by a backend that changes nothing."""
    return student.library("torch").compile.keep(model, backend=student.chapter_probes.Marking(0.0))


@dataclass(frozen=True, slots=True)
class Tested:
    """What eval_step_compiled returned, the data it saw, and what is right."""

    answer: Remote
    value: Any
    on: classifiers.Classifier
    data: list[Batch]

    def check(self) -> None:
        """Loss, accuracy and the logits of all samples in order; the model is as it was."""
        expect.type_(self.value, (tuple, list), name="the result")
        expect.length(self.value, 3, name="the result")
        tally = self.on.test(self.data)
        tally.check_one(self.value[0], tally.losses, "the loss")
        tally.check_one(self.value[1], tally.accuracies, "the accuracy")
        expect.type_(self.value[2], (list, tuple), name="the logits")
        expect.length(self.value[2], len(self.data), name="the logits")
        for number, (found, wanted) in enumerate(zip(self.value[2], self.logits(), strict=True)):
            cases.check_output(found, wanted, f"the logits of batch {number}")

    def check_state(self) -> None:
        """Neither parameters nor statistics have moved."""
        state = self.on.there.state_dict()
        expect.state_dict(state, parity.snapshot(self.on.here), rtol=1e-12)

    def logits(self) -> list[Tensor]:
        """What the model answers in evaluation mode, batch by batch."""
        return [parity.eval_output(self.on.here, x) for x, _ in self.data]

    def check_training(self, student: Student, rng: np.random.Generator) -> None:
        """A layer can be trained on the logits."""
        classes, epochs, lr = self.on.classes, 2, float(rng.uniform(0.2, 0.6))
        weight = torch.as_tensor(rng.standard_normal((classes, classes)))
        labels = [y for _, y in self.data]
        found = student.chapter_probes.train_on(self.answer, labels, weight, lr, epochs)
        data = list(zip(self.logits(), labels, strict=True))
        wanted = _trained(data * epochs, weight, lr)
        cases.check_output(found, wanted, "the weight of a layer that was trained on the logits")


def _trained(data: list[Batch], weight: Tensor, lr: float) -> Tensor:
    layer = nn.Linear(len(weight), len(weight), bias=False, dtype=weight.dtype, device="meta")
    layer.to_empty(device="cpu").load_state_dict({"weight": weight})
    parity.sgd_steps(layer, data, nn.functional.cross_entropy, lr=lr)
    return layer.weight.detach()


def evaluate(
    student: Student,
    rng: np.random.Generator,
    sizes: list[int],
    *,
    compile_it: bool = False,
    **options: Any,
) -> Tested:
    """One test by the student, on a model in training mode."""
    cases.fresh_probes(student)
    on = classifiers.classifier(student, rng, training=True, **options)
    data = on.batches(rng, *sizes)
    model = compiled(student, on.there) if compile_it else student.probes.Recorder(on.there)
    model.train.keep()
    loader, loss_fn = classifiers.loader(student, data), classifiers.cross_entropy(student)
    answer = student.eval_step_compiled.keep(model, loader, loss_fn, "cpu")
    if not compile_it:
        student.observe("modes", model.calls)
    return Tested(answer, answer.value(), on, data)


@dataclass(frozen=True, slots=True)
class Timed:
    """A training by timed_train, and the seconds that its loaders took."""

    training: loops.Training
    seconds: dict[str, list[float]]

    def check_times(self) -> None:
        """Both lists hold the seconds of each epoch, as floats."""
        expect.keys(self.training.results, TIMES, name="the results")
        for key, wanted in self.seconds.items():
            found, name = self.training.results[key], f"results[{key!r}]"
            expect.type_(found, list, name=name)
            expect.length(found, len(wanted), name=name)
            for epoch, (value, right) in enumerate(zip(found, wanted, strict=True)):
                expect.type_(value, float, name=f"{name}[{epoch}]")
                expect.close(value, right, name=f"{name}[{epoch}]", rtol=1e-4)


def train(
    student: Student,
    rng: np.random.Generator,
    epochs: int,
    *,
    compile_it: bool = False,
    **options: Any,
) -> Timed:
    """A training by the student under a clock that only the loaders move.

    The model is in evaluation mode when it comes, and its gradients hold rubbish.
    """
    there = cases.fresh_probes(student)
    on = classifiers.classifier(student, rng, training=True, **options)
    batches, others = on.batches(rng, 5, 5, 3), on.batches(rng, 4, 3)
    student.probes.pollute(on.there, 1e3)
    model = compiled(student, on.there) if compile_it else student.probes.Recorder(on.there)
    model.eval.keep()
    clock = there.Clock()
    costs = [cases.seconds(rng, epochs) for _ in range(2)]
    loaders = [
        there.SlowLoader(clock, data, seconds)
        for data, seconds in zip((batches, others), costs, strict=True)
    ]
    optimizer, loss_fn = on.optimizer(student), classifiers.cross_entropy(student)
    results = clock.run(student.timed_train, model, *loaders, optimizer, loss_fn, epochs, "cpu")
    student.observe("order", optimizer.events)
    if not compile_it:
        student.observe("modes", model.calls)
    tallies = on.right_epochs(batches, others, epochs)
    state, wanted = on.there.state_dict(), parity.snapshot(on.here)
    training = loops.Training(results, state, *tallies, wanted)
    counts = (len(batches), len(others))
    seconds = {
        key: [value * count for value in values]
        for key, values, count in zip(TIMES, costs, counts, strict=True)
    }
    return Timed(training, seconds)


@dataclass(frozen=True, slots=True)
class Compared:
    """What compare_compiled returned, and the losses of right runs."""

    found: Any
    wanted: dict[str, list[list[float]]]

    def check_form(self) -> None:
        """Two lists of results, one for each run."""
        expect.keys(self.found, tuple(self.wanted), name="the result")
        for arm, runs in self.wanted.items():
            expect.type_(self.found[arm], list, name=f"result[{arm!r}]")
            expect.length(self.found[arm], len(runs), name=f"result[{arm!r}]")
            for number, results in enumerate(self.found[arm]):
                expect.keys(results, ("train_loss",), name=f"result[{arm!r}][{number}]")

    def check(self, *arms: str) -> None:
        """Each run of these arms has the losses of a fresh model, in order."""
        self.check_form()
        for arm in arms:
            for number, wanted in enumerate(self.wanted[arm]):
                expect.close(
                    self.found[arm][number]["train_loss"],
                    wanted,
                    name=f"the losses of run {number} of the arm {arm!r}",
                    rtol=parity.RTOL,
                )


def compare(student: Student, rng: np.random.Generator, runs: int, **options: Any) -> Compared:
    """A comparison by the student; the backend of its compiled arm leaves its mark in the losses.

    Args:
        student: whose function it is.
        rng: decides models, data and mark.
        runs: how many of each arm.
        options: ``seed``, where it is to be given.
    """
    there = cases.fresh_probes(student)
    sizes = int(rng.integers(2, 5)), 5, int(rng.integers(3, 5))
    data = [
        (torch.as_tensor(rng.standard_normal((6, sizes[0]))), torch.as_tensor(y))
        for y in rng.integers(0, sizes[2], (2, 6))
    ]
    lr, mark, epochs = float(rng.uniform(0.3, 0.6)), float(rng.uniform(0.5, 0.9)), 2
    maker, fit = there.Maker(*sizes), there.Fit(data, epochs, lr)
    backend = there.Marking(mark, numbered=False)
    found = student.compare_compiled(maker, fit, runs, backend, **options)
    student.observe("made", maker.made)
    seed = options.get("seed", 42)
    wanted = {
        arm: [_losses(sizes, seed + run, factor, data, epochs, lr) for run in range(runs)]
        for arm, factor in (("plain", 1.0), ("compiled", 1.0 + mark))
    }
    return Compared(found, wanted)


def _losses(
    sizes: tuple[int, int, int], seed: int, factor: float, data: list[Batch], epochs: int, lr: float
) -> list[float]:
    """The mean loss of each epoch of a right run, its logits larger by the factor of a backend."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        model = Network(*sizes)

    def loss_fn(logits: Tensor, labels: Tensor) -> Tensor:
        return nn.functional.cross_entropy(logits * factor, labels)

    losses = parity.sgd_steps(model, data * epochs, loss_fn, lr=lr)
    return [float(np.mean(losses[k * len(data) : (k + 1) * len(data)])) for k in range(epochs)]
