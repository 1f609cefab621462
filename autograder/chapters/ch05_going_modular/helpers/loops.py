"""The loops of chapter 04 with a device, and data that has to be sent there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from torch import Tensor, nn

from autograder.checks import loops, parity
from autograder.checks.loops import Tally
from autograder.remote.client import Remote, Student

_ENGINE = ("train_step", "test_step", "train")


class _OnCpu:
    """The student, whose engine's functions are called as those of chapter 04: without device."""

    def __init__(self, student: Student) -> None:
        self._student = student

    def __getattr__(self, name: str) -> Any:
        if name not in _ENGINE:
            return getattr(self._student, name)
        function = getattr(self._student.engine, name)
        return lambda *args, **kwargs: function(*args, **kwargs, device="cpu")


def on_cpu(student: Student) -> Student:
    """The student for the loops of chapter 04."""
    return cast(Student, _OnCpu(student))


@dataclass(frozen=True, slots=True)
class Sent:
    """A model on both sides, and batches over there that are not where the model is."""

    there: Remote
    here: nn.Sequential
    batches: list[tuple[Tensor, Tensor]]
    loader: Remote

    def tested(self) -> Tally:
        """What a test of the model gives."""
        tally = Tally()
        for x, y in self.batches:
            tally.add(parity.eval_output(self.here, x), y)
        return tally


def sent(student: Student, rng: np.random.Generator) -> Sent:
    """A model whose batches must be sent to its device first."""
    on = loops.setting(student, rng)
    batches = loops.data(rng, on, [4, 3])
    probes = student.library("autograder.chapters.ch05_going_modular.probes")
    return Sent(on.there, on.here, batches, probes.elsewhere.keep(batches))
