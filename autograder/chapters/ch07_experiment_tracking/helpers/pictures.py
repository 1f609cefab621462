"""Pictures and sets of them, for transforms and shares."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from autograder.checks import expect, files, normalising
from autograder.remote.client import Remote, Student


def draws(student: Student, transform: Remote, pixels: files.Pixels, count: int) -> Tensor:
    """The results of a transform, stacked."""
    picture = student.library("PIL.Image").fromarray(pixels)
    made = student.probes.transformed(transform, picture, count)
    return torch.stack([expect.tensor(one, name="the transformed picture") for one in made])


def normalised(pixels: files.Pixels) -> Tensor:
    """What a picture becomes at its own size, float64 (3, height, width)."""
    image = torch.as_tensor(pixels).permute(2, 0, 1).double() / 255
    return normalising.normalised(image, normalising.IMAGENET)


@dataclass(frozen=True, slots=True)
class Labelled:
    """The student's set of pictures; picture i has the value i everywhere.

    Attributes:
        there: the dataset.
        labels: by index.
    """

    there: Remote
    labels: list[int]

    def chosen(self, student: Student, part: Any) -> list[int]:
        """The indices of the samples in a share of it.

        Raises:
            Failed: it is no Subset, or a sample does not have its own label.
        """
        kind = student.library("torch.utils.data").Subset
        is_subset = student.library("builtins").isinstance(part, kind)
        expect.true(is_subset, f"Expected a Subset, but got {expect.show(part)}.")
        images, labels = student.chapter_probes.samples(part)
        indices = [int(v) for v in images.reshape(len(labels), -1)[:, 0]] if labels else []
        right = [self.labels[i] for i in indices]
        expect.equal(labels, right, name="the labels of the samples")
        return indices

    def counts(self, indices: list[int]) -> dict[int, int]:
        """How many of each class are among them."""
        found = Counter(self.labels[i] for i in indices)
        return {label: found[label] for label in sorted(set(self.labels))}


def sorted_set(student: Student, sizes: list[int]) -> Labelled:
    """A set with so many pictures of each class, class by class."""
    return labelled(student.probes.Pictures, sorted_labels(sizes))


def shut_set(student: Student, labels: list[int]) -> Labelled:
    """A set with pictures of these classes, none of which may be looked at before it is open."""
    return labelled(student.chapter_probes.Shut, labels)


def share(rng: np.random.Generator, count: int) -> float:
    """A share of so many samples that leaves a rest to be cut, not rounded."""
    return float((rng.integers(2 * count // 5, 3 * count // 5) + 0.75) / count)


def sorted_labels(sizes: list[int]) -> list[int]:
    """So many labels of each class, class by class."""
    return [label for label, size in enumerate(sizes) for _ in range(size)]


def labelled(kind: Remote, labels: list[int]) -> Labelled:
    """A set of this kind with pictures of these classes."""
    images = torch.arange(len(labels), dtype=torch.float32).reshape(-1, 1, 1, 1)
    names = [f"class_{label}" for label in range(max(labels) + 1)]
    return Labelled(kind.keep(images, torch.tensor(labels), names), labels)
