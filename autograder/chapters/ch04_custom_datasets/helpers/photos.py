"""Pictures of a few pixels or of many, with networks that look at them."""

from __future__ import annotations

import numpy as np
import torch

from autograder.checks import files
from autograder.checks.predictions import Prediction, prediction
from autograder.remote.client import Remote, Student


def photo(
    student: Student, rng: np.random.Generator, *, grey: bool = False, modes: bool = False
) -> Prediction:
    """A random picture of a few pixels and a network for that size.

    Args:
        student: where the picture and the model are put.
        rng: decides both.
        grey: the file holds a grey picture.
        modes: the network has Dropout and BatchNorm.
    """
    height, width = int(rng.integers(4, 7)), int(rng.integers(7, 10))
    shape = (height, width) if grey else (height, width, 3)
    pixels = rng.integers(0, 256, shape, dtype=np.uint8)
    path = student.write_file("photo.png", files.encoded(pixels))
    image = torch.as_tensor(pixels).float() / 255
    image = image.expand(3, -1, -1) if grey else image.permute(2, 0, 1)
    return prediction(student, rng, path, image, modes=modes)


def large(student: Student, rng: np.random.Generator) -> tuple[Prediction, Remote]:
    """A large picture of one colour, a model for small ones, and the Resize between them."""
    size, colour = int(rng.integers(4, 8)), files.colours(rng, 1)[0]
    path = student.write_file("photo.png", files.encoded(files.solid(colour, 3 * size, 4 * size)))
    image = torch.as_tensor(colour).float().div(255).reshape(3, 1, 1).expand(3, size, size)
    resize = student.library("torchvision.transforms").Resize((size, size))
    return prediction(student, rng, path, image), resize
