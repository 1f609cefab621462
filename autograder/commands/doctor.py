"""``autograder doctor``: examine versions, devices and sandbox of this machine, with advice."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from autograder.course import chapters
from autograder.sandbox.policy import REQUIRED, Layer

_OLDEST_PYTHON = (3, 10)
_OLDEST_TORCH = (2, 6)
_OPTIONAL = (
    ("matplotlib", "plots in the exercises"),
    ("scikit-learn", "data sets of chapter 02"),
    ("ipython", "magic commands in notebooks"),
    ("nbformat", "writing notebooks for nbgrader"),
    ("jupyterlab", "working in notebooks"),
)
_REINSTALL = "Install torch and torchvision in one command, both for CPU or both for one CUDA."


@dataclass(frozen=True, slots=True)
class Finding:
    """The finding on one part of the machine.

    Attributes:
        name: what it is.
        ok: True if it is as it should be, False if not, None if it could be better.
        detail: what was found.
        advice: what to do about it; empty if nothing.
    """

    name: str
    ok: bool | None
    detail: str
    advice: str = ""


def main() -> int:
    """Print all findings; returns exit code 1 if something is not as it should be."""
    from rich.table import Table
    from rich.text import Text

    from autograder.screen import glyphs, open_console

    console = open_console()
    signs = glyphs(console)
    page = Table.grid(padding=(0, 1))
    looks = {
        True: (signs.passed, "green"),
        False: (signs.failed, "red"),
        None: (signs.skipped, "yellow"),
    }
    bad = False
    for finding in examine():
        sign, style = looks[finding.ok]
        page.add_row(Text(f"  {sign}", style), finding.name, finding.detail)
        if finding.advice:
            page.add_row("", "", Text(finding.advice, "dim"))
        bad = bad or finding.ok is False
    console.print(page)
    return int(bad)


def examine(folder: Path | None = None) -> Iterator[Finding]:
    """Yield the findings on this machine.

    Args:
        folder: the working folder; the current one by default.
    """
    from autograder.sandbox.probe import probe

    layers = probe()  # before torch, so that its throw-away processes are small
    yield _python()
    yield _torch()
    yield _torchvision()
    yield from _devices()
    yield from map(_layer, layers)
    yield _grading(layers)
    yield from (_package(name, purpose) for name, purpose in _OPTIONAL)
    yield _exercises()
    yield _writable(folder or Path.cwd())


def _python() -> Finding:
    found = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    if sys.version_info >= _OLDEST_PYTHON:
        return Finding("Python", True, found)
    return Finding("Python", False, found, "Install Python 3.10 or newer.")


def _torch() -> Finding:
    version = _version("torch")
    if version is None:
        return Finding("torch", False, "not installed", _REINSTALL)
    if tuple(int(part) for part in version.split(".")[:2]) < _OLDEST_TORCH:
        return Finding("torch", False, version, f"Expected 2.6 or newer. {_REINSTALL}")
    return Finding("torch", True, version)


def _torchvision() -> Finding:
    version, torch = _version("torchvision"), _version("torch")
    if version is None or torch is None:
        return Finding("torchvision", False, "not installed", _REINSTALL)
    from autograder.student.torchvision_shim import is_broken

    if not is_broken():
        return Finding("torchvision", True, version)
    return Finding(
        "torchvision",
        None,
        f"{version}, whose compiled part was built for another torch than {torch}; the kit "
        "replaces what the exercises need of it",
        f"Your own programs will stop at `import torchvision`. {_REINSTALL}",
    )


def _devices() -> Iterator[Finding]:
    yield Finding("processors", True, f"{os.cpu_count()}")
    if _version("torch") is None:
        return
    import torch

    if torch.cuda.is_available():
        names = [torch.cuda.get_device_name(n) for n in range(torch.cuda.device_count())]
        yield Finding("cuda", True, ", ".join(names))
    if torch.backends.mps.is_available():
        yield Finding("mps", True, "Apple GPU, without float64")
    elif not torch.cuda.is_available():
        yield Finding("graphics processor", None, "none; every exercise also runs on the CPU")


def _layer(layer: Layer) -> Finding:
    return Finding(f"sandbox: {layer.name}", layer.available or None, layer.detail)


def _grading(layers: tuple[Layer, ...]) -> Finding:
    there = {layer.name for layer in layers if layer.available}
    missing = [
        names.replace("|", " or ") for names in REQUIRED if there.isdisjoint(names.split("|"))
    ]
    if not missing:
        return Finding("grading others' work", True, "the sandbox has all it needs")
    return Finding(
        "grading others' work",
        None,
        f"the sandbox lacks {', '.join(missing)}",
        "Grade on Linux, or use --trust-submissions for work you have read. Checking your own "
        "work needs none of it.",
    )


def _package(name: str, purpose: str) -> Finding:
    version = _version(name)
    if version is not None:
        return Finding(name, True, version)
    return Finding(name, None, f"not installed: {purpose}", f"python -m pip install {name}")


def _exercises() -> Finding:
    found = chapters.existing()
    if not found:
        where = f"none found in {chapters.ROOT}"
        return Finding("exercises", False, where, "Reinstall the kit, or use a whole clone of it.")
    return Finding("exercises", True, f"chapters {', '.join(chapter.label for chapter in found)}")


def _writable(folder: Path) -> Finding:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return Finding("working folder", True, f"{folder} can be written")
    except OSError as error:
        trouble = f"{folder} cannot be written: {error.strerror}"
        return Finding("working folder", False, trouble, "Work in a folder of your own.")


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None
