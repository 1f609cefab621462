"""Figures become whole PNG files."""

import numpy as np
import pytest
from PIL import Image

from autograder.datasets import pictures
from autograder.errors import UsageError


def test_a_grid_is_a_picture(tmp_path):
    """Grey and coloured images, rows of different length."""
    grey, red = np.full((8, 8), 200, np.uint8), np.full((8, 8, 3), (255, 0, 0), np.uint8)
    figure = pictures.image_grid([[grey, grey, grey], [red]], ("grey", "red"), "Title")
    pictures.save(figure, tmp_path / "grid.png")
    with Image.open(tmp_path / "grid.png") as picture:
        colours = {colour for _, colour in picture.convert("RGB").getcolors(1 << 16)}
        assert picture.format == "PNG"
    assert {(200, 200, 200), (255, 0, 0), (255, 255, 255)} <= colours
    assert [path.name for path in tmp_path.iterdir()] == ["grid.png"]


def test_points_are_a_picture(tmp_path):
    """One colour a class."""
    points = np.array([[0, 0], [1, 1]], np.float32)
    pictures.save(pictures.scatter(points, np.array([0, 1]), "Title"), tmp_path / "points.png")
    with Image.open(tmp_path / "points.png") as picture:
        assert picture.size == (500, 500)


def test_a_picture_that_cannot_be_written_is_named(tmp_path):
    """There is no such folder."""
    figure = pictures.scatter(np.zeros((1, 2), np.float32), np.zeros(1, np.int64), "Title")
    with pytest.raises(UsageError, match=r"a.png: Expected to write a picture, but got: No such"):
        pictures.save(figure, tmp_path / "none" / "a.png")
