"""Closed outlines as lists of points, and colours: what garments and dishes are drawn from."""

from __future__ import annotations

import colorsys
import math
from typing import TypeAlias

import numpy as np

Point: TypeAlias = tuple[float, float]
Outline: TypeAlias = list[Point]
Colour: TypeAlias = tuple[int, int, int]
_TURNS = np.linspace(0, 2 * np.pi, 32, endpoint=False)
_CIRCLE = np.stack([np.cos(_TURNS), np.sin(_TURNS)], axis=1)
_ORDER = np.arange(1, 5)[:, None]  # of the waves that make a blob uneven


def mirrored(right: Outline) -> Outline:
    """Close the right half of an outline, from top to bottom, by its mirror image at x = 0."""
    return right + [(-x, y) for x, y in reversed(right)]


def ellipse(centre: Point, width: float, height: float, points: int = 20) -> Outline:
    """Return an ellipse with these half axes."""
    turns = [2 * math.pi * k / points for k in range(points)]
    return [(centre[0] + width * math.cos(t), centre[1] + height * math.sin(t)) for t in turns]


def stroke(start: Point, end: Point, width: float) -> Outline:
    """Return a straight line of this width as an outline."""
    (x0, y0), (x1, y1) = start, end
    length = math.hypot(x1 - x0, y1 - y0) or 1.0
    dx, dy = (y0 - y1) / length * width / 2, (x1 - x0) / length * width / 2
    return [(x0 + dx, y0 + dy), (x1 + dx, y1 + dy), (x1 - dx, y1 - dy), (x0 - dx, y0 - dy)]


def arch(centre: Point, width: float, height: float, thick: float, points: int = 12) -> Outline:
    """Return the upper half of an elliptic ring with these outer half axes, open below."""
    turns = [math.pi * k / (points - 1) for k in range(points)]
    outer = [(width * math.cos(t), -height * math.sin(t)) for t in turns]
    inner_width, inner_height = max(width - thick, 0.01), max(height - thick, 0.01)
    inner = [(inner_width * math.cos(t), -inner_height * math.sin(t)) for t in reversed(turns)]
    return [(centre[0] + x, centre[1] + y) for x, y in outer + inner]


def turned(outline: Outline, angle: float, centre: Point) -> Outline:
    """Return ``outline``, drawn around the origin, turned by ``angle`` and moved to ``centre``."""
    c, s = math.cos(angle), math.sin(angle)
    return [(centre[0] + x * c - y * s, centre[1] + x * s + y * c) for x, y in outline]


def scaled(outline: Outline, factor: float, centre: Point) -> Outline:
    """Return ``outline`` shrunk or grown around ``centre``."""
    cx, cy = centre
    return [(cx + (x - cx) * factor, cy + (y - cy) * factor) for x, y in outline]


def blob(
    rng: np.random.Generator,
    centre: Point,
    width: float,
    height: float,
    *,
    rough: float = 0.1,
    angle: float = 0.0,
) -> Outline:
    """Return an uneven ellipse: half axes ``width`` and ``height``, waves of size ``rough``."""
    waves = np.cos(_ORDER * _TURNS + rng.uniform(0, 2 * np.pi, (4, 1)))
    radius = 1 + (rough / _ORDER * rng.normal(size=(4, 1)) * waves).sum(axis=0)
    outline = _CIRCLE * radius[:, None] * (width, height)
    return turned(outline.tolist(), angle, centre)


def rounded(
    centre: Point, width: float, height: float, angle: float = 0.0, bevel: float = 0.3
) -> Outline:
    """Return a rectangle with these half sides and round corners, turned by ``angle``."""
    radius = bevel * min(width, height)
    corners = ((1, 1), (-1, 1), (-1, -1), (1, -1))
    outline = [
        (
            sx * (width - radius) + radius * math.cos(t),
            sy * (height - radius) + radius * math.sin(t),
        )
        for quarter, (sx, sy) in enumerate(corners)
        for t in [(quarter + k / 4) * math.pi / 2 for k in range(5)]
    ]
    return turned(outline, angle, centre)


def wedge(tip: Point, radius: float, angle: float, half: float) -> Outline:
    """Return a slice of a disc: its tip, the direction ``angle``, half its opening in radians."""
    turns = [angle - half + 2 * half * k / 11 for k in range(12)]
    return [tip] + [(tip[0] + radius * math.cos(t), tip[1] + radius * math.sin(t)) for t in turns]


def colour(hue: float, saturation: float, value: float) -> Colour:
    """Return 8-bit red, green and blue; hue wraps around, the others are clipped to 0..1."""
    saturation, value = min(max(saturation, 0.0), 1.0), min(max(value, 0.0), 1.0)
    red, green, blue = colorsys.hsv_to_rgb(hue % 1.0, saturation, value)
    return int(255 * red), int(255 * green), int(255 * blue)


def near(
    rng: np.random.Generator, hue: float, saturation: float, value: float, spread: float = 1.0
) -> Colour:
    """Return a colour close to the given one; nothing is ever cooked quite the same."""
    change = rng.normal(size=3) * (0.02, 0.09, 0.09)
    return colour(*(np.array([hue, saturation, value]) + spread * change).tolist())
