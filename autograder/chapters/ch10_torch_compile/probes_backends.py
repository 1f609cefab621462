"""Backends of torch.compile, and what stands in for its default one.

`Marking` leaves a mark in the numbers: what was computed by a graph of its own is larger by a known
factor. So a grader reads from a result whether, and by which graph, it was computed, and need not
ask.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from autograder.student import probes

NO_COMPILER = (
    "inductor, the default backend of torch.compile, needs a C++ compiler, and there is none where "
    "work is graded. Hand on the backend that your function is given."
)


def fresh() -> None:
    """Forget what was compiled, and grade without a compiler, until the check ends.

    The default backend then fails at once and says why, on a machine with a compiler too: grades
    must not depend on it, and a sandbox starts no programs.
    """
    torch._dynamo.reset()
    probes.afterwards(torch._dynamo.reset)
    logger = logging.getLogger("torch._dynamo")
    probes.afterwards(lambda level=logger.level: logger.setLevel(level))  # type: ignore[misc]
    logger.setLevel(logging.CRITICAL)  # it tells of every graph break

    if hasattr(torch, "_TorchCompileInductorWrapper"):
        probes.replace(torch, "_TorchCompileInductorWrapper", NoCompiler)


class NoCompiler:
    """Stands in for inductor: takes its settings, and fails when it is given a graph."""

    compiler_name = "inductor"

    def __init__(self, *_: Any, **__: Any) -> None:
        self.config: dict[str, Any] = {}

    def __call__(self, *_: Any, **__: Any) -> Any:
        """Say why."""
        raise RuntimeError(NO_COMPILER)


class Marking:
    """A backend that computes what the graph does, times a factor.

    Args:
        mark: results of the n-th graph are multiplied by ``1 + n * mark``.
        numbered: False for ``1 + mark`` whatever the graph.

    Attributes:
        graphs: how many were compiled.
    """

    def __init__(self, mark: float, numbered: bool = True) -> None:
        self._mark, self._numbered = mark, numbered
        self.graphs = 0

    def __call__(self, graph: Any, _: list[Any]) -> Callable[..., Any]:
        """Compile a graph."""
        self.graphs += 1
        factor = 1.0 + self._mark * (self.graphs if self._numbered else 1)

        def run(*args: Any) -> tuple[Any, ...]:
            return tuple(_times(value, factor) for value in graph.forward(*args))

        return run


def _times(value: Any, factor: float) -> Any:
    is_number = isinstance(value, Tensor) and value.is_floating_point()
    return value * factor if is_number else value


class Broken:
    """A backend that fails when it is given a graph.

    Args:
        reason: what its error says.
    """

    def __init__(self, reason: str) -> None:
        self._reason = reason

    def __call__(self, *_: Any) -> Any:
        """Raise a RuntimeError."""
        raise RuntimeError(self._reason)


def watch_compile() -> list[int]:
    """Count the calls of ``torch.compile`` until the check ends; the list grows by one a call."""
    calls: list[int] = []
    original = torch.compile

    def noted(*args: Any, **kwargs: Any) -> Any:
        calls.append(1)
        return original(*args, **kwargs)

    probes.replace(torch, "compile", noted)
    return calls
