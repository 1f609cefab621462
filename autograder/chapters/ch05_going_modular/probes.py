"""What the graders of chapter 05 place in the student's process: programs that run for real.

A command line runs in a fork (`student.probes.programs`) with fresh modules, an argument list and a
working folder of its own.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import importlib.util
import io
import os
import runpy
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch.nn.modules.module import (
    register_module_forward_hook,
    register_module_forward_pre_hook,
)
from torch.optim.optimizer import register_optimizer_step_post_hook

from autograder.student import probes
from autograder.student.package import Package
from autograder.student.probes import programs
from autograder.student.probes.programs import Report, last_line
from autograder.student.runner import CappedOutput, Missing

NAME = "going_modular"


class Opener:
    """Stands for ``urllib.request.urlopen``: gives bytes, and notes what it was called with.

    Args:
        data: what the server sends.
        breaks: whether the line breaks in the middle.
    """

    def __init__(self, data: bytes, *, breaks: bool = False) -> None:
        self._data, self._breaks = data, breaks
        self.sources: list[str] = []
        self._streams: list[_Stream] = []

    def __call__(self, source: object = "", *_: Any, **__: Any) -> _Stream:
        """Open the connection."""
        self.sources.append(str(source))
        self._streams.append(_Stream(self._data, breaks=self._breaks))
        return self._streams[-1]

    def left_open(self) -> int:
        """How many connections nobody has closed."""
        return sum(not stream.closed for stream in self._streams)


class _Stream:
    """A connection: it can be read once and closed, and a ``with`` statement closes it."""

    def __init__(self, data: bytes, *, breaks: bool) -> None:
        self._bytes, self._left = io.BytesIO(data), len(data) // 2 if breaks else len(data)
        self._breaks, self.closed = breaks, False

    def read(self, size: int | None = -1, /) -> bytes:
        """The next bytes, all of them without a size."""
        whole = size is None or size < 0
        if self._breaks and (whole or not self._left):
            raise ConnectionResetError("The server hung up.")
        part = self._bytes.read(self._left if size is None or whole else min(size, self._left))
        self._left -= len(part)
        return part

    def close(self) -> None:
        """Hang up."""
        self.closed = True

    def __enter__(self) -> _Stream:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def devices(model: torch.nn.Module) -> list[str]:
    """The devices of a model's parameters, each once."""
    return sorted({str(parameter.device) for parameter in model.parameters()})


class _Stop(BaseException):
    """The arguments are known: the rest of the program does not matter."""


def run_program(module: str, argv: list[str], cwd: str, seconds: float = 8.0) -> Report:
    """Run a module of the package as ``python module.py ARGV...`` would be.

    Args:
        module: e.g. ``train``.
        argv: its arguments.
        cwd: its working folder.
        seconds: after which it is ended.

    Returns:
        ``code`` (exit code), ``out`` (what it printed), ``error`` (what was raised, or what it
        wrote to the error stream; empty with exit code 0), ``steps`` (optimiser steps), ``rates``
        and ``optimizers`` (learning rates and class names of these steps), ``modes`` (of TinyVGG's
        forward passes: whether training, whether with gradients), ``shapes`` and ``edges`` (of
        their inputs), ``devices`` (of model and inputs) and ``answers``.

    Raises:
        Missing: there is no such module.
        NotImplementedError: the program ended at a stub.
        TimeoutError: it did not end in time.
    """
    folder = _folder(module)

    def program(report: Report) -> None:
        os.chdir(cwd)
        sys.argv = [str(folder / f"{module}.py"), *argv]
        with _noted(report):
            runpy.run_module(f"{NAME}.{module}", run_name="__main__", alter_sys=True)

    return _run(program, folder, f"{module}.py {' '.join(argv)}".strip(), seconds)


def parse(module: str, argv: list[str], seconds: float = 8.0, *, cuda: bool = False) -> Report:
    """Have a program parse its arguments: by its ``build_parser``, or as it does when it runs.

    With ``cuda`` it seems to have a GPU.

    Returns:
        As `run_program`, and ``values``: the parsed arguments by name; None where it parsed none.

    Raises:
        Missing, NotImplementedError, TimeoutError: as for `run_program`.
    """
    folder = _folder(module)

    def program(report: Report) -> None:
        probes.pretend_devices(cuda=cuda, mps=False)
        sys.argv = [str(folder / f"{module}.py"), *argv]
        report["values"] = None
        if "def build_parser" in (folder / f"{module}.py").read_text("utf-8", "replace"):
            parser = importlib.import_module(f"{NAME}.{module}").build_parser()
            report["values"] = _plain(vars(parser.parse_args(argv)))
            return
        with _first_arguments(report), contextlib.suppress(_Stop):
            runpy.run_module(f"{NAME}.{module}", run_name="__main__", alter_sys=True)

    return _run(program, folder, f"{module}.py {' '.join(argv)}".strip(), seconds)


def import_alone(module: str, seconds: float = 8.0) -> Report:
    """Import a module of the package by itself, with arguments that mean nothing to it.

    Returns:
        As `run_program`, and ``files``: what the import wrote into the empty working folder.

    Raises:
        Missing, NotImplementedError, TimeoutError: as for `run_program`.
    """
    folder = _folder(module)

    def program(report: Report) -> None:
        os.chdir(tempfile.mkdtemp())
        sys.argv = ["python", "--these", "are", "not", "yours"]
        with _noted(report):
            importlib.import_module(f"{NAME}.{module}")
        report["files"] = sorted(path.name for path in Path().iterdir())

    return _run(program, folder, f"import {module}", seconds)


