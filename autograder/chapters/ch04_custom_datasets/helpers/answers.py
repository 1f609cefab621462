"""Models that look at small pictures, and what was said and drawn about them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from autograder.checks import expect, files, parity
from autograder.remote.client import Remote, Student

_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Case:
    """A picture, a model over there in training mode, and the right answer."""

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
        self, student: Student, label: str | None = None, *, squeezed: bool = False
    ) -> None:
        """The current figure shows the picture, and the title says label and probability.

        Args:
            student: who drew.
            label: what the title calls the class; its name unless given.
            squeezed: there was a transform, so that pictures of two sizes are right.
        """
        shown = student.library("autograder.chapters.ch04_custom_datasets.probes").current_figure()
        drawn = [panel for panel in shown if panel["images"]]
        expect.true(drawn, "Expected a picture on pyplot's current figure, but got none.")
        if not squeezed:
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


def case(
    student: Student, rng: np.random.Generator, *, grey: bool = False, modes: bool = False
) -> Case:
    """A random picture of a few pixels and a network for that size.

    Args:
        student: where the picture and the model are put.
        rng: decides both.
        grey: the file holds a grey picture.
        modes: the network has Dropout and BatchNorm.
    """
    height, width = int(rng.integers(4, 7)), int(rng.integers(7, 10))
    shape = (height, width) if grey else (height, width, 3)
    pixels = rng.integers(0, 256, shape, dtype=np.uint8)
    path = student.write_file("photo.png", files.encoded(pixels))
    image = torch.as_tensor(pixels).float() / 255
    image = image.expand(3, -1, -1) if grey else image.permute(2, 0, 1)
    return asked(student, rng, path, image, modes=modes)


def large(student: Student, rng: np.random.Generator) -> tuple[Case, Remote]:
    """A large picture of one colour, a model for small ones, and the Resize between them."""
    size, colour = int(rng.integers(4, 8)), files.colours(rng, 1)[0]
    path = student.write_file("photo.png", files.encoded(files.solid(colour, 3 * size, 4 * size)))
    image = torch.as_tensor(colour).float().div(255).reshape(3, 1, 1).expand(3, size, size)
    resize = student.library("torchvision.transforms").Resize((size, size))
    return asked(student, rng, path, image), resize


def asked(
    student: Student, rng: np.random.Generator, path: str, image: Tensor, *, modes: bool = False
) -> Case:
    """A network on both sides that takes such a picture, and its answer."""
    classes = int(rng.integers(3, 6))
    options: dict[str, Any] = {"dropout": 0.5, "batch_norm": True} if modes else {}
    there, here = parity.mlp_pair(
        student, rng, image.numel(), 6, classes, dtype=torch.float32, **options
    )
    layers = student.library("torch.nn")
    whole = layers.Sequential(layers.Flatten(), there)
    logits = parity.eval_output(nn.Sequential(nn.Flatten(), here), image.unsqueeze(0))
    return Case(whole, path, files.names(rng, classes), image, logits.softmax(dim=1)[0])


def check_panels(student: Student, results: dict[str, list[float]]) -> None:
    """The current figure has a panel for the losses and another for the accuracies, no more."""
    panels = student.library("autograder.chapters.ch04_custom_datasets.probes").current_figure()
    where = {key: _panel(panels, results, key) for key in ("loss", "acc")}
    for panel in panels:
        count = len(panel["lines"])
        expect.true(
            count <= 2, f"Expected two lines in each panel of a new figure, but got {count} in one."
        )
    for key, number in where.items():
        expect.true(
            key in panels[number]["text"].lower(),
            f'Expected a title with "{key}" above the lines of {key}, '
            f"but got {panels[number]['title']!r}.",
        )


def _panel(panels: Any, results: dict[str, list[float]], key: str) -> int:
    """Number of the panel with the training and test line of ``key``."""
    for number, panel in enumerate(panels):
        found = [_has(panel, results[f"{part}_{key}"]) for part in ("train", "test")]
        if all(found):
            return number
    raise expect.Failed(
        f"Expected a panel with the lines train_{key} and test_{key}, but got {_said(panels)}."
    )


def _has(panel: Any, values: list[float]) -> bool:
    """Whether a panel has a line through these values, one epoch apart."""
    return any(
        len(y) == len(values) and np.allclose(y, values, rtol=1e-6) and np.allclose(np.diff(x), 1)
        for x, y in panel["lines"]
    )


def _said(panels: Any) -> str:
    counts = [len(panel["lines"]) for panel in panels]
    return f"panels with {counts} lines of other values" if counts else "no figure"


def check_legends(student: Student, results: dict[str, list[float]]) -> None:
    """Each panel has a legend that tells training from test."""
    check_panels(student, results)
    panels = student.library("autograder.chapters.ch04_custom_datasets.probes").current_figure()
    for panel in (p for p in panels if p["lines"]):
        texts = " ".join(panel["legend"] or []).lower()
        expect.true(
            "train" in texts and "test" in texts,
            f'Expected a legend with "train" and "test", but got {panel["legend"]}.',
        )
