"""The toy problems have their form, types and seeds."""

import numpy as np
import pytest

from autograder.datasets import toys

MAKERS = [toys.circles, toys.moons, toys.blobs]


@pytest.mark.parametrize("make", MAKERS)
def test_shapes_types_and_seeds(make):
    """float32 points, int64 labels, all classes, repeatable."""
    points, labels = make(90, seed=1)
    again, other = make(90, seed=1), make(90, seed=2)
    assert (points.shape, points.dtype) == ((90, 2), np.float32)
    assert (labels.shape, labels.dtype) == ((90,), np.int64)
    assert set(labels) == set(range(4 if make is toys.blobs else 2))
    assert (points == again[0]).all()
    assert (points != other[0]).any()


def test_circles_lie_inside_each_other():
    """Label 1 is the inner circle."""
    points, labels = toys.circles(200, seed=3)
    radius = np.linalg.norm(points, axis=1)
    assert radius[labels == 0].min() > radius[labels == 1].max() > 0.7


def test_spirals_have_equal_arms():
    """Each arm runs from the origin to the unit circle, in the form and types of the others."""
    points, labels = toys.spirals(points=50, classes=4, seed=1)
    assert (points.shape, points.dtype) == ((200, 2), np.float32)
    assert (labels == np.repeat(np.arange(4), 50)).all()
    assert labels.dtype == np.int64
    radius = np.linalg.norm(points, axis=1).reshape(4, 50)
    assert radius[:, 0] == pytest.approx(np.zeros(4))
    assert radius[:, -1] == pytest.approx(np.ones(4))
    assert (np.diff(radius) > 0).all()
    assert (toys.spirals(50, 4, seed=2)[0] != points).any()


def test_spiral_arms_keep_apart():
    """A point's nearest neighbour is nearly always of its own arm: the problem can be learnt."""
    points, labels = toys.spirals(points=100, classes=3, seed=5)
    distance = np.linalg.norm(points[:, None] - points[None], axis=2)
    np.fill_diagonal(distance, np.inf)
    assert (labels[distance.argmin(1)] == labels).mean() > 0.9
