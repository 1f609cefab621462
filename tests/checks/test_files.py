"""Picture files and zips arrive as they were made; what is wrong with an answer is said."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from autograder.checks import files


def test_class_names_are_distinct_and_shuffled(rng):
    """A check that relied on their order would be caught by another seed."""
    names = files.names(rng, len(files.DISHES))
    assert sorted(names) == list(files.DISHES)
    assert names != list(files.DISHES)


@pytest.mark.parametrize("channels", [1, 3, 4])
def test_a_png_holds_the_pixels_to_the_last_bit(rng, channels):
    """Grey, colour, and colour with alpha."""
    pixels = rng.integers(0, 256, (4, 5, channels), dtype=np.uint8).squeeze()
    opened = Image.open(io.BytesIO(files.encoded(pixels)))
    assert np.array_equal(np.array(opened), pixels)


def test_colours_can_be_told_apart_after_jpeg(rng):
    """The nearest of all colours is the one that was written."""
    every = files.colours(rng, 60)
    assert len(set(every)) == 60
    assert all(len(set(colour)) > 1 for colour in every)
    for colour in every:
        data = files.encoded(files.solid(colour), "JPEG")
        mean = np.array(Image.open(io.BytesIO(data))).mean(axis=(0, 1))
        assert min(every, key=lambda c: np.abs(np.array(c) - mean).max()) == colour


def test_blocks_say_which_colour_is_where(rng):
    """Each third of height and width has a colour of its own."""
    pixels, colours = files.blocks(rng, 6, 9)
    assert pixels.shape == (6, 9, 3)
    for row in range(6):
        for column in range(9):
            assert np.array_equal(pixels[row, column], colours[row // 2, column // 3])


def test_pixels_of_a_students_picture_come_channels_first(student_of, rng):
    """Numbers from 0 to 1, as a tensor of torchvision has them."""
    student, pixels = student_of(), files.noise(rng, 3, 5)
    found = files.pixels_of(student, files.opened(student, pixels))
    assert found.shape == (3, 3, 5)
    assert np.allclose(found, pixels.transpose(2, 0, 1) / 255)


def test_a_tensor_is_no_picture(student_of, failure):
    """A transform applied too early."""
    student = student_of("import torch\ndef load():\n    return torch.ones(3, 4, 4)")
    assert failure(files.pixels_of, student, student.load()) == (
        "Expected a Pillow picture, but got a tensor of shape (3, 4, 4) and dtype torch.float32."
    )


def test_members_of_a_zip_are_files_in_class_folders(rng):
    """Any zip reader finds them."""
    members = files.members(rng)
    with zipfile.ZipFile(io.BytesIO(files.zipped(members))) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == members
    assert len({Path(name).parent for name in members}) == 3


UNPACK = """
import io, zipfile
from pathlib import Path

def unpack(data):
    zipfile.ZipFile(io.BytesIO(data)).extractall("data/food")
    return Path("data/food")

def nest(data):
    zipfile.ZipFile(io.BytesIO(data)).extractall("data/food/food")

def empty(data):
    for name in zipfile.ZipFile(io.BytesIO(data)).namelist():
        path = Path("data/food") / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
"""


def test_unpacked_files_are_where_they_belong(student_of, rng, failure):
    """A folder too deep and files without content are two mistakes."""
    student, members = student_of(UNPACK), files.members(rng)
    first = next(iter(members))

    student.nest(files.zipped(members))
    said = failure(files.check_members, student, members)
    assert said.startswith(f"Expected a file data/food/{first}, but got ['data', 'data/food'")
    student.empty(files.zipped(members))
    said = failure(files.check_members, student, members)
    assert said.startswith(f"Expected data/food/{first} to be b")
    files.check_folder(student.unpack(files.zipped(members)))
    files.check_members(student, members)


@pytest.mark.parametrize("path", ["data/food", Path("data"), None])
def test_a_folder_is_a_path_that_ends_with_its_name(path, failure):
    """A text and the folder above are not."""
    said = failure(files.check_folder, path)
    assert said.startswith("Expected the result to be a Path to the folder, but got ")
