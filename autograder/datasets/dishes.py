"""Pictures of pizza, steak and sushi, a stand-in for the photographs of the course."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from autograder.datasets.recipes import pizza, steak, sushi
from autograder.datasets.scenes import photograph

CLASSES = ("pizza", "steak", "sushi")
_RECIPES = (pizza, steak, sushi)
_QUALITY = 88  # of the JPEG files


def make_dishes(
    n_per_class: int, seed: int, size: int = 64
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Photograph dishes, ``n_per_class`` of each class, sorted by class.

    Args:
        n_per_class: 1 or more. A smaller number gives the first pictures of a larger one.
        seed: 0 or more; the same seed gives the same pictures.
        size: width and height in pixels.

    Returns:
        Images, uint8 of shape (3 * n_per_class, size, size, 3), red, green, blue; labels, int64 of
        shape (3 * n_per_class,), 0 to 2 in the order of ``CLASSES``.
    """
    labels = np.repeat(np.arange(len(CLASSES)), n_per_class)
    numbers = np.tile(np.arange(n_per_class), len(CLASSES))
    pairs = zip(labels.tolist(), numbers.tolist(), strict=True)
    return np.stack([dish(label, seed, number, size) for label, number in pairs]), labels


def dish(label: int, seed: int, number: int, size: int = 64) -> NDArray[np.uint8]:
    """Photograph one dish: picture ``number`` of class ``label`` among those of ``seed``."""
    return photograph(_RECIPES[label], np.random.default_rng([seed, label, number]), size)


def write_folder(folder: Path, counts: Mapping[str, int], seed: int, size: int) -> None:
    """Write ``folder/<class>/<number>.jpg``, as ``ImageFolder`` reads it.

    Args:
        folder: created with its parents.
        counts: how many pictures of each class.
        seed: as in `make_dishes`; the pictures are the same but for JPEG's losses.
        size: width and height in pixels.
    """
    for name, count in counts.items():
        (folder / name).mkdir(parents=True, exist_ok=True)
        for number in range(count):
            picture = Image.fromarray(dish(CLASSES.index(name), seed, number, size))
            picture.save(folder / name / f"{number:03d}.jpg", quality=_QUALITY)
