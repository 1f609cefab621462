"""Pictures in memory that note which were read, and transforms of them."""

from __future__ import annotations

from typing import Any

from torch import Tensor
from torch.utils.data import Dataset


class Pictures(Dataset[tuple[Tensor, int]]):
    """Pictures in memory, as a folder of them would be; ``reads`` lists the indices asked for.

    Args:
        images: float32, shape (n, 3, height, width).
        labels: int64, shape (n,).
        classes: names of the classes.
    """

    def __init__(self, images: Tensor, labels: Tensor, classes: list[str]) -> None:
        self.images, self.targets, self.classes = images, labels.tolist(), classes
        self.class_to_idx = {name: index for index, name in enumerate(classes)}
        self.reads: list[int] = []

    def __len__(self) -> int:
        """Number of pictures."""
        return len(self.images)

    def __getitem__(self, index: int) -> tuple[Tensor, int]:
        """Give a picture and its class, and note it."""
        self.reads.append(range(len(self))[index])
        return self.images[index].clone(), self.targets[index]


def transformed(transform: Any, image: Any, count: int) -> list[Any]:
    """Call a transform on a copy of a picture again and again; returns all results."""
    return [transform(image.copy()) for _ in range(count)]
