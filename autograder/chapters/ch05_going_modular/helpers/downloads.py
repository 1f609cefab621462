"""Folders of pictures, and zips to download them from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePath

import numpy as np

from autograder.checks import expect, files, folders
from autograder.remote.client import Remote, Student


@dataclass(frozen=True, slots=True)
class Pictures:
    """Folders of pictures in the student's process, and the classes in them."""

    flags: tuple[str, ...]
    classes: list[str]


def pictures(
    student: Student, rng: np.random.Generator, per_class: int, classes: int = 3
) -> Pictures:
    """Training pictures, and one test picture a class, with the flags that name the folders."""
    names = files.names(rng, classes)
    folders.fill(student, rng, "data/train", dict.fromkeys(names, per_class))
    folders.fill(student, rng, "data/test", dict.fromkeys(names, 1))
    return Pictures(_flags(student), sorted(names))


def uneven(student: Student, rng: np.random.Generator) -> Pictures:
    """Twelve training and six test pictures: two thirds of them are of the first of three classes.

    The test pictures are all alike, so that a loss on them depends on no order.
    """
    names = sorted(files.names(rng, 3))
    for part, each in zip(folders.SPLITS, (2, 1), strict=True):
        counts = dict(zip(names, (4 * each, each, each), strict=True))
        written = folders.fill(student, rng, f"data/{part}", counts)
    for picture in written:
        folders.paint(student, replace(picture, colour=written[0].colour))
    return Pictures(_flags(student), names)


def _flags(student: Student) -> tuple[str, ...]:
    places = [files.full(student, f"data/{part}") for part in folders.SPLITS]
    return "--train_dir", places[0], "--test_dir", places[1]


def opener(student: Student, sent: dict[str, bytes] | bytes, *, breaks: bool = False) -> Remote:
    """The student's stand-in for urlopen, which sends a zip with these members, or these bytes.

    Whoever opens the address without it finds nothing, with a network as without one.
    """
    student.library("autograder.student.web").pretend({})
    content = sent if isinstance(sent, bytes) else files.zipped(sent)
    made: Remote = student.chapter_probes.Opener(content, breaks=breaks)
    return made


def data(student: Student) -> str:
    """The folder data/food, which is not there yet."""
    return files.full(student, "data/food")


def check_place(student: Student, path: object) -> None:
    """It is a Path to the folder data/food, by whatever way."""
    real = student.library("os.path").realpath
    there = isinstance(path, PurePath) and real(str(path)) == real(data(student))
    expect.true(
        there, f"Expected the result to be the Path of data/food, but got {expect.show(path)}."
    )
