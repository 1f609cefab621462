"""Classifiers that are often right and often second or third."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from autograder.checks import expect, parity
from autograder.remote.client import Remote, Student


@dataclass(frozen=True, slots=True)
class Classifier:
    """A model and a loader in the student's process, and the right logits and labels."""

    student: Student
    model: Remote
    loader: Remote
    logits: Tensor
    labels: Tensor

    def check(self, found: Any, k: int) -> None:
        """The share of samples whose class is among the k most likely."""
        expect.type_(found, float, name="the result")
        ranks = (self.logits > self.logits.gather(1, self.labels[:, None])).sum(dim=1)
        wanted = (ranks < k).double().mean().item()
        expect.close(found, wanted, name=f"the share with k={k}", rtol=1e-6)

    def check_place(self, device: str) -> None:
        """The model, one that claims to be anywhere, was sent to the device."""
        found = self.student.library("builtins").str(self.model.place)
        expect.equal(found, device, name="the model's place")


def classifier(
    student: Student,
    rng: np.random.Generator,
    sizes: list[int],
    *,
    modes: bool = False,
    dtype: torch.dtype = torch.float64,
    far: str = "",
) -> Classifier:
    """A network that is often right and often second or third, with batches of these sizes.

    In the first batch some are right and one is least likely, in the last none is right: it matters
    how batches are averaged, and how many guesses are taken. With ``far``, the device to be used,
    the inputs and the model claim to be in other places, and must be sent there.
    """
    width, classes = int(rng.integers(4, 7)), int(rng.integers(7, 10))
    options: dict[str, Any] = {"dropout": 0.5, "batch_norm": True} if modes else {}
    x = torch.as_tensor(rng.standard_normal((sum(sizes), width)), dtype=dtype)
    wishes = _wishes(rng, classes, sizes)

    def answered(model: nn.Module) -> tuple[Tensor, Tensor]:
        logits = parity.eval_output(model, x)
        order = logits.argsort(dim=1, descending=True)
        return logits, order.gather(1, wishes[:, None]).squeeze(1)

    there, here = parity.mlp_pair(
        student,
        rng,
        *(width, 8, classes),
        shows=lambda model: _tells(*answered(model), sizes),
        dtype=dtype,
        **options,
    )
    logits, labels = answered(here)
    loader = student.probes.make_loader.keep(x, labels, batch_size=sizes[0])
    if far:
        place = "cuda:1" if far == "cpu" else "cpu"
        loader = student.probes.far_loader.keep(x, labels, sizes[0], place, "cpu")
        there = student.probes.FarModel(there, "cuda:2")
    return Classifier(student, there, loader, logits, labels)


def _wishes(rng: np.random.Generator, classes: int, sizes: list[int]) -> Tensor:
    """Which of the network's guesses is right for each sample, int64; 0 is its first."""
    wishes = rng.choice([0, 0, 1, 2, 4], sum(sizes))
    wishes[:4] = 0, 0, classes - 1, 1
    wishes[-sizes[-1] :] = rng.integers(1, 4)
    return torch.as_tensor(wishes)


def _tells(logits: Tensor, labels: Tensor, sizes: list[int]) -> bool:
    """Whether guesses for other samples, or signs in the place of logits, hit another share."""
    for k in (1, 2):
        best, signs = (x.topk(k, dim=1).indices for x in (logits, (logits > 0).long()))
        right, by_sign = (int((x == labels[:, None]).sum()) for x in (best, signs))
        parts = zip(best.split(sizes), labels.split(sizes), strict=True)
        by_others = sum(int(torch.isin(theirs, guesses).sum()) for guesses, theirs in parts)
        if right in (by_sign, by_others):
            return False
    return True
