"""What the graders of chapter 10 place in the student's process: models to compile and to train."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor, nn

from autograder.chapters.ch10_torch_compile.probes_backends import (
    NO_COMPILER,
    Broken,
    Marking,
    NoCompiler,
    fresh,
    watch_compile,
)
from autograder.chapters.ch10_torch_compile.probes_blocks import (
    Spoilt,
    bfloat16,
    tf32,
    try_block,
    watch_tf32,
)
from autograder.chapters.ch10_torch_compile.probes_clock import Clock, Job, Slow, SlowLoader
from autograder.student import probes

__all__ = [
    "NO_COMPILER",
    "Broken",
    "Clock",
    "Fit",
    "Job",
    "Maker",
    "Marking",
    "NoCompiler",
    "Row",
    "Slow",
    "SlowLoader",
    "Spoilt",
    "bfloat16",
    "breaking",
    "compile_part",
    "fresh",
    "layers",
    "tf32",
    "train_on",
    "try_block",
    "watch_compile",
    "watch_tf32",
]

_Batch = tuple[Tensor, Tensor]


def breaking(breaks: int) -> Callable[[Tensor], Tensor]:
    """A function of a tensor that has up to three graph breaks; made for `torch.compile`."""

    def fn(x: Tensor) -> Tensor:
        x = x + 1
        if breaks > 0:
            torch._dynamo.graph_break()
            x = x * 2
        if breaks > 1:
            torch._dynamo.graph_break()
            x = x - 3
        if breaks > 2:
            torch._dynamo.graph_break()
            x = x * 4
        return x

    return fn


class Row(nn.Sequential):
    """Layers in a row, as nn.Sequential has them, with a forward of its own.

    A module of torch's own classes is not compiled by ``module.compile()`` (torch 2.13 skips what
    is defined in ``torch.nn``), and that is no mistake of a student's.
    """

    def forward(self, x: Tensor) -> Tensor:
        """Pass x through all layers."""
        for layer in self:
            x = layer(x)
        return x


class Fit:
    """Trains the models it is given, always on the same batches, with plain SGD.

    Args:
        batches: pairs of inputs and class numbers.
        epochs: how often they are gone through.
        lr: learning rate.
    """

    def __init__(self, batches: Sequence[_Batch], epochs: int, lr: float) -> None:
        self._batches, self._epochs, self._lr = list(batches), epochs, lr

    def __call__(self, model: nn.Module) -> dict[str, list[float]]:
        """Train; returns the mean loss of each epoch."""
        optimizer = torch.optim.SGD(model.parameters(), lr=self._lr)
        history = []
        for _ in range(self._epochs):
            losses = []
            for x, y in self._batches:
                loss = nn.functional.cross_entropy(model(x), y)
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                losses.append(loss.item())
            history.append(sum(losses) / len(losses))
        return {"train_loss": history}


class Maker:
    """Makes small classifiers whose numbers depend on torch's generator alone.

    Args:
        sizes: features, hidden units and classes.

    Attributes:
        made: how many.
    """

    def __init__(self, *sizes: int) -> None:
        self._sizes = sizes
        self.made = 0

    def __call__(self) -> nn.Module:
        """Make one."""
        self.made += 1
        return Row(*probes.Network(*self._sizes))


def layers(widths: Mapping[str, int]) -> nn.Sequential:
    """Square layers in a row, by name, and a BatchNorm, which has buffers; double precision."""
    every: dict[str, nn.Module] = {name: nn.Linear(n, n) for name, n in widths.items()}
    every["norm"] = nn.BatchNorm1d(next(iter(widths.values())))
    return nn.Sequential(OrderedDict[str, nn.Module](every)).double()


def compile_part(model: nn.Module, name: str) -> None:
    """Put a compiled layer in the place of one."""
    setattr(model, name, torch.compile(getattr(model, name), backend=Marking(0.0)))


def train_on(
    answer: Sequence[Any], labels: Sequence[Tensor], weight: Tensor, lr: float, epochs: int
) -> Tensor:
    """Train a linear layer without bias on the third part of an answer: the logits of each batch.

    Returns:
        Its weight after so many epochs of SGD with cross entropy, (classes, classes).
    """
    weight = weight.clone().requires_grad_()
    optimizer = torch.optim.SGD([weight], lr=lr)
    for _ in range(epochs):
        for x, y in zip(answer[2], labels, strict=True):
            optimizer.zero_grad()
            nn.functional.cross_entropy(x @ weight.T, y).backward()
            optimizer.step()
    return weight.detach()
