"""Batches that tell right accuracies and losses of training from wrong ones, whatever was drawn."""

from __future__ import annotations

from copy import deepcopy

import numpy as np
import torch
from torch import Tensor, nn

from autograder.checks import draws, parity
from autograder.checks.classifiers import Classifier
from autograder.checks.parity import Batch
from autograder.checks.tally import Tally, accuracy, means

LONG_STEP = 0.5  # a learning rate with which one step is seen in the next batch's loss


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
    sizes = [len(y) for _, y in data]
    right, by_first, *wrong = (
        means(one, sizes) for one in zip(*_accuracies(on, data), strict=True)
    )
    wrong += [by_first] if len(set(sizes)) > 1 else []
    return not any(np.isclose(a, b) for a in right for pair in wrong for b in pair)


def _accuracies(on: Classifier, data: list[Batch]) -> list[list[float]]:
    """Of each batch the right accuracy, and the wrong ones: see `batches`."""
    model, first = deepcopy(on.here), len(data[0][1])
    rows: list[list[float]] = []

    def loss_fn(logits: Tensor, y: Tensor) -> Tensor:
        right, across = accuracy(logits, y), accuracy(logits.T[: len(y)], y[: logits.shape[1]])
        rows.append([right, right * len(y) / first, across])
        return nn.functional.cross_entropy(logits, y)

    steps = parity.sgd_walk(model, data, loss_fn, lr=on.lr, momentum=on.momentum)
    for (x, y), _ in zip(data, steps, strict=True):
        with torch.no_grad():
            after = model(x), parity.eval_output(model, x)
        rows[-1] += [accuracy(logits, y) for logits in after]
    return rows


def step_shows(model: nn.Module, data: list[Batch]) -> bool:
    """Whether the losses of batches tell that steps of `LONG_STEP` were made between them."""
    still, moved = (mean_losses(model, data, lr) for lr in (0.0, LONG_STEP))
    return not any(np.isclose(a, b, rtol=0.02) for a in still for b in moved)


def last_shows(model: nn.Module, data: list[Batch]) -> bool:
    """Whether the loss of the last batch, after steps of `LONG_STEP`, is unlike that of all."""
    tally = _tally(model, data, LONG_STEP)
    right = means(tally.losses, tally.sizes)
    return not any(np.isclose(tally.losses[-1], mean, rtol=0.02) for mean in right)


def mean_losses(model: nn.Module, data: list[Batch], lr: float) -> tuple[float, float]:
    """The right loss of an epoch, over batches and over samples; the model stays as it is."""
    tally = _tally(model, data, lr)
    return means(tally.losses, tally.sizes)


def _tally(model: nn.Module, data: list[Batch], lr: float) -> Tally:
    tally = Tally()
    parity.sgd_steps(deepcopy(model), data, tally.add, lr=lr)
    return tally
