"""Ten classes of grey 28x28 garments, a stand-in for FashionMNIST with its classes and format."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from autograder.datasets.garment_shapes import CLASSES, SHOES, Layer, layers

SIDE = 28
_FINE = 3  # a garment is drawn this much larger and then averaged
_Floats = NDArray[np.float32]


def make_garments(n: int, seed: int) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Draw ``n`` garments, as many of each class as possible, in random order.

    Args:
        n: 1 or more.
        seed: 0 or more; the same seed and ``n`` give the same garments.

    Returns:
        Images, uint8 of shape (n, 28, 28), 0 the empty background; labels, int64 of shape (n,),
        0 to 9 in the order of ``CLASSES``.
    """
    rng = np.random.default_rng([seed, n])
    labels = rng.permutation(np.arange(n) % len(CLASSES))
    cuts = [layers(int(label), rng) for label in labels]
    return _finish(_draw(cuts, labels, rng), rng), labels


def _draw(cuts: list[list[Layer]], labels: NDArray[Any], rng: np.random.Generator) -> _Floats:
    """Lay every garment on its own canvas; returns shades 0..255 of shape (n, 28, 28)."""
    side = SIDE * _FINE
    base = rng.uniform(70, 235, len(cuts))
    shades = np.empty((len(cuts), SIDE, SIDE), np.float32)
    placed = iter(_place(cuts, labels, rng))
    for number, cut in enumerate(cuts):
        image = Image.new("L", (side, side))
        draw = ImageDraw.Draw(image)
        for layer in cut:
            draw.polygon(next(placed), fill=min(int(base[number] * layer.shade), 255))
        shades[number] = np.asarray(image.reduce(_FINE))
    return shades


def _place(
    cuts: list[list[Layer]], labels: NDArray[Any], rng: np.random.Generator
) -> list[list[tuple[float, float]]]:
    """Pose all garments at once: turn, shear, scale, bend, mirror and shift; in pixels."""
    outlines = [layer.outline for cut in cuts for layer in cut]
    sizes = [len(outline) for outline in outlines]
    owner = np.repeat(np.arange(len(cuts)), [sum(len(y.outline) for y in cut) for cut in cuts])
    x, y = np.array([point for outline in outlines for point in outline]).T
    n = len(cuts)
    shoe = np.isin(labels, SHOES)
    mirror = np.where(shoe & (rng.random(n) < 0.5), -1.0, 1.0)
    wide, high = rng.uniform(0.75, 0.97, (2, n))
    turn, shear = rng.normal(0, 0.06, n), rng.normal(0, 0.05, n)
    bend, phase = rng.normal(0, 0.04, (2, n)), rng.uniform(0, 2 * np.pi, (2, n))
    shift = rng.normal(0, 0.1, (2, n)).clip(-0.2, 0.2)
    x, y = (
        x + bend[0][owner] * np.sin(2.5 * y + phase[0][owner]),
        y + bend[1][owner] * np.sin(2.5 * x + phase[1][owner]),
    )
    x, y = x * (wide * mirror)[owner], y * high[owner]
    cos, sin = np.cos(turn)[owner], np.sin(turn)[owner]
    x, y = cos * x + (shear[owner] - sin) * y, sin * x + cos * y
    pixels = (np.stack([x, y], axis=1) + shift.T[owner] + 1) * (SIDE * _FINE / 2)
    points: list[tuple[float, float]] = list(map(tuple, pixels.tolist()))
    ends = np.cumsum(sizes).tolist()
    return [points[end - size : end] for size, end in zip(sizes, ends, strict=True)]


def _finish(shades: _Floats, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Add what makes cloth: pattern, light, a fold, grain."""
    n = len(shades)
    cloth = shades * _pattern(n, rng) * _light(n, rng)
    cloth += (shades > 8) * 10 * rng.standard_normal(cloth.shape, np.float32)
    return cloth.clip(0, 255).astype(np.uint8)


def _pattern(n: int, rng: np.random.Generator) -> _Floats:
    """Plain, striped, checked or blotched; 1 where the cloth keeps its shade."""
    kind = rng.choice(4, n, p=[0.4, 0.25, 0.15, 0.2])[:, None, None]
    angle = rng.choice([0.0, np.pi / 2, np.pi / 4, 0.1], n) + rng.normal(0, 0.1, n)
    waves = rng.uniform(2.5, 7, n)
    first = np.sin(_ramp(angle, waves) * np.pi + rng.uniform(0, 6, n)[:, None, None]) > 0
    second = np.sin(_ramp(angle + np.pi / 2, waves) * np.pi) > 0
    spots = np.kron(rng.random((n, 7, 7)), np.ones((4, 4)))
    drawn = np.select([kind == 1, kind == 2, kind == 3], [first, first ^ second, spots], 0.0)
    depth = rng.uniform(0.1, 0.45, n)[:, None, None]
    pattern: _Floats = (1 - depth * drawn).astype(np.float32)
    return pattern


def _light(n: int, rng: np.random.Generator) -> _Floats:
    """Light from one side, and for half of the garments a fold behind which it is darker."""
    angle = rng.uniform(0, 2 * np.pi, (2, n))
    glow = 1 + _ramp(angle[0], rng.uniform(0, 0.3, n))
    behind = _ramp(angle[1], np.ones(n)) > rng.uniform(-0.2, 0.7, n)[:, None, None]
    dark = np.where(rng.random(n) < 0.5, rng.uniform(0.5, 0.95, n), 1.0)[:, None, None]
    light: _Floats = (glow * np.where(behind, dark, 1.0)).astype(np.float32)
    return light


def _ramp(angle: NDArray[Any], slope: NDArray[Any]) -> NDArray[Any]:
    """A plane for each garment, (n, 28, 28): from -slope to slope in the direction ``angle``."""
    axis = np.linspace(-1, 1, SIDE)
    along = np.cos(angle)[:, None, None] * axis + np.sin(angle)[:, None, None] * axis[:, None]
    plane: NDArray[Any] = along * slope[:, None, None]
    return plane
