"""Picture files and zips, made here and written in the student's process."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import PurePath, PurePosixPath
from typing import Any

import numpy as np
from PIL import Image

from autograder.checks import expect
from autograder.remote.client import Remote, Student

DISHES = ("bagel", "curry", "dumpling", "falafel", "gnocchi", "lasagne", "pizza", "ramen", "steak")
_LEVELS = (20, 90, 160, 230)  # far enough apart to survive JPEG
Pixels = np.ndarray[Any, Any]


def names(rng: np.random.Generator, count: int) -> list[str]:
    """Class names in random order."""
    return [str(name) for name in rng.permutation(DISHES)[:count]]


def encoded(pixels: Pixels, kind: str = "PNG") -> bytes:
    """The bytes of a picture file. uint8 (h, w), (h, w, 3) or (h, w, 4)."""
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, kind, **({"quality": 95} if kind == "JPEG" else {}))
    return buffer.getvalue()


def noise(rng: np.random.Generator, height: int, width: int) -> Pixels:
    """Random pixels, (height, width, 3)."""
    return rng.integers(0, 256, (height, width, 3), dtype=np.uint8)


def solid(colour: Sequence[int], height: int = 10, width: int = 14) -> Pixels:
    """A picture of one colour, (height, width, channels)."""
    return np.full((height, width, len(colour)), colour, dtype=np.uint8)


def framed(height: int, width: int) -> Pixels:
    """A dark picture with a bright frame, an eighth of each side wide, (height, width, 3)."""
    pixels = np.full((height, width, 3), 250, dtype=np.uint8)
    pixels[height // 8 : -(height // 8), width // 8 : -(width // 8)] = 10
    return pixels


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


def full(student: Student, path: str) -> str:
    """The full path in the student's process of a path in the scratch folder."""
    return str(PurePosixPath(student.scratch) / path)


def opened(student: Student, pixels: Pixels, name: str = "picture.png") -> Remote:
    """A picture in mode RGB, opened by Pillow in the student's process."""
    path = student.write_file(name, encoded(pixels))
    picture: Remote = student.library("PIL.Image").open(path).convert.keep("RGB")
    return picture


def pixels_of(student: Student, picture: Any) -> Pixels:
    """The pixels of a student's Pillow picture, (channels, height, width) from 0 to 1.

    Raises:
        Failed: it is none.
    """
    kind = student.library("PIL.Image").Image
    is_picture = student.library("builtins").isinstance(picture, kind)
    expect.true(is_picture, f"Expected a Pillow picture, but got {expect.show(picture)}.")
    pixels: Pixels = student.library("numpy").array(picture).transpose(2, 0, 1) / 255
    return pixels


def zipped(members: Mapping[str, bytes]) -> bytes:
    """The bytes of a zip with these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def members(rng: np.random.Generator) -> dict[str, bytes]:
    """Names and contents of a zip with one folder per class."""
    return {f"{name}/{rng.integers(999)}.jpg": rng.bytes(20) for name in names(rng, 3)}


def check_members(student: Student, wanted: Mapping[str, bytes], folder: str = "data/food") -> None:
    """These files are in the folder in the student's process, with these contents."""
    found = student.list_files()
    for name, data in wanted.items():
        path = f"{folder}/{name}"
        expect.true(path in found, f"Expected a file {path}, but got {found}.")
        expect.equal(student.read_file(path), data, name=path)


def check_folder(path: object) -> None:
    """It is the Path of a folder named food."""
    is_path = isinstance(path, PurePath) and path.name == "food"
    expect.true(
        is_path, f"Expected the result to be a Path to the folder, but got {expect.show(path)}."
    )
