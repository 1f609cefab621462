"""Pictures that a visitor brings, and what is made of them."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from PIL import Image

from autograder.checks import expect
from autograder.remote.client import Student


def check_picture(student: Student, found: Any, wanted: Any) -> None:
    """A Pillow picture in mode RGB with these pixels, uint8 (h, w, 3)."""
    seen = student.chapter_probes.seen(found)
    expect.equal(seen["type"], "Image", name="the type of the result")
    expect.equal(seen["mode"], "RGB", name="the mode of the result")
    expect.shape(seen["pixels"], wanted.shape, name="the pixels")
    expect.equal(seen["pixels"], wanted, name="the pixels")


def ways(pixels: Any) -> dict[int, Any]:
    """What becomes of pixels (h, w, 3) by each note on how they are to be turned, or mirrored."""
    crosswise = pixels.transpose(1, 0, 2)
    turned = {
        1: pixels,
        2: pixels[:, ::-1],
        3: pixels[::-1, ::-1],
        4: pixels[::-1],
        5: crosswise,
        6: np.rot90(pixels, -1),
        7: crosswise[::-1, ::-1],
        8: np.rot90(pixels),
    }
    return {note: np.ascontiguousarray(wanted) for note, wanted in turned.items()}


def turned(pixels: Any, note: int) -> bytes:
    """A PNG file with a note that says how it is to be turned."""
    buffer, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = note
    Image.fromarray(pixels).save(buffer, "PNG", exif=exif)
    return buffer.getvalue()
