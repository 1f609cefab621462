"""Pictures of all kinds, and the right report on them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import cycle
from typing import Any

import numpy as np

from autograder.checks import expect, files
from autograder.remote.client import Remote, Student

RARE = "CMYK"  # a mode that those forget who list modes; it comes first
OTHER_MODES = ("L", "RGBA", "P", "1")


@dataclass(frozen=True, slots=True)
class Failures:
    """The student's pictures, a function that is asked about some, and the right report."""

    student: Student
    images: list[Remote]
    predictor: Remote
    wanted: list[str | None]
    shown: list[Any]

    def check(self, found: Any) -> None:
        """One entry for each picture, and only those pictures were shown that should be."""
        expect.type_(found, list, name="the report")
        expect.equal(found, self.wanted, name="the report")

    def check_shown(self) -> None:
        """The function got the pictures in question, each once, in order."""
        asked = self.predictor.asked.value()
        expect.length(asked, len(self.shown), name="the list of pictures that predict_fn got")
        for number, (seen, pixels) in enumerate(zip(asked, self.shown, strict=True)):
            expect.equal(seen.get("pixels"), pixels, name=f"picture {number} for predict_fn")


def failures(
    student: Student,
    rng: np.random.Generator,
    kinds: list[str],
    threshold: float = 0.5,
) -> Failures:
    """Pictures of these kinds: good, unsure, level (just at the threshold), blank, mode.

    ``grey`` is blank and of another mode, ``dot`` is blank but for one pixel, in one colour. Modes
    and colours take turns. Good pictures have more colours than a palette.
    """
    there = student.chapter_probes
    names = files.names(rng, 5)
    images, answers, wanted, shown = [], [], [], []
    modes = cycle([RARE, *rng.permutation(OTHER_MODES).tolist()])
    channels = cycle(rng.permutation(3))
    for kind in kinds:
        least = 20 if kind == "good" else 4
        pixels = files.noise(rng, *rng.integers(least, least + 5, 2).tolist())
        if kind in ("blank", "grey", "dot"):
            pixels[:] = rng.integers(0, 256, 3)
        if kind == "dot":
            pixels[-1, -1, next(channels)] ^= 1
        plain = "RGB" if kind != "grey" else RARE
        mode = next(modes) if kind == "mode" else plain
        images.append(there.converted.keep(files.encoded(pixels), mode))
        wanted.append({"good": None, "level": None, "dot": None, "grey": "mode"}.get(kind, kind))
        if kind in ("good", "unsure", "level", "dot"):
            top = {"unsure": threshold - 0.1, "level": threshold}.get(kind, threshold + 0.2)
            answers.append(_probabilities(rng, top, len(names)))
            shown.append(pixels)
    predictor = there.Predictor(names, answers)
    return Failures(student, images, predictor, wanted, shown)


def _probabilities(rng: np.random.Generator, top: float, classes: int) -> list[float]:
    """Probabilities of which the highest, at a random place, is this one."""
    rest = [(1 - top) / (classes - 1)] * (classes - 1)
    rest.insert(int(rng.integers(classes)), top)
    return rest
