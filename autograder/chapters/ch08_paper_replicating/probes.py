"""What the graders of chapter 08 place in the student's process: schedules, steps, pretrained ViTs.

They carry numbers that the grader chose, and know no answers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor, nn


def on_meta(make: Callable[..., nn.Module], *args: Any, **kwargs: Any) -> nn.Module:
    """Make a module of any size without memory: right shapes, no numbers."""
    with torch.device("meta"):
        return make(*args, **kwargs)


class Factors:
    """A schedule that is a list: the factor of step 0, 1, ..., and the last one from then on."""

    def __init__(self, factors: Sequence[float]) -> None:
        self._factors = list(factors)

    def __call__(self, step: int) -> float:
        """Return the factor of a step."""
        return self._factors[min(step, len(self._factors) - 1)]


class Schedule:
    """A student's function of step, warmup and total as a function of the step alone."""

    def __init__(self, function: Callable[..., float], warmup: int, total: int) -> None:
        self._function, self._numbers = function, (warmup, total)

    def __call__(self, step: int) -> float:
        """Return the factor of a step."""
        return self._function(step, *self._numbers)


def moved(
    optimizer: Any, model: nn.Module, gradients: Sequence[Mapping[str, Tensor]]
) -> list[dict[str, Tensor]]:
    """Take one step for each set of gradients; the parameters after each."""
    after = []
    for given in gradients:
        for name, parameter in model.named_parameters():
            parameter.grad = given[name].clone()
        optimizer.step()
        after.append({name: p.detach().clone() for name, p in model.named_parameters()})
    return after


def loss_of(model: nn.Module, x: Tensor, y: Tensor) -> Tensor:
    """Cross entropy of a model's output, with its history."""
    return nn.functional.cross_entropy(model(x), y)


def weigh(output: Tensor, weights: Tensor) -> None:
    """Go backward from the sum of an output's numbers, each times a weight."""
    (output * weights).sum().backward()


class VitBuilder:
    """Makes torchvision's vision transformer of a small size when called with ``weights=``."""

    def __init__(self, **sizes: int) -> None:
        self._sizes = sizes

    def __call__(self, *, weights: Any = None, **_: Any) -> nn.Module:
        """Build the network and load the weights, if there are any."""
        from torchvision.models import VisionTransformer

        model: nn.Module = VisionTransformer(**self._sizes)
        state = None if weights is None else weights.get_state_dict()
        if state is not None:
            model.load_state_dict(dict(state))
        return model
