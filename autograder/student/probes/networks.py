"""Small networks with numbers of a grader's choice, and what their parameters are."""

from __future__ import annotations

import torch
from torch import Tensor, nn


def make_mlp(
    in_features: int = 3,
    hidden: int = 8,
    out_features: int = 1,
    *,
    dropout: float = 0.0,
    batch_norm: bool = False,
    dtype: torch.dtype = torch.float64,
) -> nn.Sequential:
    """A network (N, in_features) -> (N, out_features) that shows train/eval mistakes when asked to.

    Args:
        in_features: width of the input.
        hidden: width between the two layers.
        out_features: width of the output.
        dropout: probability of a Dropout layer; 0 leaves it out.
        batch_norm: whether a BatchNorm1d layer is in it.
        dtype: of the parameters; float64 keeps rounding near 1e-15 over ten steps.
    """
    layers: list[nn.Module] = [nn.Linear(in_features, hidden)]
    if batch_norm:
        layers.append(nn.BatchNorm1d(hidden))
    layers.append(nn.Tanh())
    if dropout:
        layers.append(nn.Dropout(dropout))
    return nn.Sequential(*layers, nn.Linear(hidden, out_features)).to(dtype)


class Network(nn.Sequential):
    """A small classifier in float64 whose parameters depend on torch's generator alone.

    Args:
        features: width of the input.
        hidden: width between its two layers.
        classes: width of the output.
    """

    def __init__(self, features: int, hidden: int, classes: int) -> None:
        layers = [nn.Linear(features, hidden), nn.Tanh(), nn.Linear(hidden, classes)]
        super().__init__(*(layer.double() for layer in layers))


def load_parameters(model: nn.Module, values: dict[str, Tensor]) -> None:
    """Copy values into a module's state by name.

    Raises:
        RuntimeError: a name is missing, or a shape differs.
    """
    model.load_state_dict(values)


def parameter_counts(model: nn.Module) -> list[tuple[str, int, bool]]:
    """Name, count of numbers and trainability of each parameter; a shared one once."""
    return [(name, p.numel(), p.requires_grad) for name, p in model.named_parameters()]
