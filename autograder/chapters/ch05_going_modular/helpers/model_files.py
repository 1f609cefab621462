"""Models that programs save, and new ones for comparison."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from autograder.chapters.ch05_going_modular.helpers.saved import State
from autograder.checks import expect, parity
from autograder.remote.client import Remote, Student


def model_file(student: Student, folder: str) -> str:
    """The one file below a folder that ends in .pt or .pth."""
    found = [
        path
        for path in student.list_files()
        if path.startswith(f"{folder}/") and path.endswith((".pt", ".pth"))
    ]
    expect.true(
        len(found) == 1,
        f"Expected the program to save one .pt or .pth file where it runs, but got {found}.",
    )
    return found[0]


def differs(a: dict[str, Tensor], b: dict[str, Tensor]) -> float:
    """The largest difference between the numbers of two models of the same sizes."""
    return max(float((a[name] - b[name]).abs().max()) for name in a)


def new_model(student: Student, rng: np.random.Generator) -> tuple[Remote, State]:
    """The student's network with BatchNorm, in training mode, and other numbers for it."""
    sizes = (3, int(rng.integers(3, 7)), int(rng.integers(2, 5)))
    model = student.probes.make_mlp.keep(*sizes, batch_norm=True, dtype=torch.float32)
    return model, parity.snapshot(parity.mlp(rng, *sizes, batch_norm=True, dtype=torch.float32))
