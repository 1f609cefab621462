"""Folders of pictures in the student's process, and what data sets and loaders make of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import numpy as np
import torch

from autograder.checks import draws, expect, files
from autograder.remote.client import Remote, Student

SPLITS = ("train", "test")
_NEAR = 0.06  # two colours of files.colours differ by more, after JPEG too


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of one colour in a class folder: its path in the scratch folder and its class."""

    path: str
    label: int
    colour: tuple[int, int, int]


def fill(
    student: Student, rng: np.random.Generator, root: str, counts: Mapping[str, int]
) -> list[Picture]:
    """Write .jpg pictures, each of its own colour, into class folders below ``root``.

    Args:
        student: where to.
        rng: decides colours and file names.
        root: folder in the scratch folder.
        counts: pictures by class name, in the order in which they are written.
    """
    order, palette = sorted(counts), iter(files.colours(rng, sum(counts.values())))
    pictures = []
    for name, count in counts.items():
        for number in rng.choice(9000, count, replace=False):
            path = f"{root}/{name}/IMG_{1000 + number}.jpg"
            pictures.append(Picture(path, order.index(name), next(palette)))
            paint(student, pictures[-1])
    return pictures


def paint(student: Student, picture: Picture) -> None:
    """Write the picture's file in the student's process."""
    student.write_file(picture.path, files.encoded(files.solid(picture.colour), "JPEG"))


def both(student: Student, rng: np.random.Generator, count: int) -> dict[str, list[Picture]]:
    """The student's training and test pictures: the same classes, ``count`` pictures in each."""
    names = draws.until(
        lambda: files.names(rng, 3), lambda drawn: sorted(drawn) not in (drawn, drawn[::-1])
    )
    counts = dict.fromkeys(names, count)
    return {part: fill(student, rng, part, counts) for part in SPLITS}


def locations(student: Student) -> list[str]:
    """The two folders in the student's process."""
    return [files.full(student, part) for part in SPLITS]


def two_transforms(student: Student) -> list[Remote]:
    """The student's transforms for training and for tests: pictures of 6x6 and of 5x5."""
    steps = student.library("torchvision.transforms")
    return [steps.Compose([steps.Resize((n, n)), steps.ToTensor()]) for n in (6, 5)]


def batches(student: Student, loader: Remote) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """All batches of a loader, each of pictures and labels."""
    every = student.library("builtins").list(loader)
    for batch in every:
        expect.type_(batch, (tuple, list), name="a batch")
        expect.length(batch, 2, name="a batch")
        expect.dtype(batch[1], torch.int64, name="the labels of a batch")
        expect.tensor(batch[0], name="the pictures of a batch")
    return [(images, labels) for images, labels in every]


def speckled(student: Student, rng: np.random.Generator, root: str, count: int) -> torch.Tensor:
    """Write pictures of random pixels, of two classes, which look different when they are turned.

    Returns:
        What ToTensor makes of them, float32 (2 * count, 3, 8, 8), in any order.
    """
    written = []
    for name in ("apple", "pear"):
        for number in range(count):
            pixels = files.noise(rng, 8, 8)
            student.write_file(f"{root}/{name}/{number}.png", files.encoded(pixels))
            written.append(torch.as_tensor(pixels.transpose(2, 0, 1) / 255, dtype=torch.float32))
    return torch.stack(written)


def check_untouched(images: torch.Tensor, written: torch.Tensor, *, of: str) -> None:
    """Each of the pictures is one of those that were written, to the last pixel.

    Args:
        images: what a loader gave, (n, 3, 8, 8).
        written: what `speckled` returned.
        of: which loader, for the message.
    """
    expect.shape(images, (None, 3, 8, 8), name=f"the {of} pictures")
    apart = torch.cdist(images.flatten(1), written.flatten(1), p=torch.inf).amin(dim=1)
    changed = int((apart > 1e-4).sum())
    expect.true(
        not changed,
        f"Expected the {of} pictures to be what the given transform makes of them, but got "
        f"{changed} of {len(images)} changed.",
        hint="The transform that was passed in is all that happens to a picture.",
    )


def in_a_row(
    batches: Sequence[tuple[torch.Tensor, torch.Tensor]],
) -> list[tuple[torch.Tensor, int]]:
    """The samples of all batches; labels as ints."""
    return [(image, int(label)) for x, y in batches for image, label in zip(x, y, strict=True)]


def check_samples(
    samples: Sequence[tuple[Any, Any]], pictures: Sequence[Picture], *, in_order: bool = False
) -> None:
    """Every picture is there once, with its class.

    Args:
        samples: pairs of a picture (3, h, w) in [0, 1] and a class index.
        pictures: what was written.
        in_order: the samples come class by class.
    """
    expect.length(list(samples), len(pictures), name="the list of all samples")
    left = list(pictures)
    for number, (image, label) in enumerate(samples):
        expect.shape(image, (3, None, None), name=f"the picture of sample {number}")
        mean = np.asarray(image, dtype=float).mean(axis=(1, 2))
        match = next((p for p in left if np.abs(np.array(p.colour) / 255 - mean).max() < _NEAR), 0)
        if not isinstance(match, Picture):
            raise expect.Failed(
                f"Expected sample {number} to be one of the pictures that come once each, but got "
                f"one of mean colour {mean.round(2).tolist()}."
            )
        left.remove(match)
        expect.equal(label, match.label, name=f"the class index of {PurePosixPath(match.path)}")
    labels = [int(label) for _, label in samples]
    if in_order and labels != sorted(labels):
        raise expect.Failed(f"Expected the classes in order, but got {labels}.")
