"""Classifiers that are often right and often second or third."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from autograder.checks import classifiers, expect, parity
from autograder.remote.client import Remote, Student


@dataclass(frozen=True, slots=True)
class Classifier:
    """A model and a loader in the student's process, and the right logits and labels."""

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


def classifier(
    student: Student,
    rng: np.random.Generator,
    sizes: list[int],
    *,
    modes: bool = False,
    dtype: torch.dtype = torch.float64,
    far: bool = False,
) -> Classifier:
    """A network that is often right and often second or third, with batches of these sizes.

    In the first batch most are right, in the last none: it matters how batches are averaged. With
    ``far`` the inputs claim to be on a GPU, and must be sent to the model.
    """
    width, classes = int(rng.integers(4, 7)), int(rng.integers(7, 10))
    options: dict[str, Any] = {"dropout": 0.5, "batch_norm": True} if modes else {}
    there, here = parity.mlp_pair(student, rng, width, 8, classes, dtype=dtype, **options)
    x = torch.as_tensor(rng.standard_normal((sum(sizes), width)), dtype=dtype)
    logits = parity.eval_output(here, x)
    order = logits.argsort(dim=1, descending=True)
    wishes = rng.choice([0, 0, 1, 2, 4], sum(sizes))
    wishes[:2], wishes[-sizes[-1] :] = 0, rng.integers(1, 4)
    labels = order[torch.arange(len(x)), torch.as_tensor(wishes)]
    loader = student.probes.make_loader.keep(x, labels, batch_size=sizes[0])
    if far:
        batches = zip(x.split(sizes), labels.split(sizes), strict=True)
        loader = classifiers.far_inputs(student, list(batches))
    return Classifier(there, loader, logits, labels)
