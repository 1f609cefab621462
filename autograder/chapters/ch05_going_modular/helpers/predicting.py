"""Pictures and saved models to predict with, and what predict.py must print."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from autograder.chapters.ch05_going_modular.helpers import networks
from autograder.chapters.ch05_going_modular.helpers.programs import Ended, refused, run
from autograder.chapters.ch05_going_modular.helpers.saved import State
from autograder.checks import draws, expect, files
from autograder.remote.client import Remote, Student, StudentError, save_bytes

COURSE = frozenset(("pizza", "steak", "sushi"))  # names that some write down in the program
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Question:
    """A picture and a model in the student's process, and the answer.

    Attributes:
        image: the picture's path in the student's process.
        state: the model's numbers.
        names: the class names.
        name: the right one.
        probability: its probability.
    """

    image: str
    state: State
    names: list[str]
    name: str
    probability: float


def question(
    student: Student,
    rng: np.random.Generator,
    *,
    hidden: int = 10,
    classes: int = 3,
    mode: str = "RGB",
) -> Question:
    """Draw a picture of 64x64 and a model that is fairly sure about it.

    Args:
        student: where the picture goes.
        rng: decides both.
        hidden: units of the model.
        classes: how many it knows.
        mode: of the picture: ``RGB``, ``RGBA`` or ``L``.
    """
    channels = {"RGB": 3, "RGBA": 4, "L": 1}[mode]
    cells = rng.integers(0, 256, (8, 8, channels), dtype=np.uint8)
    pixels = np.repeat(np.repeat(cells, 8, axis=0), 8, axis=1)
    image = f"photos/lunch_{rng.integers(1000)}.png"
    student.write_file(image, files.encoded(pixels[..., 0] if mode == "L" else pixels))
    colours = np.repeat(pixels, 3, axis=2) if mode == "L" else pixels[..., :3]
    x = torch.as_tensor(colours.transpose(2, 0, 1)[None] / 255, dtype=torch.float32)
    model = _model(student, hidden, classes)
    state = networks.drawn(_state(model.state_dict()), rng)
    networks.check_shapes(state, (3, hidden, classes), name="TinyVGG")
    state = networks.confident(state, x, float(rng.uniform(0.6, 0.85)))
    probabilities = networks.forward(state, x).softmax(dim=1)[0]
    names = draws.until(lambda: files.names(rng, classes), COURSE.isdisjoint)
    best = int(probabilities.argmax())
    return Question(
        files.full(student, image), state, names, names[best], float(probabilities[best])
    )


def _model(student: Student, hidden: int, classes: int) -> Remote:
    try:
        return student.model_builder.TinyVGG.keep(3, hidden, classes)
    except StudentError:
        refused(student, "predict", "--help")  # raises where predict.py was not begun either
        raise


def _state(found: Any) -> State:
    expect.keys(found, [], name="the state dict of TinyVGG")
    return {name: expect.tensor(value, name=name) for name, value in found.items()}


def keep(student: Student, of: Question, path: str, data: bytes | None = None) -> str:
    """Save the model of a question, with its class names beside it; returns the full path."""
    student.write_file(f"{path.rpartition('.')[0]}.txt", "\n".join([*of.names, ""]).encode())
    return student.write_file(path, save_bytes(of.state) if data is None else data)


def ask(student: Student, image: str, *argv: str, cwd: str = "here") -> Ended:
    """Run predict.py; where it takes no plain argument, as ``--image``.

    Exit code 2 is argparse's for arguments it does not know, and may be the program's own.
    """
    ended = run(student, "predict", image, *argv, cwd=cwd)
    if ended.code != 2:
        return ended
    named = run(student, "predict", "--image", image, *argv, cwd=cwd)
    return ended if "unrecognized arguments: --image" in named.error else named


def check_answer(ended: Ended, of: Question) -> None:
    """The program said the right class and its probability, and no other class."""
    said = [name for name in of.names if name in ended.check_good().out]
    expect.true(
        said == [of.name],
        f"Expected {ended.what} to print the class {of.name!r}, but got {ended.out[-200:]!r}.",
    )
    lines = [line for line in ended.out.splitlines() if of.name in line]
    numbers = [float(number) for line in lines for number in _NUMBER.findall(line)]
    near = any(abs(n - p) < 0.006 * p / of.probability for n in numbers for p in _forms(of))
    expect.true(
        near,
        f"Expected {ended.what} to print the probability {of.probability:.3f} on the line of "
        f"the class, but got {ended.out[-200:]!r}.",
        hint="Softmax over the classes makes probabilities of logits.",
    )


def _forms(of: Question) -> tuple[float, float]:
    return of.probability, 100 * of.probability
