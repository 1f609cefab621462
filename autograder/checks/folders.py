"""Folders of pictures over there, and what data sets and loaders make of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import numpy as np
import torch

from autograder.checks import expect, files
from autograder.remote.client import Remote, Student, StudentError

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
    """Write the picture's file over there."""
    student.write_file(picture.path, files.encoded(files.solid(picture.colour), "JPEG"))


def dataset(student: Student) -> Remote:
    """The student's data set of the folder train, with ToTensor as its transform.

    Raises:
        Failed: what was made is plain data, not an object that stays over there.
    """
    to_tensor = student.library("torchvision.transforms").ToTensor()
    return student.ImageFolderCustom.keep(files.full(student, "train"), to_tensor)


def item(student: Student, dataset: Remote, index: int) -> Any:
    """``dataset[index]``."""
    return student.library("operator").getitem(dataset, index)


def items(student: Student, dataset: Remote, count: int) -> list[tuple[Any, Any]]:
    """The first samples of a data set, each a tuple of a picture and a class index."""
    return [pair(item(student, dataset, index)) for index in range(count)]


def all_but_one(student: Student, dataset: Remote, count: int) -> list[tuple[Any, Any]]:
    """The samples of a data set of which one raises an error.

    Raises:
        StudentError: a second one does, or the process ended.
    """
    samples = []
    for index in range(count):
        try:
            samples.append(pair(item(student, dataset, index)))
        except StudentError as error:
            if error.kind != "error" or len(samples) < index:
                raise
    return samples


def pair(sample: Any) -> tuple[Any, Any]:
    """A tuple of two; returns it."""
    expect.type_(sample, tuple, name="a sample")
    expect.length(sample, 2, name="a sample")
    return sample[0], sample[1]


def class_counts(rng: np.random.Generator) -> dict[str, int]:
    """Three classes with a few pictures each."""
    return dict(zip(files.names(rng, 3), rng.integers(2, 5, 3).tolist(), strict=True))


def both(student: Student, rng: np.random.Generator, count: int) -> dict[str, list[Picture]]:
    """Training and test pictures over there: the same classes, ``count`` pictures in each."""
    counts = dict.fromkeys(files.names(rng, 3), count)
    return {part: fill(student, rng, part, counts) for part in SPLITS}


def loaders(student: Student, **options: Any) -> tuple[Remote, Remote, Any]:
    """What make_image_loaders makes of both folders: pictures of 6x6 and of 5x5, class names."""
    found = student.make_image_loaders(*locations(student), *two_transforms(student), **options)
    expect.type_(found, (tuple, list), name="the result")
    expect.length(found, 3, name="the result")
    for loader, part in zip(found, SPLITS, strict=False):
        expect.true(
            isinstance(loader, Remote),
            f"Expected a DataLoader for {part}, but got {expect.show(loader)}.",
        )
    return found[0], found[1], found[2]


def locations(student: Student) -> list[str]:
    """The two folders over there."""
    return [files.full(student, part) for part in SPLITS]


def two_transforms(student: Student) -> list[Remote]:
    """A transform for training and one for tests over there: pictures of 6x6 and of 5x5."""
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


def in_a_row(
    batches: Sequence[tuple[torch.Tensor, torch.Tensor]],
) -> list[tuple[torch.Tensor, int]]:
    """The samples of all batches; labels as ints."""
    return [(image, int(label)) for x, y in batches for image, label in zip(x, y, strict=True)]


def same_order(
    first: Sequence[tuple[torch.Tensor, int]], second: Sequence[tuple[torch.Tensor, int]]
) -> bool:
    """Whether two epochs give the same pictures one after the other."""
    pairs = zip(first, second, strict=True)
    return all(torch.equal(a, b) for (a, _), (b, _) in pairs)


def repaint(
    student: Student, rng: np.random.Generator, pictures: Sequence[Picture]
) -> list[Picture]:
    """Give the same files new colours."""
    palette = files.colours(rng, len(pictures))
    painted = [
        Picture(old.path, old.label, colour) for old, colour in zip(pictures, palette, strict=True)
    ]
    for picture in painted:
        paint(student, picture)
    return painted


def add_other_kinds(
    student: Student, rng: np.random.Generator, pictures: Sequence[Picture], label: int
) -> list[Picture]:
    """Add a grey .png, a .png with transparency and a .jpeg to the folder of a class."""
    folder = next(p.path for p in pictures if p.label == label).rpartition("/")[0]
    grey = int(rng.integers(60, 200))
    kinds = {
        "a.png": ((grey,) * 3, files.encoded(np.full((9, 9), grey, np.uint8))),
        "b.png": ((250, 5, 120), files.encoded(files.solid((250, 5, 120, 200)))),
        "c.jpeg": ((5, 250, 60), files.encoded(files.solid((5, 250, 60)), "JPEG")),
    }
    for name, (_, data) in kinds.items():
        student.write_file(f"{folder}/{name}", data)
    return [Picture(f"{folder}/{name}", label, colour) for name, (colour, _) in kinds.items()]


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


def check_classes(found: Any, names: list[str]) -> None:
    """A list of sorted names and a dict of their indices."""
    expect.type_(found, (tuple, list), name="the result")
    expect.length(found, 2, name="the result")
    expect.equal(found[0], sorted(names), name="the list of names")
    wanted = {name: index for index, name in enumerate(sorted(names))}
    expect.equal(found[1], wanted, name="the dict of indices")
