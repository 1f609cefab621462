"""Data sets and loaders that students make of folders of pictures, and their samples."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath, PurePosixPath
from typing import Any

import numpy as np
import torch

from autograder.checks import expect, files
from autograder.checks.folders import (
    SPLITS,
    Picture,
    check_samples,
    locations,
    paint,
    two_transforms,
)
from autograder.remote.client import Remote, Student, StudentError


def dataset(student: Student) -> Remote:
    """The student's data set of the folder train, with ToTensor as its transform.

    Raises:
        Failed: what was made is plain data, not an object that stays in the student's process.
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


def check_paths(
    dataset: Remote, samples: Sequence[tuple[Any, Any]], written: Sequence[Picture]
) -> None:
    """``paths`` is a list of Paths, and sample i is the picture at ``paths[i]``."""
    paths = dataset.paths.value()
    expect.type_(paths, list, name="dataset.paths")
    expect.length(paths, len(written), name="dataset.paths")
    by_place = {PurePosixPath(picture.path).parts[-2:]: picture for picture in written}
    for number, (path, sample) in enumerate(zip(paths, samples, strict=True)):
        found = by_place.get(path.parts[-2:]) if isinstance(path, PurePath) else None
        if found is None:
            raise expect.Failed(
                f"Expected dataset.paths[{number}] to be the Path of a picture, "
                f"but got {expect.show(path)}."
            )
        check_samples([sample], [found])


def add_strangers(student: Student, pictures: Sequence[Picture]) -> None:
    """Add what is no picture of a class: a text in a class folder, a picture beside the folders."""
    folder = PurePosixPath(pictures[0].path).parent
    student.write_file(f"{folder}/notes.txt", b"to do: take more pictures")
    student.write_file(f"{folder.parent}/cover.jpg", files.encoded(files.solid((1, 2, 3)), "JPEG"))


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


def check_classes(found: Any, names: list[str]) -> None:
    """A list of sorted names and a dict of their indices."""
    expect.type_(found, (tuple, list), name="the result")
    expect.length(found, 2, name="the result")
    expect.equal(found[0], sorted(names), name="the list of names")
    wanted = {name: index for index, name in enumerate(sorted(names))}
    expect.equal(found[1], wanted, name="the dict of indices")
