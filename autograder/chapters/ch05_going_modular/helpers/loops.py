"""Calls of the engine's loops, which take a device, and data that has to be sent there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from autograder.checks import classifiers, loops
from autograder.checks.parity import Batch
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
class Far:
    """A classifier whose model claims to be on a GPU, and batches that are on another one.

    Attributes:
        on: the two models.
        there: the student's, as its code sees it.
        device: where that one claims to be.
        batches: of the same size.
        loader: serves them.
    """

    on: classifiers.Classifier
    there: Remote
    device: str
    batches: list[Batch]
    loader: Remote


def far(student: Student, rng: np.random.Generator) -> Far:
    """A model whose batches must be sent to its device first."""
    on = classifiers.classifier(student, rng)
    device = f"cuda:{rng.integers(2, 8)}"  # the batches claim to be on cuda:1
    batches = on.batches(rng, 4, 4)
    there = student.probes.FarModel(on.there, device)
    return Far(on, there, device, batches, classifiers.far_loader(student, batches))
