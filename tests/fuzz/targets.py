"""What is read from strangers, as functions of bytes: they raise nothing but what they promise."""

from __future__ import annotations

import contextlib
import io
import json
import zipfile
from collections.abc import Callable

import torch

from autograder import wire
from autograder.checks import events
from autograder.course import chapters, compose
from autograder.errors import UsageError
from autograder.submission import from_bytes

CHAPTER = chapters.load(chapters.find("00"))
NAME = CHAPTER.chapter.name
Target = Callable[[bytes], None]


def frame(data: bytes) -> None:
    """A reply of a student's process."""
    with contextlib.suppress(wire.WireError):
        value = wire.decode(data, lambda ref: ref)
        wire.encode(value)


def module(data: bytes) -> None:
    """A module that was handed in."""
    _read(data, f"{NAME}.py")


def notebook(data: bytes) -> None:
    """A notebook that was handed in."""
    _read(data, f"{NAME}.ipynb")


def archive(data: bytes) -> None:
    """A zip that was handed in."""
    _read(data, f"{NAME}.zip")


def event_file(data: bytes) -> None:
    """A file of TensorBoard's that a student's code wrote."""
    with contextlib.suppress(events.EventError):
        events.read(data)


TARGETS: dict[str, Target] = {
    one.__name__: one for one in (frame, module, notebook, archive, event_file)
}


def seeds(target: str) -> list[bytes]:
    """Good examples, of which fuzzers make bad ones."""
    source = "import torch\n\n\ndef drop_ones(x, keep_batch=False):\n    return x.squeeze()\n"
    cells = [{"cell_type": "code", "source": source, "metadata": {}, "outputs": []}]
    book = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(f"{NAME}.py", source)
        made.writestr("helper.py", "x = 1\n")
    values = [{"id": 1, "value": [torch.arange(6.0).reshape(2, 3), ("a", 2**70, b"\0")]}, None, 1.5]
    points = [events.Scalar("loss", step, 0.5) for step in range(3)]
    return {
        "frame": [wire.encode(value) for value in values],
        "module": [source.encode(), compose.stub_module(CHAPTER)[:2000].encode()],
        "notebook": [book.encode()],
        "archive": [packed.getvalue()],
        "event_file": [events.write(points)],
    }[target]


def _read(data: bytes, name: str) -> None:
    with contextlib.suppress(UsageError):
        from_bytes(data, name, NAME, wanted=CHAPTER.names)
