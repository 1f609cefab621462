"""Interfaces around functions with prepared answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.checks import files
from autograder.remote.client import Remote, Student


@dataclass(frozen=True, slots=True)
class Demo:
    """An interface in the student's process, and what it was made of.

    Attributes:
        student: whose function built it.
        there: what build_demo returned.
        predictor: the function that it wraps.
        names, rows: of the classes, and the probabilities that the function gives.
        examples: paths of pictures.
        launched: how many pages were started by building it.
    """

    student: Student
    there: Remote
    predictor: Remote
    names: list[str]
    rows: list[list[float]]
    examples: list[str]
    launched: int

    def described(self) -> dict[str, Any]:
        """Its parts."""
        found: dict[str, Any] = self.student.chapter_probes.probes_demo.described(self.there)
        return found


def demo(student: Student, rng: np.random.Generator, **options: Any) -> Demo:
    """Have the student's code build an interface around a function with prepared answers."""
    there = student.chapter_probes
    page = student.chapter_probes.probes_demo
    page.replace_gradio()
    names = files.names(rng, int(rng.integers(4, 7)))
    rows = rng.dirichlet(np.ones(len(names)), 2).tolist()
    predictor = there.Predictor(names, rows)
    examples = [
        student.write_file(f"examples/{name}.png", files.encoded(files.noise(rng, 5, 5)))
        for name in files.names(rng, 3)
    ]
    built = student.build_demo.keep(predictor, examples, **options)
    return Demo(student, built, predictor, names, rows, examples, page.launched())
