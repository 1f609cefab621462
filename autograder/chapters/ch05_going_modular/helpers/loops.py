"""Calls of the engine's loops, which take a device, and data that has to be sent there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from torch import Tensor, nn

from autograder.checks import classifiers, loops
from autograder.checks.tally import Tally, tested
from autograder.remote.client import Remote, Student

_ENGINE = ("train_step", "test_step", "train")


class _OnCpu:
    """The student, whose engine's functions are called without their device: it is the CPU."""

    def __init__(self, student: Student) -> None:
        self._student = student

    def __getattr__(self, name: str) -> Any:
        if name not in _ENGINE:
            return getattr(self._student, name)
        function = getattr(self._student.engine, name)
        return lambda *args, **kwargs: function(*args, **kwargs, device="cpu")


def on_cpu(student: Student) -> Student:
    """The student for `autograder.checks.loops`, which call functions without a device."""
    return cast(Student, _OnCpu(student))


def train_step(
    student: Student, rng: np.random.Generator, sizes: list[int], **options: Any
) -> loops.Epoch:
    """Call train_step once, see `loops.train_step`; options as for `classifiers.classifier`."""
    on = classifiers.classifier(student, rng, **options)
    return loops.train_step(on_cpu(student), rng, on, sizes)


def train(
    student: Student,
    rng: np.random.Generator,
    epochs: int,
    *,
    by_name: bool = False,
    **options: Any,
) -> loops.Training:
    """Call train, see `loops.train`; options as for `classifiers.classifier`."""
    on = classifiers.classifier(student, rng, **options)
    return loops.train(on_cpu(student), rng, on, epochs, by_name=by_name)


@dataclass(frozen=True, slots=True)
class Sent:
    """A model on both sides, and the student's batches, which are not where the model is."""

    there: Remote
    here: nn.Sequential
    batches: list[tuple[Tensor, Tensor]]
    loader: Remote

    def tested(self) -> Tally:
        """What a test of the model gives."""
        return tested(self.here, self.batches)


def sent(student: Student, rng: np.random.Generator) -> Sent:
    """A model whose batches must be sent to its device first."""
    on = classifiers.classifier(student, rng)
    batches = on.batches(rng, 4, 3)
    return Sent(on.there, on.here, batches, student.chapter_probes.elsewhere.keep(batches))
