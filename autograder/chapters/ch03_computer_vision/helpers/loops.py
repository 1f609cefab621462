"""The student's training steps and the right ones, side by side on the same classifier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from torch import nn

from autograder.chapters.ch03_computer_vision import probes
from autograder.chapters.ch03_computer_vision.helpers import classifiers
from autograder.chapters.ch03_computer_vision.helpers.classifiers import Data, data, pair
from autograder.chapters.ch03_computer_vision.helpers.scores import Scores
from autograder.checks import expect, parity
from autograder.remote.client import Remote, Student


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
    one_sided: bool = False,
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
        one_sided: the score is one that tells truth and prediction apart.
        options: of the model.
    """
    if one_sided:
        there, here, samples = classifiers.one_sided(student, rng)
    else:
        samples = data(rng)
        there, here = pair(student, rng, **options)
    score = "taken_for_last_fn" if one_sided else "accuracy_fn"
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
        "accuracy_fn": getattr(student.chapter_probes, score),
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
    right = getattr(probes, score)
    wanted = [right_epoch(here, samples, criterion, lr, momentum, right)] if epochs == 1 else []
    if epochs > 1:
        parity.sgd_steps(here, samples.batches * epochs, criterion, lr=lr, momentum=momentum)
    return Epochs(there, here, tuple(wanted), value, output)


def right_epoch(
    model: nn.Module,
    samples: Data,
    loss_fn: nn.Module,
    lr: float,
    momentum: float,
    score: Any = probes.accuracy_fn,
) -> Scores:
    """Train for one epoch as it should be; the scores are those before each step."""
    losses, accuracies = [], []
    steps = parity.sgd_walk(model, samples.batches, loss_fn, lr=lr, momentum=momentum)
    for x, y in samples.batches:
        accuracies.append(score(y, parity.eval_output(model, x).argmax(dim=1)))
        losses.append(next(steps))
    return Scores(tuple(losses), tuple(accuracies), tuple(samples.sizes))
