"""Toy problems in the plane: circles, moons, blobs and spirals, for chapter 02."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Points: TypeAlias = NDArray[np.float32]
Labels: TypeAlias = NDArray[np.int64]


def circles(n: int = 1000, seed: int = 42, noise: float = 0.03) -> tuple[Points, Labels]:
    """Scatter a circle (label 0) around a smaller one (label 1).

    Args:
        n: points in all.
        seed: 0 to 2**32 - 1.
        noise: standard deviation of what is added to each coordinate.

    Returns:
        Points, float32 of shape (n, 2); labels, int64 of shape (n,).
    """
    from sklearn.datasets import make_circles

    return _plain(*make_circles(n_samples=n, noise=noise, random_state=seed))


def moons(n: int = 1000, seed: int = 42, noise: float = 0.07) -> tuple[Points, Labels]:
    """Scatter two half circles that reach into each other; see `circles`."""
    from sklearn.datasets import make_moons

    return _plain(*make_moons(n_samples=n, noise=noise, random_state=seed))


def blobs(
    n: int = 1000, seed: int = 42, classes: int = 4, spread: float = 1.5
) -> tuple[Points, Labels]:
    """Scatter one round cloud a class, of standard deviation ``spread``; see `circles`."""
    from sklearn.datasets import make_blobs

    return _plain(
        *make_blobs(
            n_samples=n, n_features=2, centers=classes, cluster_std=spread, random_state=seed
        )
    )


def spirals(
    points: int = 100, classes: int = 3, seed: int = 42, noise: float = 0.2
) -> tuple[Points, Labels]:
    """Wind one arm a class around the origin.

    Args:
        points: points of each arm.
        classes: arms.
        seed: 0 or more.
        noise: standard deviation, in radians, of the angle of a point.

    Returns:
        Points inside the unit circle, float32 of shape (points * classes, 2), arm after arm;
        labels, int64 of shape (points * classes,).
    """
    rng = np.random.default_rng(seed)
    labels = np.repeat(np.arange(classes), points)
    radius = np.tile(np.linspace(0, 1, points), classes)
    start = 2 * np.pi * labels / classes
    angle = start + 4 * radius + rng.normal(0, noise, len(labels))
    return _plain(np.stack([radius * np.sin(angle), radius * np.cos(angle)], axis=1), labels)


def _plain(points: NDArray[Any], labels: NDArray[Any]) -> tuple[Points, Labels]:
    return points.astype(np.float32), labels.astype(np.int64)
