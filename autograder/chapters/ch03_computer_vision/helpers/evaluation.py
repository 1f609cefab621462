"""Calls that measure a model or train it over epochs, and what right ones give."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from torch import nn

from autograder.chapters.ch03_computer_vision import probes
from autograder.chapters.ch03_computer_vision.helpers import classifiers, scores
from autograder.checks import expect, parity
from autograder.remote.client import Remote, Student

OTHER_LOSS = nn.CrossEntropyLoss(label_smoothing=0.2)


def arguments(
    student: Student, model: Remote, samples: classifiers.Data, *, other: bool = False
) -> dict[str, Any]:
    """The arguments of test_step and eval_model, by the names the course gives them.

    With ``other`` the loss and the score are others than anybody would take unasked.
    """
    score = "taken_for_last_fn" if other else "accuracy_fn"
    return {
        "model": model,
        "data_loader": samples.loader(student),
        "loss_fn": loss_fn(student, other=other),
        "accuracy_fn": getattr(student.chapter_probes, score),
        "device": "cpu",
    }


def loss_fn(student: Student, *, other: bool) -> Remote:
    """The cross entropy, there, or the other loss."""
    smoothing = OTHER_LOSS.label_smoothing if other else 0.0
    loss: Remote = student.library("torch.nn").CrossEntropyLoss(label_smoothing=smoothing)
    return loss


def other_scores(model: nn.Module, samples: classifiers.Data) -> scores.Scores:
    """What the other loss and the other score are."""
    return scores.measured(model, samples, OTHER_LOSS, probes.taken_for_last_fn)


def check_result(result: object, name: str, wanted: scores.Scores, *, of: str = "the dict") -> None:
    """The three entries of a dict of eval_model."""
    expect.keys(result, ("model_name", "model_loss", "model_acc"), name=of)
    found: dict[str, Any] = result  # type: ignore[assignment]
    expect.equal(found["model_name"], name, name='"model_name"')
    scores.check_mean(found["model_loss"], wanted.loss, name='"model_loss"')
    scores.check_mean(found["model_acc"], wanted.accuracy, name='"model_acc"')


def exact(
    student: Student, model: Remote, samples: classifiers.Data, *, other: bool = False
) -> Any:
    """Call exact_metrics, with the cross entropy or the other loss."""
    loss = loss_fn(student, other=other)
    return student.exact_metrics(model, samples.loader(student), loss, device="cpu")


def check_exact(
    value: object,
    model: nn.Module,
    samples: classifiers.Data,
    size: int = 0,
    *,
    other: bool = False,
) -> None:
    """A pair of numbers as if all samples came in one batch."""
    is_pair = isinstance(value, list | tuple) and len(value) == 2
    expect.true(is_pair, f"Expected loss and accuracy, but got {expect.show(value)}.")
    whole = classifiers.Data(samples.x, samples.y, len(samples.y))
    wanted = scores.measured(model, whole, OTHER_LOSS if other else nn.CrossEntropyLoss())
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
    name: str


def fit(
    student: Student,
    rng: np.random.Generator,
    epochs: int,
    *,
    batch_norm: bool = False,
    momentum: float = 0.0,
    other: bool = False,
    far: bool = False,
) -> Fitting:
    """Train a model that comes in evaluation mode for some epochs.

    With ``other`` loss and score are other ones; with ``far`` the model is on the far device.
    """
    learn, test = classifiers.data(rng, full_batches=1), classifiers.data(rng)
    there, here = classifiers.pair(student, rng, batch_norm=batch_norm)
    lr = float(rng.uniform(0.1, 0.3))
    optimizer = student.probes.SpySGD(there.parameters(), lr=lr, momentum=momentum)
    chosen = student.chapter_probes
    model = classifiers.far_model(student, there) if far else chosen.called("Net", there)
    model.eval.keep()
    value = student.train_epochs(
        model,
        *(data.far_loader(student) if far else data.loader(student) for data in (learn, test)),
        loss_fn(student, other=other),
        optimizer,
        chosen.taken_for_last_fn if other else chosen.accuracy_fn,
        epochs,
        classifiers.FAR if far else "cpu",
    )
    student.observe("order", optimizer.events)
    loss = OTHER_LOSS if other else nn.CrossEntropyLoss()
    score = probes.taken_for_last_fn if other else probes.accuracy_fn
    wanted = []
    steps = parity.sgd_walk(here, learn.batches * epochs, loss, lr=lr, momentum=momentum)
    for number, _ in enumerate(steps, start=1):
        if number % len(learn.batches) == 0:
            wanted.append(scores.measured(here, test, loss, score))
    return Fitting(value, wanted, there, here, "FarModel" if far else "Net")


def check_history(fitting: Fitting) -> None:
    """A list with the right dict for each epoch."""
    expect.type_(fitting.value, list, name="the result")
    expect.length(fitting.value, len(fitting.wanted), name="the list")
    for epoch, (found, wanted) in enumerate(zip(fitting.value, fitting.wanted, strict=True)):
        check_result(found, fitting.name, wanted, of=f"the result of epoch {epoch}")


def far_arguments(
    student: Student, rng: np.random.Generator
) -> tuple[dict[str, Any], nn.Sequential, classifiers.Data]:
    """As `arguments`, with model and ``device`` far away and a loader on the CPU.

    In the student's process torch says that there is a GPU, so that code that chooses a device by
    itself chooses another one than it was told.
    """
    student.probes.pretend_devices(cuda=True, mps=False)
    there, here = classifiers.pair(student, rng)
    data = classifiers.telling(rng, here)
    options = arguments(student, classifiers.far_model(student, there), data)
    options |= {"data_loader": data.far_loader(student), "device": classifiers.FAR}
    return options, here, data
