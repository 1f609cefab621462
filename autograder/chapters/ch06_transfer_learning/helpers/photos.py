"""Pictures with networks that look at them through a transform that normalises."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import torch
from torch import Tensor

from autograder.checks import files
from autograder.checks.normalising import Statistics, normalised
from autograder.checks.predictions import Prediction, prediction
from autograder.remote.client import Student


def photo(
    student: Student, rng: np.random.Generator, by: Statistics, *, modes: bool = False
) -> Prediction:
    """A random picture of a few pixels, and a network for that size that gets it normalised."""
    pixels = files.noise(rng, int(rng.integers(4, 7)), int(rng.integers(7, 10)))
    image = _image(pixels)
    path = student.write_file("photo.png", files.encoded(pixels))
    return prediction(student, rng, path, image, normalised(image, by), modes=modes)


def barred(
    student: Student, rng: np.random.Generator, size: tuple[int, int], by: Statistics
) -> Prediction:
    """A wide picture with bars at both ends, and a network that sees the corners of ``size``.

    A picture that is squeezed has its bars there; one that is cut has the colour between them.
    """
    ends, middle = files.colours(rng, 2)
    height = 2 * size[0] + 5
    pixels = files.solid(ends, height, 4 * height)
    pixels[:, height : 3 * height] = middle
    image = _image(pixels)
    path = student.write_file("photo.png", files.encoded(pixels))
    seen = prediction(student, rng, path, image, normalised(image[:, :2, :2], by))
    corners = student.chapter_probes.Corners(*size)
    whole = student.library("torch.nn").Sequential(corners, seen.there)
    return replace(seen, there=whole)


def _image(pixels: Any) -> Tensor:
    return torch.as_tensor(pixels).float().permute(2, 0, 1) / 255
