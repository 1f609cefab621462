"""Loss and accuracy of each batch, and their right means, returned or printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from torch import nn

from autograder.chapters.ch03_computer_vision import probes
from autograder.chapters.ch03_computer_vision.helpers.classifiers import Data
from autograder.checks import expect, parity

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[-+]?\d+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Scores:
    """Loss and accuracy of each batch, and their two right means."""

    losses: tuple[float, ...]
    accuracies: tuple[float, ...]
    sizes: tuple[int, ...]

    @property
    def loss(self) -> tuple[float, float]:
        """Mean over batches, mean over samples."""
        return _means(self.losses, self.sizes)

    @property
    def accuracy(self) -> tuple[float, float]:
        """Mean over batches, mean over samples."""
        return _means(self.accuracies, self.sizes)

    def check(self, value: Any, output: str) -> None:
        """What a step returned, or else printed, is one of the right means."""
        if value is None:
            self._check_printed(output)
            return
        is_pair = isinstance(value, list | tuple) and len(value) == 2
        expect.true(is_pair, f"Expected loss and accuracy, but got {expect.show(value)}.")
        loss, accuracy = value
        check_mean(loss, self.loss, name="the loss")
        check_mean(accuracy, self.accuracy, name="the accuracy")

    def _check_printed(self, output: str) -> None:
        for word, wanted in (("loss", self.loss), ("acc", self.accuracy)):
            found = _numbers_after(word, output)
            text = f'Expected a returned pair, or a printed line with "{word}", but got neither'
            expect.true(found, f"{text} (did you forget `return`?).")
            digits = len(found[-1].partition(".")[2])
            slack = 0.51 * 10.0**-digits
            number = float(found[-1])
            nearest = _nearest(number, wanted)
            expect.close(number, nearest, name=f"the printed {word}", atol=slack)


def _numbers_after(word: str, output: str) -> list[str]:
    """The first number after each time that a word is printed, in time linear in the output."""
    parts = re.split(word, output, flags=re.IGNORECASE)[1:]
    return [found[0] for part in parts if (found := _NUMBER.search(part))]


def check_mean(value: object, wanted: tuple[float, float], *, name: str) -> None:
    """A plain number that is the mean over batches or the mean over samples."""
    number = plain(value, name=name)
    expect.close(number, _nearest(number, wanted), name=name, rtol=parity.RTOL)


def plain(value: Any, *, name: str) -> float:
    """The value of a Python (or NumPy) number; a tensor is none."""
    value = value.item() if isinstance(value, np.generic) else value
    expect.type_(value, (float, int), name=name, hint="A plain number, not a tensor.")
    return float(value)


def _means(values: Sequence[float], sizes: Sequence[int]) -> tuple[float, float]:
    weighted = sum(v * n for v, n in zip(values, sizes, strict=True)) / sum(sizes)
    return sum(values) / len(values), weighted


def _nearest(number: float, wanted: tuple[float, float]) -> float:
    by_batch, by_sample = wanted
    return by_sample if abs(number - by_sample) < abs(number - by_batch) else by_batch


def measured(
    model: nn.Module, samples: Data, loss_fn: parity.Loss, score: Any = probes.accuracy_fn
) -> Scores:
    """Loss and score of each batch in evaluation mode."""
    losses, scores = [], []
    for x, y in samples.batches:
        logits = parity.eval_output(model, x)
        losses.append(float(loss_fn(logits, y)))
        scores.append(score(y, logits.argmax(dim=1)))
    return Scores(tuple(losses), tuple(scores), tuple(samples.sizes))
