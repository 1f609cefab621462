"""What the graders of chapter 03 place in the student's process: classifiers, data, far devices.

A pretended device needs no second one: `Far` tensors compute on the CPU and only claim to be
elsewhere, and, as on a real machine, refuse to meet a tensor of another place.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn

from autograder.student import probes


def accuracy_fn(y_true: Tensor, y_pred: Tensor) -> float:
    """Share of equal labels in percent, as the course counts it."""
    return torch.eq(y_true, y_pred).sum().item() / len(y_pred) * 100


def taken_for_last_fn(y_true: Tensor, y_pred: Tensor) -> float:
    """Another score, not the same both ways: per mille of samples wrongly taken for class 2."""
    return ((y_true != 2) & (y_pred == 2)).sum().item() / len(y_pred) * 1000


def make_cnn(
    channels: int = 3, hidden: int = 4, classes: int = 3, *, dropout: float = 0.0
) -> nn.Sequential:
    """A small classifier (N, channels, 6, 6) -> (N, classes) in float64, with BatchNorm.

    It refuses an image without its batch dimension, and shows mistakes of train and eval.
    """
    return nn.Sequential(
        nn.Conv2d(channels, hidden, 3),
        nn.BatchNorm2d(hidden),
        nn.ReLU(),
        nn.Dropout(dropout),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(hidden * 2 * 2, classes),
    ).to(torch.float64)


def make_features(channels: int, hidden: int, kernel: int) -> nn.Sequential:
    """Layers without a classifier: float32 (N, channels, H, W) -> (N, hidden, H', W')."""
    return nn.Sequential(
        nn.Conv2d(channels, hidden, kernel),
        nn.BatchNorm2d(hidden),
        nn.ReLU(),
        nn.MaxPool2d(2),
    )


def called(name: str, inner: nn.Module) -> nn.Module:
    """A module of a class with this name."""
    kind = type(name, (probes.Wrapper,), {})
    module: nn.Module = kind(inner)
    return module


def no_gpu(*_: Any, **__: Any) -> None:
    """Stand in for ``torch.cuda.synchronize`` where there is no GPU."""
    raise AssertionError("Torch not compiled with CUDA enabled")


class Job:
    """Work to be timed: it takes a while, some of it on a pretended GPU, and counts its runs.

    Attributes:
        runs: how often it was called.
        events: "run" and "wait" in order.
        pending: seconds of GPU work that nobody has waited for yet.
    """

    def __init__(self, result: object, seconds: float, later: float = 0.0) -> None:
        self.result, self.seconds, self.later = result, seconds, later
        self.runs, self.pending = 0, 0.0
        self.events: list[str] = []
        probes.pretend_devices(cuda=later > 0, mps=False)
        wait = self.wait if later > 0 else no_gpu
        probes.replace(torch.cuda, "synchronize", wait)
        if hasattr(torch, "accelerator"):
            probes.replace(torch.accelerator, "synchronize", wait)
        self._clock: Callable[[], float] = time.time
        probes.replace(time, "time", self._set_back)

    def __call__(self) -> object:
        """Launch the work; the part on the GPU is still going on afterwards."""
        self.runs += 1
        self.events.append("run")
        time.sleep(self.seconds)
        self.pending += self.later
        return self.result

    def wait(self, *_: Any, **__: Any) -> None:
        """Stand in for ``torch.cuda.synchronize``."""
        self.events.append("wait")
        time.sleep(self.pending)
        self.pending = 0.0

    def _set_back(self) -> float:
        """Stand in for ``time.time``: after the work the wall clock is set back by an hour."""
        return self._clock() - 3600.0 * self.runs
