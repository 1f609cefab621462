"""What the graders of chapter 09 place in the student's process: pictures and who looks at them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import numpy as np
from PIL import Image

from autograder.chapters.ch09_model_deployment import probes_demo
from autograder.chapters.ch09_model_deployment.probes_computer import (
    Computer,
    Placed,
    Slow,
    SlowDisk,
    SlowTransform,
    Timed,
    placed,
)
from autograder.chapters.ch09_model_deployment.probes_pretrained import (
    OLD_CLASSES,
    SmallEfficientNet,
    SmallViT,
    layers,
    place_bare,
    place_pretrained,
    sizes,
    small,
)

__all__ = [
    "OLD_CLASSES",
    "Computer",
    "Items",
    "Placed",
    "Predictor",
    "Slow",
    "SlowDisk",
    "SlowTransform",
    "SmallEfficientNet",
    "SmallViT",
    "Timed",
    "converted",
    "items",
    "layers",
    "picture",
    "place_bare",
    "place_pretrained",
    "placed",
    "probes_demo",
    "seen",
    "sizes",
    "small",
]


def picture(
    data: bytes | None = None, mode: str = "RGB", size: Sequence[int] = (), colour: Any = 0
) -> Image.Image:
    """A Pillow picture of a file's bytes, or one of a single colour, of (width, height)."""
    if data is not None:
        return Image.open(io.BytesIO(data))
    width, height = size
    return Image.new(mode, (width, height), tuple(colour) if isinstance(colour, list) else colour)


def converted(data: bytes, mode: str) -> Image.Image:
    """A picture of a file's bytes in another mode."""
    return Image.open(io.BytesIO(data)).convert(mode)


def seen(image: Any) -> dict[str, Any]:
    """Mode, size and pixels of a picture; other objects by the name of their type alone."""
    if not isinstance(image, Image.Image):
        return {"type": type(image).__name__}
    return {"type": "Image", "mode": image.mode, "pixels": np.array(image)}


class Predictor:
    """Stands for ``predict``: gives prepared probabilities, one dict for each call.

    Attributes:
        asked: what it was asked about, see `seen`.
    """

    def __init__(self, names: Sequence[str], rows: Sequence[Sequence[float]]) -> None:
        self._names, self._rows = list(names), [list(row) for row in rows]
        self.asked: list[dict[str, Any]] = []

    def __call__(self, img: Any) -> tuple[dict[str, float], float]:
        """Answer.

        Raises:
            TypeError: it is no picture of Pillow's.
        """
        if not isinstance(img, Image.Image):
            raise TypeError(f"pic should be PIL Image. Got {type(img)}")
        row = self._rows[len(self.asked) % len(self._rows)]
        self.asked.append(seen(img))
        return dict(zip(self._names, row, strict=True)), 0.25


class Items:
    """A dataset of n numbers from 1000 on: no item is the number of its place."""

    FIRST = 1000

    def __init__(self, count: int) -> None:
        self._count = count

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, index: int) -> int:
        if not 0 <= index < self._count:
            raise IndexError(index)
        return self.FIRST + int(index)


def items(dataset: Any) -> list[int]:
    """All items of a part of such a dataset, in its order."""
    return [int(dataset[index]) for index in range(len(dataset))]
