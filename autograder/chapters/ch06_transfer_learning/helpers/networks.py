"""Small networks on both sides, and pictures for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from autograder.chapters.ch06_transfer_learning.probes import Backbone
from autograder.checks import parity
from autograder.remote.client import Remote, Student

SIDE = 4  # of the small networks' pictures


@dataclass(frozen=True, slots=True)
class Pair:
    """The same network on both sides, in float64; its widths and number of classes."""

    there: Remote
    here: Backbone
    widths: list[int]
    classes: int

    @property
    def head(self) -> list[str]:
        """Names of the head's parameters."""
        return [name for name, _ in self.here.named_parameters() if name.startswith("classifier")]

    def train_only(self, student: Student, prefixes: tuple[str, ...]) -> None:
        """Freeze all parameters but those whose names begin so, on both sides."""
        names = [name for name, _ in self.here.named_parameters() if name.startswith(prefixes)]
        student.chapter_probes.set_trainable(self.there, names)
        for name, parameter in self.here.named_parameters():
            parameter.requires_grad_(name in names)


def pair(
    student: Student,
    rng: np.random.Generator,
    *,
    blocks: int = 2,
    dropout: float = 0.0,
    neck: bool = False,
) -> Pair:
    """A network of random widths and numbers; all trainable, in training mode."""
    widths, classes = form(rng, blocks)
    here = backbone(rng, widths, classes, dropout, neck)
    there = student.chapter_probes.Backbone(widths, classes, dropout, neck=neck)
    student.probes.load_parameters(there, parity.snapshot(here))
    return Pair(there, here, widths, classes)


def form(rng: np.random.Generator, blocks: int = 2) -> tuple[list[int], int]:
    """Random widths of the blocks and a number of classes, each unlike the others."""
    drawn = rng.permutation(np.arange(4, 6 + max(blocks, 3)))[: blocks + 1].tolist()
    return [3, *drawn[:blocks]], int(drawn[blocks])


def backbone(
    rng: np.random.Generator,
    widths: list[int],
    classes: int,
    dropout: float = 0.0,
    neck: bool = False,
) -> Backbone:
    """Our half of such a pair; torch's own generator stays as it is."""
    with torch.random.fork_rng(devices=[]):
        model = Backbone(widths, classes, dropout, neck=neck)
    model.load_state_dict(parity.drawn_state(model, rng))
    return model


def images(rng: np.random.Generator, count: int, side: int = SIDE) -> Tensor:
    """Pictures of standard normal values, float64 (count, 3, side, side)."""
    return torch.as_tensor(rng.standard_normal((count, 3, side, side)))


def batches(rng: np.random.Generator, classes: int, sizes: list[int]) -> list[parity.Batch]:
    """Pictures and random class numbers, one pair for each batch size."""
    return [(images(rng, n), torch.as_tensor(rng.integers(0, classes, n))) for n in sizes]


def linear(head: nn.Module) -> Any:
    """The linear layer of a head."""
    return next(layer for layer in head.modules() if isinstance(layer, nn.Linear))


def trainable(student: Student, model: Remote) -> list[str]:
    """Names of a model's trainable parameters."""
    return [name for name, _, learns in student.probes.parameter_counts(model) if learns]


def totals(student: Student, model: Remote) -> tuple[int, int]:
    """How many numbers of a model are trainable, and how many it has."""
    sizes = student.probes.parameter_counts(model)
    return sum(n for _, n, learns in sizes if learns), sum(n for _, n, _ in sizes)
