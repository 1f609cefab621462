"""Random inputs of chapter 03, and what right answers to them look like."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from autograder.chapters.ch03_computer_vision.helpers import networks
from autograder.checks import expect, parity
from autograder.remote.client import Remote, Student

_A_CLASS = 8  # samples in a row that have one label


@dataclass(frozen=True, slots=True)
class Made:
    """Two loaders over numbered samples, and what they were made of."""

    loaders: list[Any]
    sizes: list[int]
    batch_size: int


def loaders(student: Student, rng: np.random.Generator) -> Made:
    """Call make_loaders with data sorted by class: sample i is ([i], class of i)."""
    size = int(rng.integers(5, 12))
    sizes = [size * 4 + int(rng.integers(1, size)), size * 3 + int(rng.integers(1, size))]
    kind = student.library("torch.utils.data").TensorDataset
    sets = [kind(torch.arange(n).reshape(n, 1), torch.arange(n) // _A_CLASS) for n in sizes]
    found = student.make_loaders.keep(*sets, batch_size=size)
    get = student.library("operator").getitem
    return Made([get.keep(found, i) for i in range(2)], sizes, size)


def served(student: Student, loader: Any) -> list[Any]:
    """The batches of one epoch."""
    batches: list[Any] = student.library("builtins").list(loader)
    return batches


def ids(student: Student, made: Made, which: int) -> list[int]:
    """The numbers of the samples that a loader serves in one epoch, each with its own label."""
    batches = served(student, made.loaders[which])
    numbers: list[int] = torch.cat([x.flatten() for x, _ in batches]).tolist()
    labels: list[int] = torch.cat([y for _, y in batches]).tolist()
    wanted = [number // _A_CLASS for number in numbers]
    expect.equal(labels, wanted, name="the labels of the samples served")
    return numbers


def check_complete(numbers: list[int], n: int, *, name: str) -> None:
    """Each of n samples is there once."""
    expect.equal(len(numbers), n, name=f"the number of {name} samples served")
    expect.equal(sorted(numbers), list(range(n)), name=f"the {name} samples served, sorted,")


def check_shape(kind: Remote, rng: np.random.Generator, input_shape: int) -> None:
    """A model made by name gives (n, classes) for any n."""
    hidden, classes = int(rng.integers(5, 20)), int(rng.integers(3, 12))
    model = kind(input_shape=input_shape, hidden_units=hidden, output_shape=classes)
    for n in (1, int(rng.integers(2, 6))):
        output = model(networks.pictures(rng, n, 1, 28, 28))
        expect.shape(output, (n, classes), name=f"the output for a batch of {n}")


def check_size(student: Student, size: int, kernel: int, *settings: int) -> None:
    """conv2d_out agrees with the layer itself."""
    found = student.conv2d_out(size, kernel, *settings)
    names = ("stride", "padding", "dilation")
    given: dict[str, Any] = dict(zip(names, settings, strict=False))
    layer = nn.Conv2d(1, 1, kernel, **given, device="meta")
    wanted = layer(torch.empty(1, 1, size, size, device="meta")).shape[2]
    shown = ", ".join(map(str, (size, kernel, *settings)))
    expect.type_(found, int, name=f"conv2d_out({shown})")
    expect.equal(found, wanted, name=f"conv2d_out({shown})")


@dataclass(frozen=True, slots=True)
class Flat:
    """Layers over there, the shape of a picture, and how much the layers make of it."""

    module: Remote
    in_shape: tuple[int, int, int]
    wanted: int


def flat(student: Student, rng: np.random.Generator, wider: int = 0) -> Flat:
    """Random layers, and pictures that are not square."""
    channels, hidden, kernel = (int(rng.integers(2, 5)) for _ in range(3))
    in_shape = (channels, int(rng.integers(9, 12)), int(rng.integers(7, 9)) + wider)
    module = student.chapter_probes.make_features.keep(channels, hidden, kernel)
    high, wide = ((side - kernel + 1) // 2 for side in in_shape[1:])
    return Flat(module, in_shape, hidden * high * wide)


def check_timing(student: Student, answer: int, seconds: float, later: float = 0.0) -> None:
    """Time a job whose duration is known; what is compared stays there, for it varies."""
    builtins, operator = student.library("builtins"), student.library("operator")
    job = student.chapter_probes.Job.keep(answer, seconds, later)
    started = time.monotonic()
    found = student.time_training.keep(job)
    elapsed = time.monotonic() - started
    student.observe("runs and waits", job.events)
    is_pair = builtins.isinstance(found, builtins.tuple) and builtins.len(found) == 2
    expect.true(is_pair, "Expected a tuple of the result and the seconds, but got something else.")
    expect.equal(operator.getitem(found, 0), answer, name="what the function returned")
    took = operator.getitem.keep(found, 1)
    is_float = builtins.isinstance(took, builtins.float)
    expect.true(is_float, "Expected the seconds to be a float, but got something else.")
    expect.equal(job.runs.value(), 1, name="the number of calls of the function")
    expect.true(operator.ge(took, 0.0), "Expected the seconds to be positive, but got less than 0.")
    enough = operator.ge(took, 0.9 * (seconds + later))
    gpu = f", {later:g} of them on the GPU" if later else ""
    text = f"Expected at least {seconds + later:g} seconds{gpu}, but got less."
    expect.true(enough, text)
    text = f"Expected at most the {elapsed:.2f} seconds that the call took in all, but got more."
    expect.true(operator.le(took, elapsed), text)


def table(rng: np.random.Generator, n: int) -> list[dict[str, Any]]:
    """Results of n models with different accuracies, in random order."""
    accuracies = rng.choice(np.arange(600, 999), n, replace=False) / 10
    return [
        {
            "model_name": f"Model{i}",
            "model_loss": float(rng.uniform(0.1, 1.2)),
            "model_acc": float(accuracy),
            "train_seconds": float(rng.uniform(5, 90)),
        }
        for i, accuracy in enumerate(accuracies)
    ]


def check_compared(student: Student, rows: list[dict[str, Any]]) -> None:
    """The best row first; of equally good ones the fastest."""
    found = student.compare(rows)
    if isinstance(found, Remote) and student.library("builtins").hasattr(found, "to_dict"):
        found = found.to_dict("records")  # a DataFrame
    expect.type_(found, list, name="the result")
    wanted = sorted(rows, key=lambda row: (-row["model_acc"], row["train_seconds"]))
    names = [row.get("model_name") if isinstance(row, dict) else row for row in found]
    expect.equal(names, [row["model_name"] for row in wanted], name="the order of the models")
    expect.equal(found, wanted, name="the rows")


def samples(rng: np.random.Generator, n: int, channels: int = 3) -> Tensor:
    """Pictures of 6 x 6 in float64."""
    return torch.as_tensor(rng.standard_normal((n, channels, 6, 6)))


def check_predictions(student: Student, there: Remote, here: nn.Module, x: Tensor) -> None:
    """Probabilities of a list of pictures; the model stays as it is."""
    found = student.make_predictions(model=there, data=list(x), device="cpu")
    wanted = torch.softmax(parity.eval_output(here, x), dim=1)
    expect.shape(expect.tensor(found, name="the result"), tuple(wanted.shape), name="the result")
    expect.close(found, wanted, name="the result", rtol=parity.RTOL)


def guesses(rng: np.random.Generator, n: int, classes: int) -> tuple[Tensor, Tensor]:
    """Probabilities, and targets of which about a third are not the most probable class."""
    probs = torch.as_tensor(rng.dirichlet(np.ones(classes), n))
    wrong = torch.as_tensor(rng.permutation(np.arange(n) % 3 == 0))
    shift = torch.as_tensor(rng.integers(1, classes, n))
    return probs, torch.where(wrong, (probs.argmax(dim=1) + shift) % classes, probs.argmax(dim=1))


def check_worst(student: Student, probs: Tensor, targets: Tensor, k: int) -> None:
    """The indices agree with a sort done here."""
    found = student.worst_mistakes(probs, targets, k)
    sureness, preds = probs.max(dim=1)
    wrong = (preds != targets).nonzero().flatten().tolist()
    wanted = sorted(wrong, key=lambda i: (-float(sureness[i]), i))[:k]
    expect.type_(found, list, name="the result")
    for index in found:
        expect.type_(index, int, name="each index")
    expect.equal(found, wanted, name="the result")


def check_confusion(student: Student, preds: Tensor, targets: Tensor, classes: int) -> None:
    """The table agrees with one counted pair by pair."""
    found = student.confusion_matrix(preds, targets, classes)
    wanted = np.zeros((classes, classes), dtype=np.int64)
    np.add.at(wanted, (targets.numpy(), preds.numpy()), 1)
    expect.tensor(found, name="the table")
    expect.shape(found, (classes, classes), name="the table")
    expect.dtype(found, torch.int64, name="the table")
    expect.equal(found, torch.as_tensor(wanted), name="the table")


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
    found, wanted = _shapes(state), _shapes(fresh.state_dict())
    expect.equal(found, wanted, name="the shapes of its weights, those of a TinyVGG,")
    student.probes.load_parameters(fresh, state)
    expect.close(fresh(x), output, name="the output of a fresh TinyVGG with these weights")


def _shapes(state: Mapping[str, Tensor]) -> dict[str, tuple[int, ...]]:
    return {name: tuple(value.shape) for name, value in state.items()}


def labels_of(logits: Tensor) -> Tensor:
    """The predicted classes."""
    return logits.detach().argmax(dim=1)
