"""Calls of the steps and of train, with a record, and what is right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from autograder.chapters.ch07_experiment_tracking.helpers import logs
from autograder.checks import classifiers, loops, parity
from autograder.remote.client import Remote, Student


def train_step(
    student: Student,
    rng: np.random.Generator,
    sizes: list[int],
    *,
    far: bool = False,
    **options: Any,
) -> loops.Epoch:
    """Call train_step once, see `loops.train_step`.

    With ``far`` the batches claim to be on a GPU, and must be sent to the model.
    """
    on = classifiers.classifier(student, rng, **options)
    loader = classifiers.far_loader if far else classifiers.loader
    return loops.train_step(student, rng, on, sizes, "cpu", loader=loader)


def test_step(
    student: Student, rng: np.random.Generator, *, guard: bool, **options: Any
) -> loops.Epoch:
    """Call test_step on a model in training mode, with batches that claim to be on a GPU.

    With ``guard`` the model refuses to be recorded by autograd.
    """
    on = classifiers.classifier(student, rng, **options)
    batches = on.batches(rng, 6, 6, 3)
    guarded = student.probes.GradientGuard(on.there) if guard else on.there
    spied = student.probes.Recorder(guarded)
    spied.train.keep()
    loader = classifiers.far_loader(student, batches)
    answer = student.test_step(spied, loader, classifiers.cross_entropy(student), "cpu")
    student.observe("modes", spied.calls)
    return loops.Epoch(answer, on.there.state_dict(), on.test(batches), parity.snapshot(on.here))


def check_epoch(epoch: loops.Epoch) -> None:
    """Loss, accuracy, parameters and statistics are right, in this order."""
    epoch.tally.check(epoch.answer)
    epoch.check_state()


def train(
    student: Student,
    rng: np.random.Generator,
    epochs: int,
    writer: Remote | None = None,
    **options: Any,
) -> loops.Training:
    """Call train, see `loops.train`; options as for `classifiers.classifier`."""
    student.chapter_probes.watch_writers()
    on = classifiers.classifier(student, rng, **options)
    return loops.train(student, rng, on, epochs, by_name=True, device="cpu", writer=writer)


def train_far(student: Student, rng: np.random.Generator, device: str) -> loops.Training:
    """Call train for two epochs on a model that claims to be on a device; batches are elsewhere."""
    on = classifiers.classifier(student, rng)
    batches, others = on.batches(rng, 5, 5, 3), on.batches(rng, 4, 3)
    results = student.train(
        student.probes.FarModel(on.there, device),
        classifiers.far_loader(student, batches),
        classifiers.far_loader(student, others),
        on.optimizer(student),
        classifiers.cross_entropy(student),
        2,
        device,
        None,
    )
    tallies = on.right_epochs(batches, others, 2)
    return loops.Training(results, on.there.state_dict(), *tallies, parity.snapshot(on.here))


def wanted_or(
    training: loops.Training, found: Mapping[str, logs.Run], root: str
) -> dict[str, list[float]]:
    """The curves of a right training; means over samples where those are what was logged."""
    logged = logs.curves(found, root)
    return {
        key: _nearest([value for _, value in logged.get(key, [])], training, key)
        for key in loops.KEYS
    }


def _nearest(values: list[float], training: loops.Training, key: str) -> list[float]:
    tallies = training.tallies(key)
    kept = [t.values(key) for t in tallies]
    by_batch = [float(np.mean(v)) for v in kept]
    by_sample = [float(np.average(v, weights=t.sizes)) for v, t in zip(kept, tallies, strict=True)]
    fits = len(values) == len(by_sample) and np.allclose(values, by_sample, rtol=1e-5)
    return by_sample if fits else by_batch
