"""Programs of the student's package, run with arguments in a folder of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from autograder.chapters.ch05_going_modular.helpers import networks
from autograder.chapters.ch05_going_modular.helpers.saved import State
from autograder.checks import expect, files, folders, parity
from autograder.remote.client import Remote, Student, StudentError, save_bytes

SECONDS = 25.0  # for a program; it takes one on an idle machine
_PLACE = re.compile(r'File ".*[/\\]going_modular[/\\]([^"]+)", line (\d+)')
_VALUE = re.compile(r"^[ =]*(?:[A-Z_]+|\{[^}]*\}|\[[^\]]*\])")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended.

    Attributes:
        what: its command line.
        code: its exit code.
        out: what it printed.
        error: what was raised, or what it wrote to the error stream; empty with exit code 0.
        steps: optimiser steps.
        rates: learning rates of these steps.
        modes: for each forward pass of TinyVGG: in training mode? with gradients?
        shapes: of the input of each of them.
        place: file and line of the student's code where it ended with an error.
    """

    what: str
    code: int
    out: str
    error: str
    steps: int
    rates: list[float]
    modes: list[list[bool]]
    shapes: list[list[int]]
    place: str

    def check_good(self) -> Ended:
        """It ended with exit code 0; returns it.

        Raises:
            StudentError: it did not.
        """
        if self.code:
            message = f"{self.what} ended with exit code {self.code}: {self.error}"
            raise StudentError("error", message, types=("SystemExit",), where=self.place)
        return self

    def check_size(self) -> None:
        """It ended well, and TinyVGG was given colour pictures of 64x64 alone."""
        given = sorted({tuple(shape[1:]) for shape in self.check_good().shapes})
        expect.equal(given, [(3, 64, 64)], name=f"the size of what TinyVGG gets in {self.what}")


def run(student: Student, module: str, *argv: str, cwd: str = "here") -> Ended:
    """Run a program of the package in the folder ``cwd`` of the scratch folder."""
    place = files.full(student, cwd)
    student.library("os").makedirs(place, exist_ok=True)
    report = student.chapter_probes.run_program(module, list(argv), place, SECONDS - 5)
    shown = " ".join([f"{module}.py", *argv]).replace(f"{student.scratch}/", "")
    return _ended(student, report, shown)


def alone(student: Student, module: str) -> None:
    """Importing the module prints nothing, writes nothing, trains nothing and reads no arguments.

    Raises:
        Failed, StudentError: it does.
    """
    report = student.chapter_probes.import_alone(module, SECONDS - 5)
    _ended(student, report, f"import {module}").check_good()
    what = f"Expected `import {module}` to"
    hint = 'Put what a program does below `if __name__ == "__main__":`.'
    expect.true(
        not report["out"], f"{what} print nothing, but got {report['out'][:80]!r}.", hint=hint
    )
    expect.true(not report["steps"], f"{what} train nothing, but it did.", hint=hint)
    expect.true(not report["files"], f"{what} write nothing, but got {report['files']}.", hint=hint)


def arguments(student: Student, module: str, *argv: str, cuda: bool = False) -> dict[str, Any]:
    """The arguments that a program of the package understands, by name, with or without a GPU."""
    report = student.chapter_probes.parse(module, list(argv), SECONDS - 5, cuda=cuda)
    _ended(student, report, " ".join([f"{module}.py", *argv])).check_good()
    expect.keys(report["values"], [], name=f"the parsed arguments of {module}.py")
    values: dict[str, Any] = report["values"]
    return values


def refused(student: Student, module: str, *argv: str) -> Ended:
    """How a program ends whose arguments are asked for, not right or for help."""
    report = student.chapter_probes.parse(module, list(argv), SECONDS - 5)
    return _ended(student, report, " ".join([f"{module}.py", *argv]))


def unexplained(shown: str) -> list[str]:
    """The flags in a help text of argparse with no word behind them but their value's name."""
    parts = re.split(r"^ +(?:-\w[^-\n]*)?(--\w+)", shown, flags=re.MULTILINE)
    told = dict(zip(parts[1::2], parts[2::2], strict=True))
    return [flag for flag, text in told.items() if not _VALUE.sub("", text).strip()]


def _ended(student: Student, report: dict[str, Any], what: str) -> Ended:
    places = _PLACE.findall(student.last.output)
    return Ended(
        what=what,
        code=int(report["code"]),
        out=str(report["out"]),
        error=str(report["error"]),
        steps=int(report.get("steps", 0)),
        rates=list(report.get("rates", [])),
        modes=list(report.get("modes", [])),
        shapes=list(report.get("shapes", [])),
        place=":".join(places[-1]) if places else "",
    )


