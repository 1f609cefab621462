"""Small models on both sides, backends that leave a mark, and what follows from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from autograder.chapters.ch10_torch_compile.probes import layers
from autograder.checks import expect, parity
from autograder.remote.client import Remote, Student

RTOL = 1e-9


def fresh_probes(student: Student) -> Remote:
    """The chapter's probes; nothing is compiled yet, and there is no compiler."""
    there = student.chapter_probes
    there.fresh()
    return there


def mark(rng: np.random.Generator) -> float:
    """How much larger a marked result is, as a share."""
    return float(rng.uniform(0.2, 0.4))


@dataclass(frozen=True, slots=True)
class Pair:
    """The same small network on both sides, in float64, and how wide its input is."""

    there: Remote
    here: nn.Sequential
    features: int

    def inputs(self, rng: np.random.Generator, count: int) -> Tensor:
        """A batch of standard normal values."""
        return torch.as_tensor(rng.standard_normal((count, self.features)))


def pair(student: Student, rng: np.random.Generator, **options: Any) -> Pair:
    """A network of random numbers; its input is wider than any batch is long."""
    features = int(rng.integers(12, 16))
    there, here = parity.mlp_pair(student, rng, features, 5, int(rng.integers(2, 5)), **options)
    row = student.chapter_probes.Row(*(getattr(there, str(n)) for n in range(len(here))))
    return Pair(row, here, features)


def check_output(actual: object, wanted: Tensor, name: str = "the output", hint: str = "") -> None:
    """A tensor of these numbers."""
    expect.close(
        expect.tensor(actual, name=name), wanted, name=name, rtol=RTOL, atol=RTOL, hint=hint
    )


def check_marked(
    actual: object, wanted: Tensor, factor: float, name: str = "the output", hint: str = ""
) -> None:
    """These numbers times the factor of the backend: they were computed by one graph of it."""
    found = expect.tensor(actual, name=name)
    same = found.shape == wanted.shape
    if same and torch.allclose(found.to(wanted), wanted, rtol=RTOL, atol=RTOL):
        expect.true(
            False,
            f"Expected {name} to come from the backend that was given, which leaves a mark in it, "
            "but got what the model computes without it.",
            hint=hint,
        )
    marked = wanted * factor
    expect.close(found, marked, name=f"{name}, marked by the backend,", rtol=RTOL, hint=hint)


def check_itself(student: Student, found: Any, on: Pair, rng: np.random.Generator) -> None:
    """What came back is the model: it computes as that does, by the same names of parameters."""
    expect.state_dict(found.state_dict(), parity.snapshot(on.here), rtol=RTOL)
    x = on.inputs(rng, 5)
    check_output(found(x), on.here(x).detach())
    itself = student.library("operator").is_(found, on.there)
    expect.true(itself, "Expected the model itself to come back, but got another one like it.")


@dataclass(frozen=True, slots=True)
class Named:
    """A row of layers on both sides, some of them compiled in the student's process."""

    there: Remote
    wanted: dict[str, Tensor]
    names: list[str]


def named(student: Student, rng: np.random.Generator, names: Sequence[str]) -> Named:
    """Square layers of these names, in random order, and a norm, with random numbers."""
    order = [str(name) for name in rng.permutation(list(names))]
    widths = dict.fromkeys(order, 3)
    with torch.random.fork_rng(devices=[]):
        here = layers(widths)
    wanted = parity.drawn_state(here, rng)
    there = fresh_probes(student).layers(widths)
    student.probes.load_parameters(there, wanted)
    return Named(there, wanted, order)


def check_clean(student: Student, found: object, on: Named) -> None:
    """The tensors by their plain names, which a new model of the same layers loads."""
    expect.state_dict(found, on.wanted, rtol=RTOL)
