"""Calls of eval_step_compiled, and what right ones give."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from autograder.chapters.ch10_torch_compile.helpers import models
from autograder.checks import classifiers, expect, parity
from autograder.checks.parity import Batch
from autograder.remote.client import Remote, Student


def compiled(student: Student, model: Remote) -> Remote:
    """The model, compiled in the student's process by a backend that changes nothing."""
    return student.library("torch").compile.keep(model, backend=student.chapter_probes.Marking(0.0))


def smoothed(student: Student, smoothing: float) -> Remote:
    """The cross entropy there, with label smoothing: a loss that is not what all take."""
    loss_fn: Remote = student.library("torch.nn").CrossEntropyLoss(label_smoothing=smoothing)
    return loss_fn


@dataclass(frozen=True, slots=True)
class Tested:
    """What eval_step_compiled returned, the data it saw, and what is right."""

    answer: Remote
    value: Any
    on: classifiers.Classifier
    data: list[Batch]
    loss_fn: nn.CrossEntropyLoss

    def check(self) -> None:
        """Loss, accuracy and the logits of all samples in order; the model is as it was."""
        expect.type_(self.value, (tuple, list), name="the result")
        expect.length(self.value, 3, name="the result")
        tally = self.on.test(self.data)
        tally.check_one(self.value[0], self.losses(), "the loss")
        tally.check_one(self.value[1], tally.accuracies, "the accuracy")
        expect.type_(self.value[2], (list, tuple), name="the logits")
        expect.length(self.value[2], len(self.data), name="the logits")
        for number, (found, wanted) in enumerate(zip(self.value[2], self.logits(), strict=True)):
            models.check_output(found, wanted, f"the logits of batch {number}")

    def check_state(self) -> None:
        """Neither parameters nor statistics have moved."""
        state = self.on.there.state_dict()
        expect.state_dict(state, parity.snapshot(self.on.here), rtol=1e-12)

    def logits(self) -> list[Tensor]:
        """What the model answers in evaluation mode, batch by batch."""
        return [parity.eval_output(self.on.here, x) for x, _ in self.data]

    def losses(self) -> list[float]:
        """The loss of each batch."""
        pairs = zip(self.logits(), self.data, strict=True)
        return [self.loss_fn(logits, labels).item() for logits, (_, labels) in pairs]

    def check_training(self, student: Student, rng: np.random.Generator) -> None:
        """A layer can be trained on the logits."""
        classes, epochs, lr = self.on.classes, 2, float(rng.uniform(0.2, 0.6))
        weight = torch.as_tensor(rng.standard_normal((classes, classes)))
        labels = [y for _, y in self.data]
        found = student.chapter_probes.train_on(self.answer, labels, weight, lr, epochs)
        data = list(zip(self.logits(), labels, strict=True))
        wanted = _trained(data * epochs, weight, lr)
        models.check_output(found, wanted, "the weight of a layer that was trained on the logits")


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
    smoothing: float = 0.0,
    **options: Any,
) -> Tested:
    """One test by the student, on a model in training mode."""
    models.fresh_probes(student)
    on = classifiers.classifier(student, rng, training=True, **options)
    data = on.batches(rng, *sizes)
    model = compiled(student, on.there) if compile_it else student.probes.Recorder(on.there)
    model.train.keep()
    loader, loss_fn = classifiers.loader(student, data), smoothed(student, smoothing)
    answer = student.eval_step_compiled.keep(model, loader, loss_fn, "cpu")
    if not compile_it:
        student.observe("modes", model.calls)
    right = nn.CrossEntropyLoss(label_smoothing=smoothing)
    return Tested(answer, answer.value(), on, data, right)