@dataclass(frozen=True, slots=True)
class Pictures:
    """Folders of pictures over there, and the classes in them."""

    flags: tuple[str, ...]
    classes: list[str]


def pictures(
    student: Student, rng: np.random.Generator, per_class: int, classes: int = 3
) -> Pictures:
    """Training pictures, and one test picture a class, with the flags that name the folders."""
    names = files.names(rng, classes)
    folders.fill(student, rng, "data/train", dict.fromkeys(names, per_class))
    folders.fill(student, rng, "data/test", dict.fromkeys(names, 1))
    places = [files.full(student, f"data/{part}") for part in folders.SPLITS]
    return Pictures(("--train_dir", places[0], "--test_dir", places[1]), sorted(names))


def model_file(student: Student, folder: str) -> str:
    """The one file below a folder that ends in .pt or .pth."""
    found = [
        path
        for path in student.list_files()
        if path.startswith(f"{folder}/") and path.endswith((".pt", ".pth"))
    ]
    expect.true(
        len(found) == 1,
        f"Expected the program to save one .pt or .pth file where it runs, but got {found}.",
    )
    return found[0]


@dataclass(frozen=True, slots=True)
class Question:
    """A picture and a model over there, and the answer.

    Attributes:
        image: the picture's path over there.
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
    names = files.names(rng, classes)
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
    """Save the model of a question, with its class names beside it; returns the path over there."""
    student.write_file(f"{path.rpartition('.')[0]}.txt", "\n".join([*of.names, ""]).encode())
    return student.write_file(path, save_bytes(of.state) if data is None else data)


def ask(student: Student, image: str, *argv: str, cwd: str = "here") -> Ended:
    """Run predict.py; where it takes no plain argument, as ``--image``."""
    ended = run(student, "predict", image, *argv, cwd=cwd)
    return run(student, "predict", "--image", image, *argv, cwd=cwd) if ended.code == 2 else ended


def check_answer(ended: Ended, of: Question) -> None:
    """The program said the right class and its probability, and no other class."""
    said = [name for name in of.names if name in ended.check_good().out]
    expect.true(
        said == [of.name],
        f"Expected {ended.what} to print the class {of.name!r}, but got {ended.out[-200:]!r}.",
    )
    numbers = [float(number) for number in _NUMBER.findall(ended.out)]
    near = any(abs(n - p) < 0.006 * p / of.probability for n in numbers for p in _forms(of))
    expect.true(
        near,
        f"Expected {ended.what} to print the probability {of.probability:.3f}, but got "
        f"{ended.out[-200:]!r}.",
        hint="Softmax over the classes makes probabilities of logits.",
    )


def _forms(of: Question) -> tuple[float, float]:
    return of.probability, 100 * of.probability


def differs(a: dict[str, Tensor], b: dict[str, Tensor]) -> float:
    """The largest difference between the numbers of two models of the same sizes."""
    return max(float((a[name] - b[name]).abs().max()) for name in a)


def new_model(student: Student, rng: np.random.Generator) -> tuple[Remote, State]:
    """A network with BatchNorm over there, in training mode, and other numbers for it."""
    sizes = (3, int(rng.integers(3, 7)), int(rng.integers(2, 5)))
    model = student.probes.make_mlp.keep(*sizes, batch_norm=True, dtype=torch.float32)
    return model, parity.snapshot(parity.mlp(rng, *sizes, batch_norm=True, dtype=torch.float32))


def opener(student: Student, sent: dict[str, bytes] | bytes, *, breaks: bool = False) -> Remote:
    """A stand-in for urlopen over there that sends a zip with these members, or these bytes.

    Whoever opens the address without it finds nothing, with a network as without one.
    """
    student.library("autograder.student.web").pretend({})
    content = sent if isinstance(sent, bytes) else files.zipped(sent)
    made: Remote = student.chapter_probes.Opener(content, breaks=breaks)
    return made


def data(student: Student) -> str:
    """The folder data/food, which is not there yet."""
    return files.full(student, "data/food")


def other_command_line(student: Student) -> None:
    """Give the process a command line that means nothing to the student's programs."""
    student.probes.replace(student.library("sys"), "argv", ["other.py", "--other", "flags"])
