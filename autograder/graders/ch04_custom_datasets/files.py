"""Pictures, folders of pictures and zips, made here and written over there."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import numpy as np
from PIL import Image

from autograder import expect
from autograder.client import Remote, Student

DISHES = ("bagel", "curry", "dumpling", "falafel", "gnocchi", "lasagne", "pizza", "ramen", "steak")
_LEVELS = (20, 90, 160, 230)  # far enough apart to survive JPEG
_NEAR = 0.06
Pixels = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of one colour in a class folder: its path in the scratch folder and its class."""

    path: str
    label: int
    colour: tuple[int, int, int]


def names(rng: np.random.Generator, count: int) -> list[str]:
    """Class names in random order."""
    return [str(name) for name in rng.permutation(DISHES)[:count]]


def encoded(pixels: Pixels, kind: str = "PNG") -> bytes:
    """The bytes of a picture file. uint8 (h, w), (h, w, 3) or (h, w, 4)."""
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, kind, **({"quality": 95} if kind == "JPEG" else {}))
    return buffer.getvalue()


def solid(colour: Sequence[int], height: int = 10, width: int = 14) -> Pixels:
    """A picture of one colour, (height, width, channels)."""
    return np.full((height, width, len(colour)), colour, dtype=np.uint8)


def blocks(rng: np.random.Generator, height: int, width: int) -> tuple[Pixels, Pixels]:
    """Nine blocks of random colour, 3 x 3; height and width are multiples of 3.

    Returns:
        The pixels (height, width, 3) and the colours (3, 3, 3), row by row, both uint8.
    """
    colours = rng.integers(0, 256, (3, 3, 3), dtype=np.uint8)
    tall = np.repeat(np.repeat(colours, height // 3, axis=0), width // 3, axis=1)
    return tall, colours


def colours(rng: np.random.Generator, count: int) -> list[tuple[int, int, int]]:
    """Colours that can be told apart after JPEG; none of them is grey."""
    every = [(r, g, b) for r in _LEVELS for g in _LEVELS for b in _LEVELS if len({r, g, b}) > 1]
    return [every[i] for i in rng.permutation(len(every))[:count]]


def fill(
    student: Student, rng: np.random.Generator, root: str, counts: Mapping[str, int]
) -> list[Picture]:
    """Write .jpg pictures, each of its own colour, into class folders below ``root``.

    Args:
        student: where to.
        rng: decides colours and file names.
        root: folder in the scratch folder.
        counts: pictures by class name, in the order in which they are written.
    """
    order, palette = sorted(counts), iter(colours(rng, sum(counts.values())))
    pictures = []
    for name, count in counts.items():
        for number in rng.choice(9000, count, replace=False):
            path = f"{root}/{name}/IMG_{1000 + number}.jpg"
            pictures.append(Picture(path, order.index(name), next(palette)))
            paint(student, pictures[-1])
    return pictures


def paint(student: Student, picture: Picture) -> None:
    """Write the picture's file over there."""
    student.write_file(picture.path, encoded(solid(picture.colour), "JPEG"))


def full(student: Student, path: str) -> str:
    """The full path over there of a path in the scratch folder."""
    return str(PurePosixPath(student.scratch) / path)


def opened(student: Student, pixels: Pixels, name: str = "picture.png") -> Remote:
    """A picture in mode RGB, opened by Pillow over there."""
    path = student.write_file(name, encoded(pixels))
    return student.library("PIL.Image").open(path).convert.keep("RGB")


def zipped(members: Mapping[str, bytes]) -> bytes:
    """The bytes of a zip with these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def check_samples(
    samples: Sequence[tuple[Any, Any]], pictures: Sequence[Picture], *, in_order: bool = False
) -> None:
    """Every picture is there once, with its class.

    Args:
        samples: pairs of a picture (3, h, w) in [0, 1] and a class index.
        pictures: what was written.
        in_order: the samples come class by class.
    """
    expect.length(list(samples), len(pictures), name="the list of all samples")
    left = list(pictures)
    for number, (image, label) in enumerate(samples):
        mean = np.asarray(image, dtype=float).mean(axis=(1, 2))
        match = next((p for p in left if np.abs(np.array(p.colour) / 255 - mean).max() < _NEAR), 0)
        if not isinstance(match, Picture):
            raise expect.Failed(
                f"Expected sample {number} to be one of the pictures that come once each, but got "
                f"one of mean colour {mean.round(2).tolist()}."
            )
        left.remove(match)
        expect.equal(label, match.label, name=f"the class index of {PurePosixPath(match.path)}")
    labels = [int(label) for _, label in samples]
    if in_order and labels != sorted(labels):
        raise expect.Failed(f"Expected the classes in order, but got {labels}.")
