"""Pictures with networks that look at them through a transform that normalises."""

from __future__ import annotations

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


def plain(
    student: Student, rng: np.random.Generator, size: tuple[int, int], by: Statistics
) -> Prediction:
    """A picture of one colour, larger than ``size``, and a network for pictures of that size."""
    colour = files.colours(rng, 1)[0]
    pixels = files.solid(colour, 2 * size[0] + 5, 3 * size[1])
    image = _image(pixels)
    path = student.write_file("photo.png", files.encoded(pixels))
    x = normalised(image[:, : size[0], : size[1]], by)
    return prediction(student, rng, path, image, x)


def _image(pixels: Any) -> Tensor:
    return torch.as_tensor(pixels).float().permute(2, 0, 1) / 255
