"""Calls of compare_compiled, and the losses of right runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from autograder.chapters.ch10_torch_compile.helpers import models
from autograder.checks import expect, parity
from autograder.checks.parity import Batch
from autograder.remote.client import Student
from autograder.student.probes import Network


@dataclass(frozen=True, slots=True)
class Compared:
    """What compare_compiled returned, and the losses of right runs."""

    found: Any
    wanted: dict[str, list[list[float]]]

    def check_form(self) -> None:
        """Two lists of results, one for each run."""
        expect.keys(self.found, tuple(self.wanted), name="the result")
        for key, runs in self.wanted.items():
            expect.type_(self.found[key], list, name=f"result[{key!r}]")
            expect.length(self.found[key], len(runs), name=f"result[{key!r}]")
            for number, results in enumerate(self.found[key]):
                expect.keys(results, ("train_loss",), name=f"result[{key!r}][{number}]")

    def check(self, *keys: str) -> None:
        """Each run of these arms has the losses of a fresh model, in order."""
        self.check_form()
        for key in keys:
            for number, wanted in enumerate(self.wanted[key]):
                expect.close(
                    self.found[key][number]["train_loss"],
                    wanted,
                    name=f"the losses of run {number} of the arm {key!r}",
                    rtol=parity.RTOL,
                )


def compare(student: Student, rng: np.random.Generator, runs: int, **options: Any) -> Compared:
    """A comparison by the student; the backend of its compiled arm leaves its mark in the losses.

    Args:
        student: whose function it is.
        rng: decides models, data and mark.
        runs: how many of each arm.
        options: ``seed``, where it is to be given.
    """
    there = models.fresh_probes(student)
    sizes = int(rng.integers(2, 5)), 5, int(rng.integers(3, 5))
    data = [
        (torch.as_tensor(rng.standard_normal((6, sizes[0]))), torch.as_tensor(y))
        for y in rng.integers(0, sizes[2], (2, 6))
    ]
    lr, mark, epochs = float(rng.uniform(0.3, 0.6)), float(rng.uniform(0.5, 0.9)), 2
    maker, fit = there.Maker(*sizes), there.Fit(data, epochs, lr)
    backend = there.Marking(mark, numbered=False)
    found = student.compare_compiled(maker, fit, runs, backend, **options)
    student.observe("made", maker.made)
    seed = options.get("seed", 42)
    wanted = {
        key: [_losses(sizes, seed + run, factor, data, epochs, lr) for run in range(runs)]
        for key, factor in (("plain", 1.0), ("compiled", 1.0 + mark))
    }
    return Compared(found, wanted)


def _losses(
    sizes: tuple[int, int, int], seed: int, factor: float, data: list[Batch], epochs: int, lr: float
) -> list[float]:
    """The mean loss of each epoch of a right run, its logits larger by the factor of a backend."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        model = Network(*sizes)

    def loss_fn(logits: Tensor, labels: Tensor) -> Tensor:
        return nn.functional.cross_entropy(logits * factor, labels)

    losses = parity.sgd_steps(model, data * epochs, loss_fn, lr=lr)
    return [float(np.mean(losses[k * len(data) : (k + 1) * len(data)])) for k in range(epochs)]
