"""A picture has the size asked for, and a dish is its middle."""

import numpy as np
import pytest

from autograder.datasets.recipes import pizza
from autograder.datasets.scenes import photograph


@pytest.mark.parametrize("size", [32, 64, 96])
def test_a_picture_has_the_size_asked_for(size):
    """Three channels of bytes."""
    picture = photograph(pizza, np.random.default_rng(0), size)
    assert (picture.shape, picture.dtype) == ((size, size, 3), np.uint8)


def test_an_empty_table_is_a_picture_too():
    """All tables, plates and lights work, over many seeds, and no two pictures are equal."""
    pictures = [
        photograph(lambda serving: None, np.random.default_rng(seed), 32) for seed in range(60)
    ]
    assert len({picture.tobytes() for picture in pictures}) == 60
    assert all(picture.std() > 1 for picture in pictures)
