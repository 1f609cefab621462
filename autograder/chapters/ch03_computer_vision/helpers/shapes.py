"""Sizes of what layers and models give."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import nn

from autograder.chapters.ch03_computer_vision.helpers import networks
from autograder.checks import expect
from autograder.remote.client import Remote, Student

CUSTOMARY = 10  # classes and hidden units of the course, which some write down as a number


def check_shape(kind: Remote, rng: np.random.Generator, input_shape: int) -> None:
    """A model made by name gives (n, classes) for any n."""
    hidden, classes = rng.permutation([n for n in range(3, 20) if n != CUSTOMARY])[:2].tolist()
    model = kind(input_shape=input_shape, hidden_units=hidden, output_shape=classes)
    for n in (1, int(rng.integers(3, 6))):
        output = model(networks.pictures(rng, n, 1, 28, 28))
        expect.shape(output, (n, classes), name=f"the output for a batch of {n}")


def check_size(student: Student, size: int, kernel: int, *settings: int) -> None:
    """conv2d_out agrees with the layer itself."""
    found = student.conv2d_out(size, kernel, *settings)
    names = ("stride", "padding", "dilation")
    given: dict[str, Any] = dict(zip(names, settings, strict=False))
    layer = nn.Conv2d(1, 1, kernel, **given, device="meta")
    wanted = layer(torch.empty(1, 1, size, size, device="meta")).shape[2]
    shown = ", ".join(map(str, (size, kernel, *settings)))
    expect.type_(found, int, name=f"conv2d_out({shown})")
    expect.equal(found, wanted, name=f"conv2d_out({shown})")


@dataclass(frozen=True, slots=True)
class Flat:
    """The student's layers, the shape of a picture, and how much the layers make of it."""

    module: Remote
    in_shape: tuple[int, int, int]
    wanted: int


def flat(student: Student, rng: np.random.Generator, wider: int = 0) -> Flat:
    """Random layers, and pictures whose sides differ by two or more, so that halves of them do."""
    channels, hidden, kernel = (int(rng.integers(2, 5)) for _ in range(3))
    in_shape = (channels, int(rng.integers(10, 12)), int(rng.integers(7, 9)) + wider)
    module = student.chapter_probes.make_features.keep(channels, hidden, kernel)
    high, wide = ((side - kernel + 1) // 2 for side in in_shape[1:])
    return Flat(module, in_shape, hidden * high * wide)
