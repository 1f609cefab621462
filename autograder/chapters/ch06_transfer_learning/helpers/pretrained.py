"""Builders of networks and their weights, as torchvision has them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from torch import Tensor
from torchvision.transforms import InterpolationMode

from autograder.chapters.ch06_transfer_learning.helpers.networks import backbone, form, linear
from autograder.chapters.ch06_transfer_learning.probes import Backbone
from autograder.checks import parity
from autograder.remote.client import Remote, Student


@dataclass(frozen=True, slots=True)
class Pretrained:
    """A builder and weights in the student's process, and the network that they make here."""

    builder: Remote
    weights: Remote
    transforms: Remote
    here: Backbone
    classes: int

    @property
    def width(self) -> int:
        """How many numbers the head gets."""
        return int(linear(self.here.classifier).in_features)

    @property
    def kept(self) -> dict[str, Tensor]:
        """All numbers outside the head, by name, buffers too."""
        state = parity.snapshot(self.here)
        return {name: v for name, v in state.items() if not name.startswith("classifier")}


def pretrained(
    student: Student, rng: np.random.Generator, *, leftovers: bool = False, place: str = ""
) -> Pretrained:
    """Random weights as torchvision would hand them out, with a preprocessing of their own."""
    widths, old = form(rng)
    here = backbone(rng, widths, old, neck=True)
    steps = student.library("torchvision.transforms")
    mean, std = (rng.uniform(0.2, 0.8, 3).tolist() for _ in range(2))
    transforms = steps.Compose([steps.ToTensor(), steps.Normalize(mean, std)])
    weights = student.probes.Weights(transforms, parity.snapshot(here))
    builder = student.chapter_probes.Builder(widths, old, leftovers=leftovers, place=place)
    return Pretrained(builder, weights, transforms, here, int(rng.integers(3, 7)))


def interpolation(name: str) -> Any:
    """One of torchvision's modes by name."""
    return InterpolationMode[name]
