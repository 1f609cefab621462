"""Models that look at one small picture, and what a student said and drew about it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from autograder.checks import draws, expect, files, parity
from autograder.remote.client import Remote, Student

_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Prediction:
    """A picture, the student's model in training mode, and the right answer.

    Attributes:
        there: the model.
        path: of the picture's file in the student's process.
        names: of the classes.
        pixels: float32 (3, height, width) from 0 to 1.
        wanted: right probabilities, (classes,).
    """

    there: Remote
    path: str
    names: list[str]
    pixels: Tensor
    wanted: Tensor

    @property
    def best(self) -> int:
        """Index of the right class."""
        return int(self.wanted.argmax())

    def check_form(self, found: Any) -> None:
        """The three entries have their types."""
        expect.keys(found, ("label", "prob", "probs"), name="the result")
        expect.type_(found["label"], str, name='["label"]')
        expect.type_(found["prob"], float, name='["prob"]')
        expect.type_(found["probs"], list, name='["probs"]')
        expect.length(found["probs"], len(self.wanted), name='["probs"]')
        for value in found["probs"]:
            expect.type_(value, float, name='each entry of ["probs"]')

    def check(self, found: Any) -> None:
        """The three entries are right."""
        expect.keys(found, ("label", "prob", "probs"), name="the result")
        expect.close(found["probs"], self.wanted.tolist(), name='["probs"]', rtol=1e-4, atol=1e-5)
        expect.equal(found["label"], self.names[self.best], name='["label"]')
        top = self.wanted.max().item()
        expect.close(found["prob"], top, name='["prob"]', rtol=1e-4, atol=1e-5)

    def check_drawn(
        self, student: Student, label: str | None = None, *, resized: bool = False
    ) -> None:
        """The current figure shows the picture, and the title says label and probability.

        Args:
            student: who drew.
            label: what the title calls the class; its name unless given.
            resized: there was a transform, so that pictures of two sizes are right.
        """
        shown = student.probes.current_figure()
        drawn = [panel for panel in shown if panel["images"]]
        expect.true(drawn, "Expected a picture on pyplot's current figure, but got none.")
        if not resized:
            self.check_pixels(drawn[-1]["images"][-1])
        self.check_title(drawn[-1]["title"], label)

    def check_title(self, title: str, label: str | None = None) -> None:
        """The title says the class and its probability."""
        word = self.names[self.best] if label is None else label
        expect.true(
            re.search(rf"(?<!\w){re.escape(word)}(?!\w)", title),
            f"Expected the title to name the class {word!r}, but got {title!r}.",
        )
        numbers = [float(n) for n in _NUMBER.findall(title.partition(word)[2])]
        top = self.wanted.max().item()
        percents = [n / 100 for n in numbers] if "%" in title else []
        near = any(abs(n - top) < 0.006 for n in (*numbers, *percents))
        expect.true(
            near,
            f"Expected the title to say the probability {top:.3f} after the class, "
            f"but got {title!r}.",
        )

    def check_pixels(self, drawn: Any) -> None:
        """The picture was drawn as it is: colours last, from 0 to 1 or to 255."""
        wanted = self.pixels.permute(1, 2, 0).double()
        expect.true(
            isinstance(drawn, np.ndarray) and drawn.ndim == 3 and drawn.shape[2] == 3,
            f"Expected a picture (height, width, 3) to be drawn, but got {expect.show(drawn)}.",
        )
        scale = 255 if drawn.max() > 1.001 else 1
        expect.close(drawn / scale, wanted, name="the drawn picture", rtol=0.0, atol=0.01)


def prediction(
    student: Student,
    rng: np.random.Generator,
    path: str,
    image: Tensor,
    x: Tensor | None = None,
    *,
    modes: bool = False,
) -> Prediction:
    """A network on both sides that takes such a picture, and its answer.

    Args:
        student: where the first of the two networks is made.
        rng: decides the number of classes, their names and the network.
        path: of the picture's file.
        image: what is drawn, float32 (3, height, width) from 0 to 1.
        x: what the network gets; the image unless given.
        modes: the network has Dropout and BatchNorm.
    """
    x = image if x is None else x
    classes = int(rng.integers(3, 6))
    options: dict[str, Any] = {"dropout": 0.5, "batch_norm": True} if modes else {}

    def answer(model: nn.Module) -> Tensor:
        return parity.eval_output(model, x.reshape(1, -1))[0]

    there, here = parity.mlp_pair(
        student,
        rng,
        *(x.numel(), 6, classes),
        shows=lambda model: _tells(answer(model)),
        dtype=torch.float32,
        **options,
    )
    logits, layers = answer(here), student.library("torch.nn")
    best = int(logits.argmax())
    names = draws.until(
        lambda: files.names(rng, classes), lambda drawn: sorted(drawn)[best] != drawn[best]
    )
    whole = layers.Sequential(layers.Flatten(), there)
    return Prediction(whole, path, names, image, logits.softmax(dim=0))


def _tells(logits: Tensor) -> bool:
    """A class inside, with a probability unlike the next one, a logit, or what one decimal says."""
    second, top = logits.softmax(dim=0).sort().values[-2:].tolist()
    others = (second, float(logits.max()), round(top, 1))
    inside = 0 < int(logits.argmax()) < len(logits) - 1
    return inside and all(abs(top - other) > 0.02 for other in others)
