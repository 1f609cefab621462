"""Pictures with a model that looks at them through a transform, and the right answer."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from autograder.chapters.ch04_custom_datasets.helpers.answers import Case
from autograder.checks import files, parity
from autograder.remote.client import Remote, Student

IMAGENET = ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
Colours = tuple[float, ...]


def random_numbers(rng: np.random.Generator) -> tuple[Colours, Colours]:
    """A mean and a standard deviation of each colour."""
    return tuple(rng.uniform(0.2, 0.8, 3).tolist()), tuple(rng.uniform(0.2, 0.8, 3).tolist())


def transform(student: Student, mean: Colours, std: Colours) -> Remote:
    """From a Pillow picture to a normalised tensor, over there."""
    steps = student.library("torchvision.transforms")
    return steps.Compose([steps.ToTensor(), steps.Normalize(mean, std)])


def case(
    student: Student,
    rng: np.random.Generator,
    numbers: tuple[Colours, Colours],
    *,
    modes: bool = False,
) -> Case:
    """A random picture of a few pixels, and a network for that size that gets it normalised."""
    height, width = int(rng.integers(4, 7)), int(rng.integers(7, 10))
    pixels = rng.integers(0, 256, (height, width, 3), dtype=np.uint8)
    image = torch.as_tensor(pixels).float().permute(2, 0, 1) / 255
    return _asked(student, rng, pixels, image, image, numbers, modes=modes)


def plain(student: Student, rng: np.random.Generator, size: tuple[int, int], numbers: Any) -> Case:
    """A picture of one colour, larger than ``size``, and a network for pictures of that size."""
    colour = files.colours(rng, 1)[0]
    pixels = files.solid(colour, 2 * size[0] + 5, 3 * size[1])
    image = torch.as_tensor(pixels).float().permute(2, 0, 1) / 255
    return _asked(student, rng, pixels, image, image[:, : size[0], : size[1]], numbers)


def _asked(
    student: Student,
    rng: np.random.Generator,
    pixels: Any,
    image: Tensor,
    seen: Tensor,
    numbers: tuple[Colours, Colours],
    *,
    modes: bool = False,
) -> Case:
    path = student.write_file("photo.png", files.encoded(pixels))
    classes = int(rng.integers(3, 6))
    options: dict[str, Any] = {"dropout": 0.5, "batch_norm": True} if modes else {}
    there, here = parity.mlp_pair(
        student, rng, seen.numel(), 6, classes, dtype=torch.float32, **options
    )
    layers = student.library("torch.nn")
    whole = layers.Sequential(layers.Flatten(), there)
    mean, std = (torch.tensor(values).reshape(3, 1, 1) for values in numbers)
    x = ((seen - mean) / std).unsqueeze(0)
    logits = parity.eval_output(nn.Sequential(nn.Flatten(), here), x)
    return Case(whole, path, files.names(rng, classes), image, logits.softmax(dim=1)[0])
