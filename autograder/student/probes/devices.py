"""Devices that torch says are there, whatever the machine has."""

from __future__ import annotations

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
