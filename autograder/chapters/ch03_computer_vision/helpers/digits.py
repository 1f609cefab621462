"""Small pictures of digits to learn from, and the model that learnt."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from typing import Any

import numpy as np
import torch
from torch import Tensor

from autograder.chapters.ch03_computer_vision.helpers import networks
from autograder.checks import expect, heldout
from autograder.remote.client import Remote, Student


def digits(rng: np.random.Generator, n: int) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """n digits to learn from and all others: pictures and labels of both."""
    from sklearn.datasets import load_digits

    bundle = load_digits()
    x = torch.as_tensor(bundle.images / 16, dtype=torch.float32).unsqueeze(1)
    y = torch.as_tensor(bundle.target, dtype=torch.int64)
    order = torch.as_tensor(rng.permutation(len(y)))
    return x[order[:n]], y[order[:n]], x[order[n:]], y[order[n:]]


def check_digits_model(student: Student, model: Any, x: Tensor) -> None:
    """The model gives ten numbers a picture, and a fresh TinyVGG with its weights the same."""
    is_model = isinstance(model, Remote) and student.library("builtins").isinstance(
        model, student.library("torch.nn").Module
    )
    expect.true(is_model, f"Expected the result to be a model, but got {expect.show(model)}.")
    output = model(x)
    expect.shape(expect.tensor(output, name="its output"), (len(x), 10), name="its output")
    fresh = student.TinyVGG(1, 16, 10, image_size=8)
    state = model.state_dict()
    found, wanted = heldout.shapes(state), heldout.shapes(fresh.state_dict())
    expect.equal(found, wanted, name="the shapes of its weights, those of a TinyVGG,")
    student.probes.load_parameters(fresh, state)
    expect.close(fresh(x), output, name="the output of a fresh TinyVGG with these weights")


def readings(model: Remote, x: Tensor) -> Iterator[Tensor]:
    """What a TinyVGG with the model's numbers reads, computed here, by each order of its layers."""
    first, *inner, last = networks.check_shapes(model, networks.vgg_shapes(1, 16, 10, 8))
    return (labels_of(networks.vgg([first, *order, last], x)) for order in permutations(inner))


def labels_of(logits: Tensor) -> Tensor:
    """The predicted classes."""
    return logits.detach().argmax(dim=1)
