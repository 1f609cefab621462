"""Pretrained weights and networks as torchvision offers them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor, nn


class Weights:
    """Weights as torchvision describes them.

    Args:
        transforms: what ``transforms()`` returns.
        state: what ``get_state_dict()`` returns, None for the builder's own numbers.
    """

    def __init__(self, transforms: Any, state: Mapping[str, Tensor] | None = None) -> None:
        self._transforms, self._state = transforms, state
        self.meta = {"categories": ["one", "two"]}

    def transforms(self) -> Any:
        """The preprocessing."""
        return self._transforms

    def get_state_dict(self, *_: Any, **__: Any) -> Mapping[str, Tensor] | None:
        """The numbers, by name."""
        return self._state


class OnMeta:
    """A builder of torchvision's models without memory: right shapes, no numbers, no download."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __call__(self, **_: Any) -> nn.Module:
        """Build it on the meta device, whatever the weights."""
        from torchvision import models

        with torch.device("meta"):
            model: nn.Module = getattr(models, self._name)()
        return model
