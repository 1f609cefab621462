"""Small networks to summarise, and their right summaries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.checks import expect
from autograder.remote.client import Remote, Student


@dataclass(frozen=True, slots=True)
class Network:
    """A model in the student's process and what its summary must say."""

    model: Remote
    input_size: tuple[int, ...]
    rows: list[dict[str, Any]]


def convolutional(student: Student, rng: np.random.Generator, *, frozen: bool = False) -> Network:
    """A convolution with BatchNorm in a block, then a linear layer; in training mode.

    Args:
        student: where the model is made.
        rng: decides all sizes.
        frozen: the convolution is not trained.
    """
    nn, make = student.library("torch.nn"), rng.integers
    ins, hidden, outs, kernel = int(make(1, 4)), int(make(2, 6)), int(make(2, 6)), int(make(2, 4))
    height, width, n = int(make(5, 9)), int(make(5, 9)), int(make(2, 4))
    h, w = height - kernel + 1, width - kernel + 1
    block = nn.Sequential(nn.Conv2d(ins, hidden, kernel), nn.BatchNorm2d(hidden), nn.ReLU())
    model = nn.Sequential(block, nn.Flatten(), nn.Linear(hidden * h * w, outs))
    if frozen:
        first = student.library("operator").getitem.keep(block, 0)
        first.requires_grad_.keep(False)
    rows = [
        row("0.0", "Conv2d", (n, hidden, h, w), hidden * (ins * kernel * kernel + 1)),
        row("0.1", "BatchNorm2d", (n, hidden, h, w), 2 * hidden),
        row("0.2", "ReLU", (n, hidden, h, w), 0),
        row("1", "Flatten", (n, hidden * h * w), 0),
        row("2", "Linear", (n, outs), (hidden * h * w + 1) * outs),
    ]
    return Network(model, (n, ins, height, width), rows)


def shared(student: Student, rng: np.random.Generator) -> Network:
    """The same linear layer twice, with a third that has its weight but a bias of its own."""
    nn, size, n = student.library("torch.nn"), int(rng.integers(3, 8)), int(rng.integers(2, 5))
    one, other, act = nn.Linear(size, size), nn.Linear(size, size), nn.Tanh()
    student.library("builtins").setattr(other, "weight", one.weight)
    model = nn.Sequential(one, act, one, act, other)
    rows = [
        row("0", "Linear", (n, size), size * size + size),
        row("1", "Tanh", (n, size), 0),
        row("0", "Linear", (n, size), 0),
        row("1", "Tanh", (n, size), 0),
        row("4", "Linear", (n, size), size),
    ]
    return Network(model, (n, size), rows)


def row(name: str, kind: str, output_shape: tuple[int, ...], params: int) -> dict[str, Any]:
    """One entry of a summary."""
    return {"name": name, "type": kind, "output_shape": output_shape, "params": params}


def check_rows(found: Any, wanted: list[dict[str, Any]]) -> None:
    """The summary has these entries in this order; more keys do no harm."""
    expect.type_(found, list, name="the result")
    expect.length(found, len(wanted), name="the result")
    for number, (entry, want) in enumerate(zip(found, wanted, strict=True)):
        expect.keys(entry, want, name=f"entry {number}")
        for key, value in want.items():
            expect.equal(entry[key], value, name=f"[{number}][{key!r}]")
