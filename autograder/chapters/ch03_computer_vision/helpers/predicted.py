"""Predictions of a model: probabilities, worst mistakes, confusion."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn

from autograder.checks import draws, expect, parity
from autograder.remote.client import Remote, Student


def samples(rng: np.random.Generator, n: int, channels: int = 3) -> Tensor:
    """Pictures of 6 x 6 in float64."""
    return torch.as_tensor(rng.standard_normal((n, channels, 6, 6)))


def check_predictions(student: Student, there: Remote, here: nn.Module, x: Tensor) -> None:
    """Probabilities of a list of pictures; the model stays as it is."""
    found = student.make_predictions(model=there, data=list(x), device="cpu")
    wanted = torch.softmax(parity.eval_output(here, x), dim=1)
    expect.shape(expect.tensor(found, name="the result"), tuple(wanted.shape), name="the result")
    expect.close(found, wanted, name="the result", rtol=parity.RTOL)


def guesses(rng: np.random.Generator, n: int, classes: int) -> tuple[Tensor, Tensor]:
    """Probabilities, and targets of which a third are not the most probable class.

    These mistakes are of the last class too, not the first ones of the data alone, and in another
    order by their sureness than in the data, or by what the true class was given.
    """
    return draws.until(lambda: _guesses(rng, n, classes), _telling)


def _telling(drawn: tuple[Tensor, Tensor]) -> bool:
    probs, targets = drawn
    sureness, preds = probs.max(dim=1)
    wrong = (preds != targets).nonzero().flatten()
    by_truth = probs[wrong, targets[wrong]].argsort()
    order = sureness[wrong].argsort(descending=True)
    last = probs.shape[1] - 1
    first, last_one = (int(preds[wrong[order[at]]]) for at in (0, -1))
    apart = int(wrong[-1]) >= len(wrong)  # a place among the mistakes is another one in the data
    return apart and int(order[0]) not in (0, int(by_truth[0])) and first == last != last_one


def _guesses(rng: np.random.Generator, n: int, classes: int) -> tuple[Tensor, Tensor]:
    probs = torch.as_tensor(rng.dirichlet(np.ones(classes), n))
    wrong = torch.as_tensor(rng.permutation(np.arange(n) % 3 == 0))
    shift = torch.as_tensor(rng.integers(1, classes, n))
    return probs, torch.where(wrong, (probs.argmax(dim=1) + shift) % classes, probs.argmax(dim=1))


def check_worst(student: Student, probs: Tensor, targets: Tensor, k: int) -> None:
    """The indices agree with a sort done here."""
    found = student.worst_mistakes(probs, targets, k)
    sureness, preds = probs.max(dim=1)
    wrong = (preds != targets).nonzero().flatten().tolist()
    wanted = sorted(wrong, key=lambda i: (-float(sureness[i]), i))[:k]
    expect.type_(found, list, name="the result")
    for index in found:
        expect.type_(index, int, name="each index")
    expect.equal(found, wanted, name="the result")


def check_confusion(student: Student, preds: Tensor, targets: Tensor, classes: int) -> None:
    """The table agrees with one counted pair by pair."""
    found = student.confusion_matrix(preds, targets, classes)
    wanted = np.zeros((classes, classes), dtype=np.int64)
    np.add.at(wanted, (targets.numpy(), preds.numpy()), 1)
    expect.tensor(found, name="the table")
    expect.shape(found, (classes, classes), name="the table")
    expect.dtype(found, torch.int64, name="the table")
    expect.equal(found, torch.as_tensor(wanted), name="the table")
