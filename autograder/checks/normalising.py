"""Mean and standard deviation of each colour, and the transform that normalises by them."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from autograder.remote.client import Remote, Student

Colours = tuple[float, ...]
Statistics = tuple[Colours, Colours]
IMAGENET: Statistics = ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
"""Those that torchvision's pretrained networks are used with."""


def statistics(rng: np.random.Generator) -> Statistics:
    """A mean and a standard deviation of each colour, all in (0.2, 0.8)."""
    return tuple(rng.uniform(0.2, 0.8, 3).tolist()), tuple(rng.uniform(0.2, 0.8, 3).tolist())


def transform(student: Student, by: Any) -> Remote:
    """The student's transform from a Pillow picture to a normalised tensor."""
    steps = student.library("torchvision.transforms")
    made: Remote = steps.Compose([steps.ToTensor(), steps.Normalize(*by)])
    return made


def near(student: Student, transform: Remote) -> Remote:
    """A transform whose results know that they are on the CPU, and refuse to meet others."""
    place = student.library("functools").partial(student.probes.far, place="cpu")
    made: Remote = student.library("torchvision.transforms").Compose([transform, place])
    return made


def normalised(image: Tensor, by: Statistics) -> Tensor:
    """An image (..., 3, height, width), normalised; dtype as it is."""
    mean, std = (torch.tensor(v, dtype=image.dtype).reshape(3, 1, 1) for v in by)
    return (image - mean) / std
