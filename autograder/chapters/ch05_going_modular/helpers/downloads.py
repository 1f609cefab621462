"""Folders of pictures, and zips to download them from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from autograder.checks import files, folders
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
    places = [files.full(student, f"data/{part}") for part in folders.SPLITS]
    return Pictures(("--train_dir", places[0], "--test_dir", places[1]), sorted(names))


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
