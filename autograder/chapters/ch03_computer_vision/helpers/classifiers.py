"""Samples of three classes, and classifiers on both sides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from autograder.chapters.ch03_computer_vision import probes
from autograder.checks import draws, parity
from autograder.checks.tally import tested
from autograder.remote.client import Remote, Student

CLASSES = 3


FEATURES = 4


FAR = "cuda:1"


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
        """A loader in the student's process that does not shuffle."""
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


def telling(rng: np.random.Generator, model: nn.Module, full_batches: int = 2) -> Data:
    """Samples of which a model gets another share right in the smaller batch than in the others.

    So the mean over batches is not the mean over samples, and the last accuracy is neither.
    """

    def tells(samples: Data) -> bool:
        *full, last = tested(model, samples.batches).accuracies
        return not np.isclose(np.mean(full), last)

    return draws.until(lambda: data(rng, full_batches), tells)


def pair(
    student: Student, rng: np.random.Generator, **options: Any
) -> tuple[Remote, nn.Sequential]:
    """The same classifier on both sides; options as for ``probes.make_mlp``."""
    return parity.mlp_pair(student, rng, FEATURES, 6, CLASSES, **options)


def one_sided(student: Student, rng: np.random.Generator) -> tuple[Remote, nn.Sequential, Data]:
    """A classifier that says the last class of all samples, on both sides, and none is of it.

    Who exchanges truth and prediction gets another ``taken_for_last_fn`` then, for certain.
    """
    samples = data(rng)
    there, here = pair(student, rng)
    state = parity.snapshot(here)
    *_, bias = state.values()
    bias[CLASSES - 1] += 20.0
    here.load_state_dict(state)
    student.probes.load_parameters(there, state)
    return there, here, Data(samples.x, samples.y % (CLASSES - 1), samples.batch_size)


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


def far_model(student: Student, model: Remote) -> Remote:
    """The model, claiming to be on the far device already."""
    far: Remote = student.probes.FarModel(model, FAR)
    return far
