"""Programs of the student's package, run with arguments in a folder of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from autograder.checks import expect, files
from autograder.remote.client import Student, StudentError

SECONDS = 25.0  # for a program; it takes one on an idle machine


_FRAME = 0.7  # whole pictures give 0.99; without a side of the frame it is 0


_PLACE = re.compile(r'File ".*[/\\]going_modular[/\\]([^"]+)", line (\d+)')


_VALUE = re.compile(r"^[ =]*(?:[A-Z_]+|\{[^}]*\}|\[[^\]]*\])")


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended.

    Attributes:
        what: its command line.
        code: its exit code.
        out: what it printed.
        error: what was raised, or what it wrote to the error stream; empty with exit code 0.
        steps: optimiser steps.
        optimizers: class names of the optimisers of these steps.
        rates: learning rates of these steps.
        modes: for each forward pass of TinyVGG: in training mode? with gradients?
        shapes: of the input of each of them.
        devices: where TinyVGG and its inputs were.
        answers: what TinyVGG answered, batch by batch.
        result: the lists of numbers by name that `call_main` got.
        edges: of each such input: the mean of its left, right, upper and lower edge, where 0 is the
            mean of its middle and 1 is its range away from that.
        place: file and line of the student's code where it ended with an error.
    """

    what: str
    code: int
    out: str
    error: str
    steps: int
    optimizers: list[str]
    rates: list[float]
    modes: list[list[bool]]
    shapes: list[list[int]]
    devices: list[str]
    answers: list[list[list[float]]]
    result: dict[str, list[float]]
    edges: list[list[float]]
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

    def check_whole(self) -> None:
        """TinyVGG was given pictures of `files.framed` with all four sides of their frame."""
        least = min(min(edges) for edges in self.check_good().edges)
        expect.true(
            least > _FRAME,
            f"Expected TinyVGG to get whole pictures in {self.what}, but of a picture with a "
            "frame it got one without it.",
            hint="A Resize to (64, 64) squeezes a picture; a Resize to 64 keeps its proportions.",
        )


def run(student: Student, module: str, *argv: str, cwd: str = "here") -> Ended:
    """Run a program of the package in the folder ``cwd`` of the scratch folder."""
    place = files.full(student, cwd)
    student.library("os").makedirs(place, exist_ok=True)
    report = student.chapter_probes.run_program(module, list(argv), place, SECONDS - 5)
    shown = " ".join([f"{module}.py", *argv]).replace(f"{student.scratch}/", "")
    return _ended(student, report, shown)


def call_main(student: Student, module: str, *argv: str) -> Ended:
    """Call main of a module of the package with a list of arguments, in the scratch folder."""
    report = student.chapter_probes.call_main(module, list(argv), SECONDS - 5)
    shown = f"{module}.main({list(argv)})".replace(f"{student.scratch}/", "")
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
    frames = _PLACE.findall(student.last.output)
    return Ended(
        what=what,
        code=int(report["code"]),
        out=str(report["out"]),
        error=str(report["error"]),
        steps=int(report.get("steps", 0)),
        optimizers=list(report.get("optimizers", [])),
        rates=list(report.get("rates", [])),
        modes=list(report.get("modes", [])),
        shapes=list(report.get("shapes", [])),
        devices=list(report.get("devices", [])),
        answers=list(report.get("answers", [])),
        result=dict(report.get("result", {})),
        edges=list(report.get("edges", [])),
        place=":".join(frames[-1]) if frames else "",
    )


def other_command_line(student: Student) -> None:
    """Give the process a command line that means nothing to the student's programs."""
    student.probes.replace(student.library("sys"), "argv", ["other.py", "--other", "flags"])
