"""The file format of MNIST and FashionMNIST: a header of big-endian integers, then bytes."""

from __future__ import annotations

import gzip
import math
import struct
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from autograder.errors import UsageError

IMAGES = {"train": "train-images-idx3-ubyte", "test": "t10k-images-idx3-ubyte"}
LABELS = {"train": "train-labels-idx1-ubyte", "test": "t10k-labels-idx1-ubyte"}
NAMES = (*IMAGES.values(), *LABELS.values())
_UNSIGNED_BYTE = 8
_LIMIT = 1 << 27  # the largest file of FashionMNIST has 47 million bytes


def pack(array: NDArray[np.uint8]) -> bytes:
    """Return the bytes of an idx file that holds ``array``."""
    header = struct.pack(f">HBB{array.ndim}I", 0, _UNSIGNED_BYTE, array.ndim, *array.shape)
    return header + array.tobytes()


def read_bytes(path: Path) -> bytes:
    """Read a file, unpacked if its name ends in ``.gz``.

    Raises:
        UsageError: it cannot be read, is damaged, or is too large.
    """
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            data = file.read(_LIMIT + 1)
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(
            f"{path}: Expected an idx file, but it cannot be read: {reason}."
        ) from None
    if len(data) > _LIMIT:
        raise UsageError(f"{path}: Expected at most {_LIMIT >> 20} MiB, but there is more.")
    return data


def unpack(data: bytes, name: str, dimensions: int) -> NDArray[np.uint8]:
    """Return the array in the bytes of an idx file; it cannot be written to.

    Raises:
        UsageError: no idx file of unsigned bytes with that many dimensions, or not all of it.
    """
    start = 4 + 4 * dimensions
    if data[:4] != bytes((0, 0, _UNSIGNED_BYTE, dimensions)) or len(data) < start:
        raise UsageError(
            f"{name}: Expected an idx file with {dimensions} dimensions, but it starts with "
            f"{data[:8]!r}. Download it again."
        )
    shape = struct.unpack(f">{dimensions}I", data[4:start])
    if len(data) - start != math.prod(shape):
        raise UsageError(
            f"{name}: Expected {math.prod(shape)} values of shape {shape}, but got "
            f"{len(data) - start}. Download it again."
        )
    return np.frombuffer(data, np.uint8, offset=start).reshape(shape)


def find(folder: Path, name: str) -> Path | None:
    """Find the idx file ``name`` in ``folder``, packed or not."""
    paths = (folder / name, folder / f"{name}.gz")
    return next((path for path in paths if path.is_file()), None)


def load(folder: Path, split: str) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Read the images, (n, 28, 28), and labels, (n,), of ``train`` or ``test``.

    Raises:
        UsageError: a file is missing or damaged, or is not a set of 28x28 images in ten classes.
    """
    images = _array(folder, IMAGES[split], 3)
    labels = _array(folder, LABELS[split], 1)
    fits = len(images) == len(labels) > 0 and images.shape[1:] == (28, 28) and labels.max() < 10
    if not fits:
        raise UsageError(
            f"{folder / IMAGES[split]}: Expected 28x28 images with as many labels from 0 to 9, "
            f"but got images of shape {images.shape} and labels of shape {labels.shape} up to "
            f"{labels.max(initial=0)}."
        )
    return images, labels


def _array(folder: Path, name: str, dimensions: int) -> NDArray[np.uint8]:
    path = find(folder, name)
    if path is None:
        raise UsageError(f"{folder}: Expected {name} or {name}.gz in it, but found neither.")
    return unpack(read_bytes(path), str(path), dimensions)
