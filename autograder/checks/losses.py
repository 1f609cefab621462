"""Checks that a loop uses the loss function that it is given: one that is not the usual one."""

from __future__ import annotations

from typing import Any

import numpy as np
from torch import nn

from autograder.checks import classifiers, expect, parity
from autograder.checks.classifiers import Classifier
from autograder.checks.loops import KEYS
from autograder.checks.parity import Batch
from autograder.remote.client import Remote, Student

_SMOOTHING = 0.3
OTHER_LOSS = nn.CrossEntropyLoss(label_smoothing=_SMOOTHING)  # cross entropy, but not the usual one


def other_loss(student: Student) -> Remote:
    """`OTHER_LOSS` in the student's process."""
    loss_fn: Remote = student.library("torch.nn").CrossEntropyLoss(label_smoothing=_SMOOTHING)
    return loss_fn


def check_train_step(student: Student, rng: np.random.Generator, on: Classifier) -> None:
    """train_step leads where right steps with that loss lead, and gives its mean."""
    batches = on.batches(rng, 5, 5)
    loader, loss_fn = classifiers.loader(student, batches), other_loss(student)
    answer = student.train_step(on.there, loader, loss_fn, on.optimizer(student))
    losses = parity.sgd_steps(on.here, batches, OTHER_LOSS, lr=on.lr)
    expect.state_dict(on.there.state_dict(), parity.snapshot(on.here), rtol=parity.RTOL)
    _check_mean(answer, losses)


def check_test_step(student: Student, rng: np.random.Generator, on: Classifier) -> None:
    """test_step gives the mean of that loss."""
    batches = on.batches(rng, 5, 5)
    loader, loss_fn = classifiers.loader(student, batches), other_loss(student)
    answer = student.test_step(on.there, loader, loss_fn)
    _check_mean(answer, [parity.eval_loss(on.here, *batch, OTHER_LOSS) for batch in batches])


def check_results(results: Any, on: Classifier, batches: list[Batch], other: Batch) -> None:
    """The losses of a training of one epoch are those of that loss.

    Args:
        results: what train returned.
        on: the model; the one here is trained by this.
        batches: all of one size.
        other: the test's only batch.
    """
    losses = parity.sgd_steps(on.here, batches, OTHER_LOSS, lr=on.lr)
    tested = parity.eval_loss(on.here, *other, OTHER_LOSS)
    expect.keys(results, KEYS, name="the results")
    for key, wanted in (("train_loss", float(np.mean(losses))), ("test_loss", tested)):
        expect.close(results[key], [wanted], name=f"results[{key!r}]", rtol=parity.RTOL)


def _check_mean(answer: Any, losses: list[float]) -> None:
    expect.length(answer, 2, name="the result")
    expect.close(answer[0], float(np.mean(losses)), name="the loss", rtol=parity.RTOL)
