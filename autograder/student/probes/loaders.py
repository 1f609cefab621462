"""Loaders over tensors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from torch import Tensor
from torch.utils.data import DataLoader, Dataset, TensorDataset


def make_loader(*tensors: Tensor, batch_size: int, shuffle: bool = False) -> DataLoader[Any]:
    """A DataLoader over tensors; the last batch is smaller where the sizes do not divide."""
    dataset: Dataset[Any] = TensorDataset(*tensors)
    return DataLoader(dataset, batch_size=batch_size, shuffle=shuffle)


def batches_of(loader: Iterable[Any]) -> Iterator[Any]:
    """Iterate a loader once."""
    yield from loader
