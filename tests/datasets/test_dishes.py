"""Dishes repeat with their seed and are written as folders of pictures."""

import time

import numpy as np
from PIL import Image

from autograder.datasets.dishes import CLASSES, make_dishes, write_folder


def test_shapes_types_and_order():
    """uint8 pictures sorted by class, int64 labels."""
    images, labels = make_dishes(4, 0, size=32)
    assert (images.shape, images.dtype) == ((12, 32, 32, 3), np.uint8)
    assert labels.dtype == np.int64
    assert labels.tolist() == [0] * 4 + [1] * 4 + [2] * 4


def test_the_same_seed_gives_the_same_pictures():
    """Another seed gives others, and a smaller set is the start of a larger one."""
    images, _ = make_dishes(3, 7, size=32)
    fewer, labels = make_dishes(2, 7, size=32)
    other, _ = make_dishes(3, 8, size=32)
    assert (images.reshape(3, 3, 32, 32, 3)[:, :2].reshape(fewer.shape) == fewer).all()
    assert (images != other).any(axis=(1, 2, 3)).all()
    assert len(labels) == 6


def test_a_hidden_set_is_drawn_quickly():
    """100 dishes of 64 pixels take a second of processor time; a slow machine may take longer."""
    make_dishes(1, 0)
    start = time.process_time()
    make_dishes(34, 1)
    assert time.process_time() - start < 10


def test_the_folder_holds_the_same_pictures(tmp_path):
    """One JPEG each, close to the array it was made from."""
    write_folder(tmp_path / "new", dict.fromkeys(CLASSES, 2), seed=3, size=64)
    images, _ = make_dishes(2, 3)
    for number, image in enumerate(images):
        path = tmp_path / "new" / CLASSES[number // 2] / f"{number % 2:03d}.jpg"
        with Image.open(path) as picture:
            assert picture.size == (64, 64)
            difference = np.abs(np.asarray(picture, np.float32) - image)
        assert difference.mean() < 8
