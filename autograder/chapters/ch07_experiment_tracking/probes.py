"""What the graders of chapter 07 place in the student's process: a slow disk, counters."""

from __future__ import annotations

import importlib
import random
import threading
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import Tensor

from autograder.student import probes


def patient_disk() -> None:
    """Let event files keep what is written in memory until a writer is flushed or closed.

    So it is on storage far away. On a local disk the same happens within milliseconds, and whether
    a program that never flushes loses its last values is luck. Holds until the check ends.
    """
    event_file_writer = importlib.import_module("tensorboard.summary.writer.event_file_writer")
    real: Any = event_file_writer.RecordWriter

    class Patient(real):  # type: ignore[misc]
        """Writes when it is flushed."""

        def __init__(self, writer: Any) -> None:
            super().__init__(writer)
            self._waiting: list[bytes] = []

        def write(self, data: bytes) -> None:
            self._waiting.append(data)

        def flush(self) -> None:
            waiting, self._waiting = self._waiting, []
            for data in waiting:
                super().write(data)
            super().flush()

    probes.replace(event_file_writer, "RecordWriter", Patient)


def open_writers() -> int:
    """How many event files are open: each has a thread that waits for values."""
    return len(_writers())


def settle() -> None:
    """Wait until the writers that are open have written what they were given."""
    for thread in _writers():
        thread._queue.join()


def watch_writers() -> None:
    """End the writers that are left open when the check ends, before their folder goes."""
    probes.afterwards(_end_writers)


def _end_writers() -> None:
    for thread in _writers():
        thread._record_writer = _Nowhere()
        thread._queue.put(thread._shutdown_signal)
        thread.join(timeout=1.0)


class _Nowhere:
    """Takes what a writer that nobody closed would have written minutes later."""

    def write(self, _: bytes) -> None:
        """Drop it."""

    def flush(self) -> None:
        """There is nothing."""

    close = flush


def _writers() -> list[Any]:
    """The threads of TensorBoard's writers: one for each event file that is open."""
    return [t for t in threading.enumerate() if type(t).__name__ == "_AsyncWriterThread"]


class Shut(probes.Pictures):
    """A set whose labels can be read, and its pictures only once it has been opened."""

    shut = True

    def __getitem__(self, index: int) -> tuple[Any, int]:
        """Refuse, or give the picture and its class."""
        if self.shut:
            raise RuntimeError("This opens a picture; the classes of all samples are in targets.")
        return super().__getitem__(index)

    def open(self) -> None:
        """From now on pictures can be seen."""
        self.shut = False


class Frozen(probes.Network):
    """The same network, its first layer frozen."""

    def __init__(self, *sizes: int) -> None:
        super().__init__(*sizes)
        next(self.children()).requires_grad_(False)


def samples(dataset: Any) -> tuple[Tensor, list[int]]:
    """All pictures of a dataset in one tensor, and their labels."""
    pairs = [dataset[i] for i in range(len(dataset))]
    if not pairs:
        return torch.zeros(0), []
    return torch.stack([image for image, _ in pairs]), [int(label) for _, label in pairs]


def draws(seed_with: Callable[[int], object], seed: int) -> dict[str, list[float]]:
    """Seed with a student's function, then draw."""
    seed_with(seed)
    return next_draws()


def next_draws() -> dict[str, list[float]]:
    """The next three numbers of each global generator."""
    return {
        "torch": torch.rand(3).tolist(),
        "numpy": np.random.rand(3).tolist(),
        "random": [random.random() for _ in range(3)],
    }
