"""Feature extractors that torchvision's builders make of small networks with drawn weights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from PIL import Image
from torch import Tensor
from torchvision import models

from autograder.chapters.ch09_model_deployment.probes import small
from autograder.checks import expect, files, parity
from autograder.checks.networks import seeded_linear
from autograder.remote.client import Remote, Student

State = dict[str, Tensor]


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the two candidates.

    Attributes:
        function: the task, and the function to call.
        weights: name of torchvision's weights.
        head: what the model calls its head.
        width: how many numbers the head gets.
        layers: of the head: class name and dropout probability, a Sequential around them too.
        body: how many parameters the real network has besides its head.
    """

    function: str
    weights: str
    head: str
    width: int
    layers: tuple[tuple[str, float | None], ...]
    body: int


EFFNET = Kind(
    function="create_effnetb2_model",
    weights="EfficientNet_B2_Weights",
    head="classifier",
    width=1408,
    layers=(("Sequential", None), ("Dropout", 0.3), ("Linear", None)),
    body=7_700_994,
)
VIT = Kind(
    function="create_vit_model",
    weights="ViT_B_16_Weights",
    head="heads",
    width=768,
    layers=(("Linear", None),),
    body=85_798_656,
)


def place(student: Student, rng: np.random.Generator) -> dict[str, State]:
    """Let the student's torchvision build small networks; returns their pretrained numbers."""
    states = {}
    for kind in (EFFNET, VIT):
        with torch.random.fork_rng(devices=[]):
            model = small(kind.weights)
        states[kind.weights] = parity.drawn_state(model, rng)
    student.chapter_probes.place_pretrained(states)
    return states


def made(student: Student, kind: Kind, *args: Any, **options: Any) -> tuple[Remote, Any]:
    """What the student's function returns: a model and transforms.

    Raises:
        Failed: it is not a pair.
    """
    found = getattr(student, kind.function)(*args, **options)
    expect.type_(
        found, (tuple, list), name="the result", hint="Return the model and the transforms."
    )
    expect.length(found, 2, name="the result")
    return found[0], found[1]


def check_head(student: Student, model: Remote, kind: Kind, classes: int) -> None:
    """The head has the right layers, and nothing but it is trainable."""
    there = student.chapter_probes
    layers = [tuple(layer) for layer in there.layers(getattr(model, kind.head))]
    if "Sequential" not in dict(kind.layers):  # one around the layers is free
        layers = [layer for layer in layers if layer[0] != "Sequential"]
    expect.equal(layers, list(kind.layers), name=f"the layers of model.{kind.head}")
    learning = [(name, shape) for name, shape, learns in there.sizes(model) if learns]
    outside = [name for name, _ in learning if not name.startswith(f"{kind.head}.")]
    expect.equal(outside, [], name="the list of trainable parameters outside the head")
    shapes = sorted(shape for _, shape in learning)
    wanted = sorted([[classes, kind.width], [classes]])
    expect.equal(shapes, wanted, name="the shapes of the head's trainable parameters")


def check_body(model: Remote, kind: Kind, state: State) -> None:
    """Everything but the head is as pretrained."""
    prefix = f"{kind.head}."
    found = {k: v for k, v in model.state_dict().items() if not k.startswith(prefix)}
    wanted = {k: v for k, v in state.items() if not k.startswith(prefix)}
    expect.state_dict(found, wanted, name="the pretrained part", rtol=1e-6)


def check_seed(model: Remote, kind: Kind, classes: int, seed: int) -> None:
    """The head is the one that is drawn first after the seed."""
    head = seeded_linear(kind.width, classes, seed, torch.float32)
    for key, value in model.state_dict().items():
        if key.startswith(f"{kind.head}."):
            name = "weight" if value.ndim == 2 else "bias"
            expect.close(value, getattr(head, name), name=f"the head's {name}", rtol=1e-5)


def check_transforms(student: Student, rng: np.random.Generator, found: Any, kind: Kind) -> None:
    """A picture goes through the transforms as the weights ask for."""
    pixels = files.noise(rng, *rng.integers(20, 40, 2).tolist())
    wanted = getattr(models, kind.weights).DEFAULT.transforms()(Image.fromarray(pixels))
    expect.true(
        isinstance(found, Remote),
        f"Expected the second result to be transforms, but got {expect.show(found)}.",
    )
    expect.close(
        found(files.opened(student, pixels)),
        wanted,
        name="a picture that went through the transforms",
        atol=1e-4,
    )


def check_real(student: Student, rng: np.random.Generator, kind: Kind) -> None:
    """torchvision's own network (without its numbers) has only the new head to train."""
    there, classes = student.chapter_probes, int(rng.integers(4, 120))
    there.place_bare()
    model, _ = made(student, kind, num_classes=classes)
    sizes = there.sizes(model)
    counts = [
        sum(int(np.prod(shape)) for _, shape, learns in sizes if learns in of)
        for of in ((True,), (True, False))
    ]
    head = (kind.width + 1) * classes
    expect.equal(counts, [head, kind.body + head], name="the trainable and all numbers")
