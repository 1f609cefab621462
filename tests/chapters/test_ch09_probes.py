"""What chapter 09 places over there: small networks, a computer's time, pictures and answers."""

import io
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from autograder.chapters.ch09_model_deployment import probes as probes
from autograder.student import torchvision_shim

torchvision_shim.ensure()


def test_prepared_answers_are_for_pictures_only():
    """One after the other, and what was asked is kept."""
    predictor = probes.Predictor(["a", "b"], [[0.25, 0.75], [1.0, 0.0]])
    picture = Image.new("RGB", (2, 1), "red")
    assert predictor(picture) == ({"a": 0.25, "b": 0.75}, 0.25)
    assert predictor(picture)[0] == {"a": 1.0, "b": 0.0}
    assert predictor.asked[0]["pixels"].tolist() == [[[255, 0, 0], [255, 0, 0]]]
    with pytest.raises(TypeError, match="PIL"):
        predictor(np.zeros((2, 2, 3)))


def test_pictures_of_any_mode():
    """From bytes, converted, or of one colour."""
    buffer = io.BytesIO()
    Image.new("RGB", (3, 2), (1, 2, 3)).save(buffer, "PNG")
    assert probes.converted(buffer.getvalue(), "LA").mode == "LA"
    assert probes.picture(buffer.getvalue()).size == (3, 2)
    assert probes.picture(mode="L", size=(5, 4), colour=7).getpixel((0, 0)) == 7
    assert probes.seen(3) == {"type": "int"}


def test_items_are_those_of_a_part():
    """In its order."""
    data: Any = probes.Items(5)
    assert probes.items(torch.utils.data.Subset(data, [3, 1])) == [1003, 1001]
    with pytest.raises(IndexError):
        data[5]
