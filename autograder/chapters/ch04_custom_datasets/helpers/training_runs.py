"""Calls of the chapter's loops, which read a global ``device``: it is where the model is."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from autograder.checks import classifiers, loops
from autograder.remote.client import Student

CHAPTER = "ch04_custom_datasets"  # the name of the student's module


def set_device(student: Student, device: torch.device) -> None:
    """Let the global ``device`` be this one until the check ends."""
    student.probes.set_globals(CHAPTER, {"device": device})


def classifier(
    student: Student, rng: np.random.Generator, **options: Any
) -> classifiers.Classifier:
    """A classifier on the CPU, see `classifiers.classifier`."""
    set_device(student, torch.device("cpu"))
    return classifiers.classifier(student, rng, **options)


def on_device(
    student: Student, rng: np.random.Generator, device: torch.device
) -> classifiers.OnDevice:
    """A classifier on a device, see `classifiers.on_device`."""
    set_device(student, device)
    return classifiers.on_device(student, rng, device)


def train_step(
    student: Student, rng: np.random.Generator, sizes: list[int], **options: Any
) -> loops.Epoch:
    """Call train_step once, see `loops.train_step`; options as for `classifier`."""
    return loops.train_step(student, rng, classifier(student, rng, **options), sizes)


def train(
    student: Student,
    rng: np.random.Generator,
    epochs: int,
    *,
    by_name: bool = False,
    **options: Any,
) -> loops.Training:
    """Call train, see `loops.train`; options as for `classifier`."""
    on = classifier(student, rng, **options)
    return loops.train(student, rng, on, epochs, by_name=by_name)
