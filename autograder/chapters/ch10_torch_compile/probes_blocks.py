"""Blocks with a default device, and the switch of TF32."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import nn

from autograder.student import probes


def watch_tf32(enabled: bool) -> None:
    """Switch TF32 on or off; when the check ends, it is off."""
    probes.afterwards(lambda: torch.set_float32_matmul_precision("highest"))
    torch.set_float32_matmul_precision("high" if enabled else "highest")


def tf32() -> bool:
    """Whether matrix products on a GPU may use TF32."""
    try:
        return bool(torch.backends.cuda.matmul.allow_tf32)
    except RuntimeError:  # set by the newer of torch's two ways, which does not like the older
        return str(torch.backends.cuda.matmul.fp32_precision) == "tf32"


def bfloat16() -> bool:
    """Whether matrix products of float32 may use bfloat16, which is coarser than TF32."""
    try:
        return torch.get_float32_matmul_precision() == "medium"
    except RuntimeError:  # as above; the newer way has no such setting for a GPU
        return False


class Spoilt(Exception):
    """What ends a block in `try_block`."""


def try_block(
    make_context: Callable[[Any], Any],
    devices: Sequence[str],
    *,
    before: str | None = None,
    spoil: bool = False,
) -> dict[str, Any]:
    """Enter blocks within each other, make tensors and a layer in each, and leave them.

    Args:
        make_context: the student's function.
        devices: of the blocks, from the outermost in.
        before: default device outside of them; None for torch's own.
        spoil: whether an error ends the innermost block.

    Returns:
        "inside": the devices of a tensor, a layer and a tensor that asked for the CPU, for each
        block; "leaving": that of a tensor made after each block; "error": the class of what came
        out of the outermost block, empty if nothing did.
    """
    seen: dict[str, Any] = {"inside": [], "leaving": [], "error": ""}
    torch.set_default_device(before)
    try:
        _enter(make_context, list(devices), spoil, seen)
    except Spoilt as error:
        seen["error"] = type(error).__name__
    finally:
        seen["after"] = torch.empty(1).device.type
        torch.set_default_device(None)
    return seen


def _enter(
    make_context: Callable[[Any], Any], devices: list[str], spoil: bool, seen: dict[str, Any]
) -> None:
    if not devices:
        if spoil:
            raise Spoilt
        return
    try:
        with make_context(devices[0]):
            made = torch.empty(1), nn.Linear(1, 1).weight, torch.empty(1, device="cpu")
            seen["inside"].append([value.device.type for value in made])
            _enter(make_context, devices[1:], spoil, seen)
    finally:
        seen["leaving"].append(torch.empty(1).device.type)
