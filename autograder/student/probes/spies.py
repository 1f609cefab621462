"""Wrappers of models and optimisers that note, or refuse, what is done with them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor, nn


class Wrapper(nn.Module):
    """Passes everything on to a module, whose parameters keep their names."""

    def __init__(self, inner: nn.Module) -> None:
        super().__init__()
        self.inner = inner

    def forward(self, x: Tensor) -> Tensor:
        """The inner module's answer."""
        out: Tensor = self.inner(x)
        return out


class Recorder(nn.Module):
    """Wraps a module and notes, for each forward call, the modes it ran in.

    ``calls`` is a list of dicts: ``training`` and ``grad`` (bool), ``shape`` (of the first input).
    Parameters keep the names they have in the wrapped module.
    """

    def __init__(self, inner: nn.Module) -> None:
        super().__init__()
        self.inner = inner
        self.calls: list[dict[str, Any]] = []

    def forward(self, x: Tensor) -> Tensor:
        """Note the modes, then compute."""
        self.calls.append(
            {"training": self.training, "grad": torch.is_grad_enabled(), "shape": tuple(x.shape)}
        )
        out: Tensor = self.inner(x)
        return out

    def state_dict(self, *args: Any, **kwargs: Any) -> dict[str, Any]:  # type: ignore[override]
        """The wrapped module's state."""
        return dict(self.inner.state_dict(*args, **kwargs))

    def load_state_dict(self, state_dict: Any, *args: Any, **kwargs: Any) -> Any:
        """Load the wrapped module's state."""
        return self.inner.load_state_dict(state_dict, *args, **kwargs)


class GradientGuard(Wrapper):
    """A wrapper that autograd refuses to run, unless it is switched off."""

    def __init__(self, inner: nn.Module) -> None:
        super().__init__(inner)
        self.guard = nn.Parameter(torch.zeros(1))

    def forward(self, x: Tensor) -> Tensor:
        """Overwrite a leaf that requires a gradient, then answer."""
        self.guard.add_(1.0)
        return super().forward(x)


class SpySGD(torch.optim.SGD):
    """``torch.optim.SGD`` that notes the order of its calls in ``events``."""

    def __init__(self, params: Iterable[Any], **settings: Any) -> None:
        super().__init__(params, **settings)
        self.events: list[str] = []

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Note it and do it."""
        self.events.append("zero_grad")
        super().zero_grad(set_to_none)

    def step(self, closure: Any = None) -> Any:
        """Note it and do it."""
        self.events.append("step")
        return super().step(closure)


def pollute(model: nn.Module, value: float) -> None:
    """Fill every gradient, as a step that was never zeroed would leave it."""
    for parameter in model.parameters():
        parameter.grad = torch.full_like(parameter, value)


def gradients(model: nn.Module) -> dict[str, Tensor | None]:
    """The gradients by parameter name; None where there is none."""
    return {name: p.grad for name, p in model.named_parameters()}
