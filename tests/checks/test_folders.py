"""Class folders of pictures, and the mistakes a data set or a loader of them can have."""

from __future__ import annotations

import pytest
import torch

from autograder.checks import files, folders
from autograder.checks.folders import Picture
from autograder.student import torchvision_shim

torchvision_shim.ensure()  # before the first import of torchvision

LOADERS = """
from torch.utils.data import DataLoader
from torchvision.datasets import ImageFolder

def load(train, test, transform, batch_size):
    data = [ImageFolder(folder, transform) for folder in (train, test)]
    return [DataLoader(data[0], batch_size, shuffle=True), DataLoader(data[1], batch_size)]

def load_images_only(train, test, transform, batch_size):
    return [[images for images, _ in loader] for loader in load(train, test, transform, batch_size)]

def load_names(train, test, transform, batch_size):
    return [[(x, ["?"] * len(y)) for x, y in loader] for loader in load(train, test, transform, 2)]
"""
COLOURS = [(20, 90, 160), (230, 20, 20), (20, 230, 20)]
PICTURES = [
    Picture("train/curry/IMG_1.jpg", 0, COLOURS[0]),
    Picture("train/pizza/IMG_2.jpg", 1, COLOURS[1]),
    Picture("train/pizza/IMG_3.jpg", 1, COLOURS[2]),
]


def sample(colour, label):
    """A picture as a transform makes it, and its class index."""
    return torch.tensor(colour).reshape(3, 1, 1).expand(3, 4, 5) / 255, label


RIGHT = [sample(picture.colour, picture.label) for picture in PICTURES]


def test_pictures_lie_in_the_folder_of_their_class(student_of, rng):
    """Classes are numbered by name, in whichever order they are written."""
    student = student_of()
    written = folders.fill(student, rng, "train", {"pizza": 2, "curry": 1})

    assert [picture.label for picture in written] == [1, 1, 0]
    assert {picture.path for picture in written} < set(student.list_files())
    assert len({picture.colour for picture in written}) == 3


def test_right_loaders_give_every_picture_of_both_parts(student_of, rng):
    """Shuffled in training, class by class in the test."""
    student = student_of(LOADERS)
    written = folders.both(student, rng, 2)
    transform = folders.two_transforms(student)[0]
    made = student.load(*folders.locations(student), transform, 4)

    for part, loader in zip(folders.SPLITS, made, strict=True):
        batches = folders.batches(student, loader)
        assert batches[0][0].shape == (4, 3, 6, 6)
        folders.check_samples(folders.in_a_row(batches), written[part], in_order=part == "test")


@pytest.mark.parametrize(
    ("function", "said"),
    [
        ("load_images_only", "Expected a batch to be a tuple or a list, but got a tensor"),
        ("load_names", "Expected the labels of a batch to be a tensor, but got ['?', '?']."),
    ],
)
def test_what_is_no_batch_is_named(student_of, rng, failure, function, said):
    """Pictures alone, and names for labels."""
    student = student_of(LOADERS)
    folders.both(student, rng, 1)
    transform = folders.two_transforms(student)[1]
    for loader in getattr(student, function)(*folders.locations(student), transform, 2):
        assert failure(folders.batches, student, loader).startswith(said)


def test_all_samples_in_any_order_are_right(failure):
    """Where the order is asked for, it is checked."""
    folders.check_samples(RIGHT, PICTURES, in_order=True)
    folders.check_samples(RIGHT[::-1], PICTURES)
    assert failure(folders.check_samples, RIGHT[::-1], PICTURES, in_order=True) == (
        "Expected the classes in order, but got [1, 1, 0]."
    )


@pytest.mark.parametrize(
    ("samples", "said"),
    [
        (RIGHT[:2], "Expected the list of all samples to have 3 items, but got 2."),
        ([*RIGHT[:2], RIGHT[1]], "Expected sample 2 to be one of the pictures that come once each"),
        (
            [sample(COLOURS[0], 1), *RIGHT[1:]],
            "Expected the class index of train/curry/IMG_1.jpg to be 0, but got 1.",
        ),
        (
            [(RIGHT[0][0].permute(1, 2, 0), 0), *RIGHT[1:]],
            "Expected the picture of sample 0 to have shape (3, any, any), but got (4, 5, 3).",
        ),
        ([(255 * RIGHT[0][0], 0), *RIGHT[1:]], "Expected sample 0 to be one of the pictures"),
    ],
    ids=["one is lost", "one comes twice", "wrong class", "channels last", "from 0 to 255"],
)
def test_a_wrong_sample_is_named(failure, samples, said):
    """Which of them, and what is wrong with it."""
    assert failure(folders.check_samples, samples, PICTURES).startswith(said)


def test_paths_of_both_parts_are_full(student_of):
    """The student's code may go to another folder."""
    student = student_of()
    assert folders.locations(student) == [files.full(student, p) for p in ("train", "test")]
