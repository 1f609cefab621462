"""Calls that measure a model or train it over epochs, and what right ones give."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from torch import nn

from autograder.chapters.ch03_computer_vision.helpers import classifiers, scores
from autograder.checks import expect, parity
from autograder.remote.client import Remote, Student


def arguments(
    student: Student, model: Remote, samples: classifiers.Data, score: str = "accuracy_fn"
) -> dict[str, Any]:
    """The arguments of test_step and eval_model, by the names the course gives them."""
    return {
        "model": model,
        "data_loader": samples.loader(student),
        "loss_fn": student.library("torch.nn").CrossEntropyLoss(),
        "accuracy_fn": getattr(student.chapter_probes, score),
        "device": "cpu",
    }


def check_result(result: object, name: str, wanted: scores.Scores, *, of: str = "the dict") -> None:
    """The three entries of a dict of eval_model."""
    expect.keys(result, ("model_name", "model_loss", "model_acc"), name=of)
    found: dict[str, Any] = result  # type: ignore[assignment]
    expect.equal(found["model_name"], name, name='"model_name"')
    scores.check_mean(found["model_loss"], wanted.loss, name='"model_loss"')
    scores.check_mean(found["model_acc"], wanted.accuracy, name='"model_acc"')


def exact(student: Student, model: Remote, samples: classifiers.Data) -> Any:
    """Call exact_metrics."""
    loss_fn = student.library("torch.nn").CrossEntropyLoss()
    return student.exact_metrics(model, samples.loader(student), loss_fn, device="cpu")


def check_exact(value: object, model: nn.Module, samples: classifiers.Data, size: int = 0) -> None:
    """A pair of numbers as if all samples came in one batch."""
    is_pair = isinstance(value, list | tuple) and len(value) == 2
    expect.true(is_pair, f"Expected loss and accuracy, but got {expect.show(value)}.")
    whole = classifiers.Data(samples.x, samples.y, len(samples.y))
    wanted = scores.measured(model, whole, nn.CrossEntropyLoss())
    end = f" in batches of {size}" if size else ""
    numbers: Any = value
    right = (wanted.losses[0], wanted.accuracies[0])
    for name, number, true in zip(("loss", "accuracy"), numbers, right, strict=True):
        expect.close(
            scores.plain(number, name=f"the {name}"),
            true,
            name=f"the {name}{end}",
            rtol=parity.RTOL,
        )


@dataclass(frozen=True, slots=True)
class Fitting:
    """A call of train_epochs, and what a right one gives."""

    value: Any
    wanted: list[scores.Scores]
    there: Remote
    here: nn.Module


def fit(
    student: Student,
    rng: np.random.Generator,
    epochs: int,
    *,
    batch_norm: bool = False,
    momentum: float = 0.0,
) -> Fitting:
    """Train a model that comes in evaluation mode for some epochs."""
    learn, test = classifiers.data(rng, full_batches=1), classifiers.data(rng)
    there, here = classifiers.pair(student, rng, batch_norm=batch_norm)
    lr = float(rng.uniform(0.1, 0.3))
    optimizer = student.probes.SpySGD(there.parameters(), lr=lr, momentum=momentum)
    model = student.chapter_probes.called("Net", there)
    model.eval.keep()
    value = student.train_epochs(
        model,
        learn.loader(student),
        test.loader(student),
        student.library("torch.nn").CrossEntropyLoss(),
        optimizer,
        student.chapter_probes.accuracy_fn,
        epochs,
        "cpu",
    )
    student.observe("order", optimizer.events)
    wanted = []
    steps = parity.sgd_walk(
        here, learn.batches * epochs, nn.CrossEntropyLoss(), lr=lr, momentum=momentum
    )
    for number, _ in enumerate(steps, start=1):
        if number % len(learn.batches) == 0:
            wanted.append(scores.measured(here, test, nn.CrossEntropyLoss()))
    return Fitting(value, wanted, there, here)


def check_history(fitting: Fitting) -> None:
    """A list with the right dict for each epoch."""
    expect.type_(fitting.value, list, name="the result")
    expect.length(fitting.value, len(fitting.wanted), name="the list")
    for epoch, (found, wanted) in enumerate(zip(fitting.value, fitting.wanted, strict=True)):
        check_result(found, "Net", wanted, of=f"the result of epoch {epoch}")


def far_arguments(
    student: Student, rng: np.random.Generator
) -> tuple[dict[str, Any], nn.Sequential, classifiers.Data]:
    """As `arguments`, with model and ``device`` far away and a loader on the CPU.

    In the student's process torch says that there is a GPU, so that code that chooses a device by
    itself chooses another one than it was told.
    """
    student.probes.pretend_devices(cuda=True, mps=False)
    data = classifiers.data(rng)
    there, here = classifiers.pair(student, rng)
    options = arguments(student, classifiers.far_model(student, there), data)
    options |= {"data_loader": data.far_loader(student), "device": classifiers.FAR}
    return options, here, data
