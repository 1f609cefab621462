"""The student's training of a partly frozen network and the right one, side by side.

What is frozen is a fixed function of the pictures. So the right training here computes it once, and
trains only what comes after it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from autograder.chapters.ch06_transfer_learning.helpers import networks
from autograder.chapters.ch06_transfer_learning.helpers.networks import Pair
from autograder.checks import classifiers, expect, parity
from autograder.checks.tally import Tally
from autograder.remote.client import Remote, Student


@dataclass(frozen=True, slots=True)
class Training:
    """What fine_tune returned and left behind, and what is right."""

    history: Any
    state: dict[str, Tensor]
    tallies: list[Tally]
    wanted_state: dict[str, Tensor]

    def check_history(self) -> None:
        """A list of floats, one per epoch: the mean loss over batches or over samples."""
        expect.type_(self.history, list, name="the result")
        expect.length(self.history, len(self.tallies), name="the result")
        for number, (value, tally) in enumerate(zip(self.history, self.tallies, strict=True)):
            tally.check_one(value, tally.losses, f"the loss of epoch {number + 1}")

    def check_frozen(self) -> None:
        """What belongs to the frozen part is the same to the last bit, buffers too."""
        for name, value in self.wanted_state.items():
            if name.startswith("features"):
                expect.equal(self.state[name], value, name=f"{name} of the frozen part")

    def check_state(self) -> None:
        """Every parameter and statistic is where the right steps lead."""
        expect.state_dict(self.state, self.wanted_state, rtol=parity.RTOL)


def fine_tune(
    student: Student,
    rng: np.random.Generator,
    sizes: list[int],
    epochs: int = 1,
    *,
    thawed: int = 0,
    momentum: float = 0.0,
    device: torch.device | str = "cpu",
) -> Training:
    """Call fine_tune on a network in evaluation mode whose gradients are polluted.

    Args:
        student: whose function it is.
        rng: decides all numbers.
        sizes: of the batches.
        epochs: how often the loader is gone through.
        thawed: how many of the last two blocks are trainable besides the head.
        momentum: of the optimiser.
        device: where the student's network is.
    """
    on = networks.pair(student, rng)
    cut = len(on.here.features) - thawed
    blocks = tuple(f"features.{number}." for number in range(cut, len(on.here.features)))
    on.train_only(student, ("classifier.", *blocks))
    data, lr = networks.batches(rng, on.classes, sizes), float(rng.uniform(0.1, 0.3))
    optimizer = _optimizer(student, on, lr, momentum, device)
    spied = student.probes.Recorder(on.there)
    spied.eval.keep()
    history = student.fine_tune(spied, classifiers.loader(student, data), optimizer, epochs, device)
    student.observe("order", optimizer.events)
    student.observe("modes", student.chapter_probes.modes(on.there))
    state = on.there.state_dict()
    tallies = _right(on, cut, data * epochs, len(data), lr, momentum)
    return Training(history, state, tallies, parity.snapshot(on.here))


def _optimizer(
    student: Student, on: Pair, lr: float, momentum: float, device: torch.device | str
) -> Remote:
    """The student's SGD for what is trainable, which notes its calls; gradients hold rubbish."""
    on.there.to.keep(device)
    student.probes.pollute(on.there, 1e3)
    learn = student.chapter_probes.learnable.keep(on.there)
    spy: Remote = student.probes.SpySGD(learn, lr=lr, momentum=momentum)
    return spy


def _right(
    on: Pair, cut: int, data: list[parity.Batch], per_epoch: int, lr: float, momentum: float
) -> list[Tally]:
    """Train our half as it should be; returns a tally for each epoch."""
    front, back = on.here.features[:cut], on.here.features[cut:]
    tail = nn.Sequential(back, on.here.avgpool, nn.Flatten(), on.here.classifier)
    seen = [(parity.eval_output(front, x), y) for x, y in data]
    whole = Tally()
    parity.sgd_steps(tail, seen, whole.add, lr=lr, momentum=momentum)
    return [whole.part(start, start + per_epoch) for start in range(0, len(data), per_epoch)]
