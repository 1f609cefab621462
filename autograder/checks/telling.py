"""Batches that tell a right accuracy of training from a wrong one, whatever was drawn."""

from __future__ import annotations

from copy import deepcopy

import numpy as np
import torch
from torch import Tensor, nn

from autograder.checks import draws, parity
from autograder.checks.classifiers import Classifier
from autograder.checks.parity import Batch


def batches(rng: np.random.Generator, on: Classifier, *sizes: int) -> list[Batch]:
    """Batches to train a classifier on, as `Classifier.batches` draws them.

    The right accuracy differs from the one after the step, in either mode, from the one along the
    wrong axis, and from hits over the size of the first batch, by the mean over batches and over
    samples.

    Args:
        rng: decides inputs and labels.
        on: what is trained; stays as it is.
        sizes: of the batches.
    """
    return draws.until(
        lambda: on.batches(rng, *sizes, training=True), lambda data: _tells(on, data)
    )


def _tells(on: Classifier, data: list[Batch]) -> bool:
    table = np.array(_accuracies(on, data))
    sizes = [len(y) for _, y in data]
    means = table.mean(axis=0), np.average(table, axis=0, weights=sizes)
    wrong = slice(1 if len(set(sizes)) > 1 else 2, None)
    return not any(np.isclose(a[0], b[wrong]).any() for a in means for b in means)


def _accuracies(on: Classifier, data: list[Batch]) -> list[list[float]]:
    """Of each batch the right accuracy, and the wrong ones: see `batches`."""
    model, first = deepcopy(on.here), len(data[0][1])
    rows: list[list[float]] = []

    def loss_fn(logits: Tensor, y: Tensor) -> Tensor:
        right, across = _share(logits.argmax(dim=1), y), logits.argmax(dim=0)
        rows.append([right, right * len(y) / first, _share(across[: len(y)], y[: len(across)])])
        return nn.functional.cross_entropy(logits, y)

    steps = parity.sgd_walk(model, data, loss_fn, lr=on.lr, momentum=on.momentum)
    for (x, y), _ in zip(data, steps, strict=True):
        with torch.no_grad():
            after = model(x), parity.eval_output(model, x)
        rows[-1] += [_share(logits.argmax(dim=1), y) for logits in after]
    return rows


def _share(preds: Tensor, labels: Tensor) -> float:
    return float((preds == labels).double().mean())
