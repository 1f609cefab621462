"""A few samples of each class of a data set, as a figure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from autograder.datasets import idx, pictures, toys
from autograder.datasets.manifest import DataSet
from autograder.datasets.menu import MENU, NAMES, serve
from autograder.datasets.scenes import photograph
from autograder.errors import UsageError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_COLUMNS = 12
_FEW = 4  # pictures of each dish that the backbone learnt, of which there are many
_SIDE = 96  # real photographs are shown this small
_Images = list[NDArray[np.uint8]]
_TOYS: dict[str, Callable[[], tuple[toys.Points, toys.Labels]]] = {
    "circles": toys.circles,
    "moons": toys.moons,
    "blobs": toys.blobs,
    "spirals": toys.spirals,
}


def figure(data_set: DataSet, folder: Path, seed: int) -> Figure:
    """Draw some samples of the training split, chosen by ``seed``.

    Args:
        data_set: as in the manifest.
        folder: of its files; for garments, the one with the idx files.
        seed: 0 or more.

    Raises:
        UsageError: the files are not there.
    """
    if not data_set.files:
        return pictures.scatter(*_TOYS[data_set.name](), title=data_set.title)
    if data_set.classes == NAMES:
        return pictures.image_grid(list(_menu(seed)), data_set.classes, data_set.title)
    rng = np.random.default_rng(seed)
    choose = _garments if idx.find(folder, idx.NAMES[0]) else _dishes
    rows = list(choose(folder, data_set.classes, rng))
    return pictures.image_grid(rows, data_set.classes, data_set.title)


def _menu(seed: int) -> Iterator[_Images]:
    """Pictures as the backbone's weights were trained on; they are drawn, and in no file."""
    for label, dish in enumerate(MENU):
        rngs = [np.random.default_rng([seed, label, number]) for number in range(_FEW)]
        yield [photograph(serve(dish), rng, _SIDE) for rng in rngs]


def _garments(
    folder: Path, classes: tuple[str, ...], rng: np.random.Generator
) -> Iterator[_Images]:
    images, labels = idx.load(folder, "train")
    for label in range(len(classes)):
        yield list(images[rng.permutation(np.flatnonzero(labels == label))[:_COLUMNS]])


def _dishes(folder: Path, classes: tuple[str, ...], rng: np.random.Generator) -> Iterator[_Images]:
    for name in classes:
        try:
            paths = sorted((folder / "train" / name).iterdir())
            yield [_picture(paths[k]) for k in rng.permutation(len(paths))[:_COLUMNS]]
        except OSError as error:
            raise UsageError(
                f"{error.filename or folder}: Expected pictures of {name}, but got: "
                f"{error.strerror or error}. Look at what `autograder data` says of the files."
            ) from None


def _picture(path: Path) -> NDArray[np.uint8]:
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB").resize((_SIDE, _SIDE)))
