"""What the graders of chapter 04 place in the student's process: pictures that note who looks."""

from __future__ import annotations

from torch import nn


def hook_count(model: nn.Module) -> int:
    """How many hooks for the forward pass hang on a model and its layers."""
    return sum(len(m._forward_hooks) + len(m._forward_pre_hooks) for m in model.modules())
