"""Outlines are closed, of the right size, and repeatable."""

import numpy as np
import pytest

from autograder.datasets import outlines


def test_a_stroke_has_its_width_and_length():
    """A line from (0, 0) to (3, 0) of width 2 is a rectangle of 3 by 2."""
    points = np.array(outlines.stroke((0, 0), (3, 0), 2.0))
    assert np.ptp(points, axis=0).tolist() == [3.0, 2.0]


def test_a_stroke_without_length_is_no_error():
    """Two equal ends give an outline without area."""
    assert len(outlines.stroke((1, 1), (1, 1), 2.0)) == 4


def test_mirrored_outlines_are_symmetric():
    """Every point has its mirror image at x = 0."""
    points = outlines.mirrored([(1, 0), (2, 1)])
    assert sorted(points) == sorted((-x, y) for x, y in points)


def test_an_ellipse_reaches_its_half_axes():
    """It is as wide and high as asked, around its centre."""
    points = np.array(outlines.ellipse((1, 2), 3, 4, points=40))
    assert points.max(axis=0) == pytest.approx([4, 6])
    assert points.min(axis=0) == pytest.approx([-2, -2])


def test_a_smooth_blob_is_an_ellipse():
    """Without roughness every point lies on the ellipse."""
    rng = np.random.default_rng(0)
    points = np.array(outlines.blob(rng, (5, 6), 2, 3, rough=0.0)) - (5, 6)
    assert ((points / (2, 3)) ** 2).sum(axis=1) == pytest.approx(np.ones(len(points)))


def test_blobs_repeat_with_their_seed():
    """The same generator state gives the same blob, another one another."""
    first, again, other = (
        outlines.blob(np.random.default_rng(seed), (0, 0), 1, 1) for seed in (1, 1, 2)
    )
    assert first == again != other


def test_colours_are_bytes_whatever_is_asked():
    """Hue wraps around, saturation and value are clipped."""
    assert outlines.colour(1.0, 2.0, 3.0) == (255, 0, 0)
    assert outlines.colour(0.5, -1.0, -1.0) == (0, 0, 0)
