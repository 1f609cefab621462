"""Every garment has a cut, inside the canvas."""

import numpy as np
import pytest

from autograder.datasets.garment_shapes import CLASSES, layers


@pytest.mark.parametrize("label", range(len(CLASSES)))
def test_a_garment_is_cut_inside_the_canvas(label):
    """All parts are outlines of three points or more; the cloth itself comes first, or a handle."""
    rng = np.random.default_rng(label)
    for _ in range(50):
        cut = layers(label, rng)
        assert any(layer.shade == 1 for layer in cut[:2])
        for layer in cut:
            points = np.array(layer.outline)
            assert len(points) >= 3
            assert np.abs(points).max() < 1.35


def test_the_classes_are_those_of_fashion_mnist():
    """Ten names, in the order of torchvision's labels."""
    from autograder.student import torchvision_shim

    torchvision_shim.ensure()
    from torchvision.datasets import FashionMNIST

    assert list(CLASSES) == FashionMNIST.classes
