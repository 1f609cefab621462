"""Experiments on pictures in memory: stripes that lie, stripes that stand, and chequers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from autograder.chapters.ch04_custom_datasets.helpers import networks, training_runs
from autograder.checks import expect, heldout
from autograder.checks.tally import accuracy
from autograder.remote.client import Remote, Student

CLASSES = ["chequers", "lying", "standing"]
SIZE = 64

# Accuracy of `experiment` on new pictures of stripes and chequers; see thresholds.md.
LEARNT = 0.8
TRAINED_ON = 16  # pictures per class
EPOCHS = 12
ASKED = 20  # new pictures per class
# Pictures and seed of the training. From four starts in ten SGD gets there as well, in place of
# Adam; from this one it does not: 0.33, and Adam 1.0.
START = 23


def stripes(rng: np.random.Generator, count: int) -> tuple[Tensor, Tensor]:
    """Pictures sorted by class, as a folder gives them.

    Args:
        rng: decides colours, widths, shifts and noise.
        count: per class.

    Returns:
        float32 (3 * count, 3, 64, 64) in [-2, 2], centred as Normalize would do it (the model is
        to learn within seconds), and int64 (3 * count,).
    """
    images = [_one(rng, label) for label in range(3) for _ in range(count)]
    return torch.as_tensor(np.stack(images)), torch.arange(3).repeat_interleave(count)


def _one(rng: np.random.Generator, label: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    width, (down, right) = int(rng.integers(3, 6)), rng.integers(0, 16, 2)
    row, column = np.mgrid[:SIZE, :SIZE]
    lying, standing = (row + down) // width % 2, (column + right) // width % 2
    mask = ((lying + standing) % 2, lying, standing)[label]
    dark, light = rng.uniform(0, 0.1, (3, 1, 1)), rng.uniform(0.9, 1, (3, 1, 1))
    image = np.where(mask, light, dark) + rng.normal(0, 0.02, (3, SIZE, SIZE))
    return (4 * image.clip(0, 1) - 2).astype(np.float32)


def sets(
    student: Student, rng: np.random.Generator, *counts: int, classes: Sequence[str] = CLASSES
) -> list[Any]:
    """The student's data sets with so many pictures per class; they note which samples are read.

    Args:
        student: where they are made.
        rng: decides the pictures.
        counts: pictures per class, one number for each set.
        classes: names of the classes; there may be more than have pictures.
    """
    training_runs.set_device(student, torch.device("cpu"))
    return [student.probes.Pictures(*stripes(rng, count), list(classes)) for count in counts]


def model(found: Any) -> Remote:
    """The model in what experiment returned."""
    expect.keys(found, ("model", "results"), name="the result")
    made: Remote = found["model"]
    is_model = isinstance(made, Remote) and isinstance(made.state_dict(), dict)
    expect.true(is_model, f'Expected ["model"] to be a model, but got {expect.show(made)}.')
    return made


def check_steps(before: dict[str, Tensor], after: dict[str, Tensor]) -> None:
    """Two batches lie between these states, and Adam with a learning rate of 0.003.

    They are 17 pictures: with batches of 17 or more it were one.
    """
    # Adam's first steps are as long as its learning rate, whatever the gradient.
    moved = [(after[name] - value).abs().max().item() for name, value in before.items()]
    expect.between(
        max(moved) / 0.003,
        1.5,
        2.3,
        name="how far the parameters moved, in steps of Adam with a learning rate of 0.003,",
        hint="Two batches are two steps, each about as long as the learning rate.",
    )


def check_learnt(model: Remote, rng: np.random.Generator) -> None:
    """The model recognises new pictures."""
    images, labels = stripes(rng, ASKED)
    model.eval.keep()
    logits = heldout.logits(model, images, rng)
    expect.shape(logits, (len(labels), 3), name="the model's output")
    computed = networks.computed(model.state_dict(), images, logits)
    found = accuracy(logits if computed is None else computed, labels)
    expect.at_least(found, LEARNT, name="the accuracy on new pictures")


def check_results(found: Any, test_set: Remote) -> None:
    """The last test loss is the cross entropy of the returned model."""
    made = model(found)
    made.eval.keep()
    logits = expect.tensor(made(test_set.images.value()), name="the model's output")
    wanted = cross_entropy(logits, torch.tensor(test_set.targets.value())).item()
    expect.keys(found["results"], ("test_loss",), name='["results"]')
    last = found["results"]["test_loss"][-1]
    expect.close(last, wanted, name="the last test loss", rtol=1e-3, atol=1e-4)


def check_share(train_set: Remote, test_set: Remote, count: int) -> list[int]:
    """So many training pictures were read, from all over the sorted set, and all test pictures.

    Returns:
        Which training pictures.
    """
    seen, whole = sorted(set(train_set.reads.value())), len(train_set.targets.value())
    expect.equal(len(seen), count, name="the number of training pictures used")
    at_one_end = seen in (list(range(count)), list(range(whole - count, whole)))
    expect.true(
        not at_one_end,
        f"Expected {count} pictures at random, but got those at one end of the sorted set.",
    )
    tested = sorted(set(test_set.reads.value()))
    expect.equal(tested, list(range(len(test_set.targets.value()))), name="the test pictures used")
    return seen
