"""What the graders of chapter 04 place in the student's process: pictures that note who looks."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.utils.data import Dataset

from autograder.student import probes


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


def settle_device(module: str, device: torch.device) -> None:
    """Set the global ``device`` that the course's functions read, until the check ends."""
    if module not in sys.modules:  # a chapter whose functions take the device as an argument
        return
    if hasattr(sys.modules[module], "device"):
        probes.replace(sys.modules[module], "device", device)
    else:  # taken without the course's line that makes it
        sys.modules[module].device = device  # type: ignore[attr-defined]


def draws(transform: Any, image: Any, count: int) -> list[Any]:
    """Call a transform on a copy of a picture again and again; returns all results."""
    return [transform(image.copy()) for _ in range(count)]


def hook_count(model: nn.Module) -> int:
    """How many hooks for the forward pass hang on a model and its layers."""
    return sum(len(m._forward_hooks) + len(m._forward_pre_hooks) for m in model.modules())


def current_figure() -> list[dict[str, Any]]:
    """What each axes of pyplot's current figure shows.

    Returns:
        Dicts with ``text`` (title and axis labels), ``title``, ``legend`` (texts, or None),
        ``lines`` (pairs of x and y arrays) and ``images`` (arrays).
    """
    import matplotlib.pyplot as plt

    return [_shown(axes) for axes in plt.gcf().axes] if plt.get_fignums() else []


def _shown(axes: Any) -> dict[str, Any]:
    title, legend = str(axes.get_title()), axes.get_legend()
    return {
        "text": " ".join([title, axes.get_xlabel(), axes.get_ylabel()]),
        "title": title,
        "legend": None if legend is None else [str(t.get_text()) for t in legend.get_texts()],
        "lines": [(_floats(line.get_xdata()), _floats(line.get_ydata())) for line in axes.lines],
        "images": [_floats(np.ma.getdata(image.get_array())) for image in axes.images],
    }


def _floats(values: Any) -> np.ndarray[Any, Any]:
    return np.asarray(values, dtype=float)
