"""A demo folder that a student's code makes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

import numpy as np
import torch
from PIL import Image
from torch import nn
from torchvision import transforms

from autograder.chapters.ch09_model_deployment.helpers import class_names
from autograder.checks import expect, files, parity
from autograder.remote.client import Student, StudentError, save_bytes

_MODEL = '''\
"""The network of this demo."""

from torch import nn
from torchvision import transforms


def create_model(num_classes):
    """Return the model with random numbers, and its transforms."""
    transform = transforms.Compose([transforms.Resize(({height}, {width})), transforms.ToTensor()])
    model = nn.Sequential(
        nn.Flatten(),
        nn.Linear({inputs}, {hidden}),
        nn.Tanh(),
        nn.Dropout(0.5),
        nn.Linear({hidden}, num_classes),
    )
    return model, transform
'''


@dataclass(frozen=True, slots=True)
class Given:
    """What a demo is made of, in the student's process and here.

    Attributes:
        model: the text of the model's file.
        weights: the bytes of its weights' file.
        names: of the classes, not sorted.
        examples: bytes of pictures by file name.
        here: the network with these weights, in evaluation mode.
        size: height and width of its pictures.
    """

    model: str
    weights: bytes
    names: list[str]
    examples: dict[str, bytes]
    here: nn.Module
    size: tuple[int, int]

    def probabilities(self, pixels: Any) -> dict[str, float]:
        """What the app should say about a picture, uint8 (h, w, 3)."""
        steps = transforms.Compose([transforms.Resize(self.size), transforms.ToTensor()])
        x = steps(Image.fromarray(pixels)).unsqueeze(0)
        probs = parity.eval_output(self.here, x).softmax(dim=1)[0]
        return dict(zip(self.names, probs.tolist(), strict=True))


def given(rng: np.random.Generator, *, gpu: bool = False) -> Given:
    """Draw the parts of a demo; its weights were saved on a GPU if asked for."""
    height, width = (int(n) for n in rng.integers(3, 6, 2))
    hidden, classes = int(rng.integers(4, 9)), int(rng.integers(4, 7))
    inputs = 3 * height * width
    with torch.random.fork_rng(devices=[]):
        here = nn.Sequential(
            nn.Flatten(),
            nn.Linear(inputs, hidden),
            nn.Tanh(),
            nn.Dropout(0.5),
            nn.Linear(hidden, classes),
        )
    state = parity.drawn_state(here, rng)
    here.load_state_dict(state)
    return Given(
        model=_MODEL.format(height=height, width=width, inputs=inputs, hidden=hidden),
        weights=parity.cuda_checkpoint(state, index=7) if gpu else save_bytes(state),
        names=class_names.turned(rng, classes),
        examples={
            f"{name}_{rng.integers(99)}.png": files.encoded(files.noise(rng, 6, 8))
            for name in files.names(rng, 2)
        },
        here=here.eval(),
        size=(height, width),
    )


def make(
    student: Student, of: Given, dst: str = "demos/mini", *, alone: bool = False
) -> dict[str, bytes]:
    """Have the student's code make the folder; returns its files by name.

    The originals lie in the folder mine/; where the demo is to stand alone, they are gone before it
    is read.
    """
    model = student.write_file("mine/net.py", of.model.encode())
    weights = student.write_file("mine/best_model.pth", of.weights)
    pictures = [student.write_file(f"mine/{k}", v) for k, v in of.examples.items()]
    place = files.full(student, dst)
    found = student.make_demo_folder(place, model, weights, of.names, pictures)
    expect.true(
        isinstance(found, PurePath),
        f"Expected the result to be a Path, but got {expect.show(found)}.",
    )
    expect.equal(str(found), place, name="the result")
    if alone:
        student.library("shutil").rmtree(files.full(student, "mine"))
    return contents(student, dst)


def contents(student: Student, folder: str) -> dict[str, bytes]:
    """The files below a folder in the student's process, by their path in it."""
    paths = [path for path in student.list_files() if path.startswith(f"{folder}/")]
    found = {}
    with student.aside():
        for path in paths:
            try:
                found[path.removeprefix(f"{folder}/")] = student.read_file(path)
            except StudentError as error:
                if "IsADirectoryError" not in error.types:
                    raise
    scratch = str(student.scratch).encode()
    student.record("files", {k: v.replace(scratch, b"scratch") for k, v in found.items()})
    return found


def check_files(of: Given, found: Mapping[str, bytes]) -> None:
    """All parts are there, and copies are true to their originals."""
    examples = [f"examples/{name}" for name in of.examples]
    for name in ("app.py", "model.py", "class_names.txt", "requirements.txt", *examples):
        expect.true(name in found, f"Expected a file {name}, but got {sorted(found)}.")
    expect.equal(found["model.py"].decode(errors="replace"), of.model, name="the text of model.py")
    for name, data in of.examples.items():
        expect.true(
            found[f"examples/{name}"] == data,
            f"Expected examples/{name} to be a copy, but it isn't.",
        )
    names = found["class_names.txt"].decode(errors="replace").splitlines()
    expect.equal(names, of.names, name="the lines of class_names.txt")
    saved = [name for name in found if name.endswith((".pt", ".pth"))]
    expect.length(saved, 1, name="the list of files that end in .pt or .pth")
