"""Devices that torch says are there, whatever the machine has, and their random numbers."""

from __future__ import annotations

import importlib
from collections.abc import Callable

import torch

from autograder.student.probes.undo import replace


def pretend_devices(*, cuda: bool, mps: bool) -> None:
    """Make ``torch`` say that these devices are there or not, until the check ends."""
    replace(torch.cuda, "is_available", lambda: cuda)
    replace(torch.cuda, "device_count", lambda: int(cuda))
    replace(torch.backends.mps, "is_available", lambda: mps)
    replace(torch.backends.mps, "is_built", lambda: mps)
    if hasattr(torch.mps, "is_available"):  # not in every torch since 2.6
        replace(torch.mps, "is_available", lambda: mps)
    kind = "cuda" if cuda else "mps" if mps else None
    if hasattr(torch, "accelerator"):
        replace(torch.accelerator, "is_available", lambda: kind is not None)
        replace(
            torch.accelerator,
            "current_accelerator",
            lambda *_, **__: None if kind is None else torch.device(kind),
        )


def gpu_draws(seed_with: Callable[[int], object], seed: int, gpus: int = 1) -> list[float]:
    """Seed with a student's function, then draw three numbers from the last GPU's generator.

    Generators on the CPU stand in the place of the GPUs', so that no GPU is needed.

    Args:
        seed_with: the student's function.
        seed: what it is called with.
        gpus: how many GPUs the machine seems to have; the first one is the current one.
    """
    functions = importlib.import_module("torch.cuda.random")
    generators = tuple(torch.Generator() for _ in range(gpus))
    pretend_devices(cuda=True, mps=False)
    replace(torch.cuda, "is_initialized", lambda: True)
    replace(torch.cuda, "device_count", lambda: gpus)
    replace(torch.cuda, "default_generators", generators)
    replace(functions, "device_count", lambda: gpus)
    replace(functions, "current_device", lambda: 0)
    seed_with(seed)
    drawn: list[float] = torch.rand(3, generator=generators[-1]).tolist()
    return drawn
