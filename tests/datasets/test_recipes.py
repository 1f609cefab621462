"""Each recipe paints something, where it was asked to."""

import numpy as np
import pytest
from PIL import Image

from autograder.datasets.recipes import Serving, pizza, steak, sushi

BLUE = (0, 0, 255)


@pytest.mark.parametrize("recipe", [pizza, steak, sushi])
def test_a_dish_is_painted_around_its_centre(recipe):
    """A part of the table is covered, and nothing far from the dish."""
    for seed in range(20):
        image = Image.new("RGB", (200, 200), BLUE)
        recipe(Serving(image, np.random.default_rng(seed), (100.0, 100.0), 40.0))
        covered = (np.asarray(image) != BLUE).any(axis=2)
        assert 0.02 < covered.mean() < 0.5
        assert not covered[:10].any()
        assert not covered[:, -10:].any()


def test_painting_inside_an_outline_stays_inside():
    """What is painted beyond the outline is dropped."""
    image = Image.new("RGB", (20, 20), BLUE)
    serving = Serving(image, np.random.default_rng(0), (10.0, 10.0), 5.0)
    box = [(5.0, 5.0), (14.0, 5.0), (14.0, 14.0), (5.0, 14.0)]
    everywhere = [(0.0, 0.0), (20.0, 0.0), (20.0, 20.0), (0.0, 20.0)]
    serving.inside(box, lambda inner: inner.fill(everywhere, (255, 0, 0)))
    red = np.asarray(image)[..., 0] == 255
    assert red.sum() == 100
    assert red[5:15, 5:15].all()