def call_main(module: str, argv: list[str], seconds: float = 8.0) -> Report:
    """Call ``main`` of a module of the package, while the command line means nothing to it.

    Returns:
        As `run_program`, and ``result``: lists of numbers by name; empty for anything else.

    Raises:
        Missing, NotImplementedError, TimeoutError: as for `run_program`.
    """
    folder = _folder(module)

    def program(report: Report) -> None:
        sys.argv = ["python", "--these", "are", "not", "yours"]
        with _noted(report):
            result = importlib.import_module(f"{NAME}.{module}").main(argv)
        with contextlib.suppress(AttributeError, TypeError, ValueError):
            report["result"] = {str(key): [float(x) for x in v] for key, v in result.items()}

    return _run(program, folder, f"{module}.main({argv})", seconds)


def _folder(module: str) -> Path:
    spec = importlib.util.find_spec(NAME)
    folders = list(spec.submodule_search_locations or ()) if spec is not None else []
    if not folders or not Path(folders[0], f"{module}.py").is_file():
        raise Missing(module)
    return Path(folders[0])


def _run(program: Callable[[Report], None], folder: Path, what: str, seconds: float) -> Report:
    """Run a program; print what it printed, so that a failed check can show it."""
    try:
        report = programs.report_of(lambda: _report(program, folder), what, seconds)
    finally:
        if not programs.FORKS:  # the program ran in this process
            Package(folder).forget()
            probes.restore()
    print(report["out"] + report.pop("log"), end="")
    if report["error"].startswith("NotImplementedError: "):
        raise NotImplementedError(report["error"].partition(": ")[2])
    return report


def _report(program: Callable[[Report], None], folder: Path) -> Report:
    Package(folder).forget()
    probes.pretend_devices(cuda=False, mps=False)  # a fork has no use of a GPU
    report: Report = {"code": 0}
    out, log = CappedOutput(), CappedOutput()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(log):
        try:
            program(report)
        except SystemExit as end:
            report["code"] = _exit_code(end.code)
        except BaseException as error:
            report["code"] = 1
            report["error"] = _show(error, folder)
    if "error" not in report:
        lines = [line[:500] for line in log.text.splitlines() if line.strip()]
        report["error"] = "\n".join(lines[:8]) if report["code"] else ""
    return report | {"out": out.text, "log": log.text}


def _show(error: BaseException, folder: Path) -> str:
    """Print an error as Python does, but for the kit's own frames; returns its last line."""
    trace = error.__traceback__
    while trace is not None and not trace.tb_frame.f_code.co_filename.startswith(str(folder)):
        trace = trace.tb_next
    traceback.print_exception(type(error), error, trace)
    return last_line(error)


def _exit_code(code: object) -> int:
    """The exit code that Python makes of a SystemExit; a text is printed and means 1."""
    if code is None or isinstance(code, int):
        return int(code or 0)
    print(code, file=sys.stderr)
    return 1


@contextlib.contextmanager
def _noted(report: Report) -> Any:
    """Note the steps of every optimiser, and TinyVGG's modes, inputs and answers."""
    names = ("rates", "optimizers", "modes", "shapes", "edges", "devices", "answers")
    report |= {"steps": 0} | {name: [] for name in names}

    def step(optimizer: torch.optim.Optimizer, *_: Any) -> None:
        report["steps"] += 1
        report["rates"].append(float(optimizer.param_groups[0]["lr"]))
        report["optimizers"].append(type(optimizer).__name__)

    def forward(module: torch.nn.Module, arguments: tuple[Any, ...]) -> None:
        if type(module).__name__ == "TinyVGG":
            report["modes"].append([module.training, torch.is_grad_enabled()])
            inputs = [x for x in arguments if isinstance(x, torch.Tensor)]
            report["shapes"] += [list(x.shape) for x in inputs]
            report["devices"] += [x.device.type for x in (*inputs, *module.parameters())]
            seen = [x for x in inputs if x.ndim == 4 and x.numel() and not x.is_meta]
            report["edges"] += [_edges(x) for x in seen]

    def answered(module: torch.nn.Module, _: tuple[Any, ...], answer: Any) -> None:
        if type(module).__name__ == "TinyVGG" and isinstance(answer, torch.Tensor):
            report["answers"] += [] if answer.is_meta else [answer.tolist()]

    hooks = [
        register_optimizer_step_post_hook(step),
        register_module_forward_pre_hook(forward),
        register_module_forward_hook(answered),
    ]
    try:
        yield
    finally:
        for hook in hooks:
            hook.remove()


def _edges(x: torch.Tensor) -> list[float]:
    """How bright the left, right, upper and lower edge of pictures (n, c, h, w) are on average.

    0 stands for their middle and 1 for as much brighter as their range is wide.
    """
    x = x.detach().double()
    middle = x[..., x.shape[2] // 2, x.shape[3] // 2].mean()
    edges = (x[..., 0], x[..., -1], x[..., 0, :], x[..., -1, :])
    scale = (x.max() - x.min()).clamp(min=1e-9)
    return [float((edge.mean() - middle) / scale) for edge in edges]


@contextlib.contextmanager
def _first_arguments(report: Report) -> Any:
    """Note what the program's first ``parse_args`` gives, and stop it there."""
    original = argparse.ArgumentParser.parse_args

    def parse_args(parser: Any, *args: Any, **options: Any) -> Any:
        report["values"] = _plain(vars(original(parser, *args, **options)))
        raise _Stop

    argparse.ArgumentParser.parse_args = parse_args  # type: ignore[assignment]
    try:
        yield
    finally:
        argparse.ArgumentParser.parse_args = original  # type: ignore[method-assign]


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Numbers, texts and None as they are, all else as text."""
    plain = (int, float, str, type(None))
    return {name: v if type(v) in (*plain, bool) else str(v) for name, v in values.items()}
