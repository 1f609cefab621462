"""Pictures note who looks, and transforms are called once a result."""

import pytest
import torch

from autograder.student import probes


def test_pictures_note_which_were_read():
    """Indices are noted from 0, also those counted from the end."""
    pictures = probes.Pictures(torch.rand(3, 3, 2, 2), torch.tensor([0, 1, 1]), ["a", "b"])
    image, label = pictures[-1]
    assert image.shape == (3, 2, 2)
    assert label == 1
    assert pictures.reads == [2]
    with pytest.raises(IndexError):
        pictures[3]


def test_a_transform_is_called_once_for_each_result():
    """A transform is called once for each result, each time with a picture of its own."""
    image = [1.0]
    results = probes.transformed(lambda copy: copy.append(torch.rand(()).item()) or copy, image, 5)
    assert image == [1.0]
    assert len({second for _, second in results}) == 5
