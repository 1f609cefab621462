"""How pizza, steak and sushi are drawn: each recipe paints one serving on a picture."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from autograder.datasets.outlines import (
    Colour,
    Outline,
    Point,
    blob,
    ellipse,
    near,
    rounded,
    scaled,
    stroke,
    wedge,
)

Random = np.random.Generator
_TAU = 2 * math.pi


@dataclass(frozen=True, slots=True)
class Serving:
    """The place of a dish: its picture, its centre, its radius in pixels."""

    image: Image.Image
    rng: Random
    centre: Point
    radius: float

    def fill(self, outline: Outline, colour: Colour) -> None:
        """Fill an outline."""
        ImageDraw.Draw(self.image).polygon(outline, fill=colour)

    def near_centre(self, reach: float) -> Point:
        """Pick a point at most ``reach`` radii from the centre."""
        angle, far = self.rng.uniform(0, _TAU), reach * self.radius * self.rng.random() ** 0.5
        return self.at(angle, far)

    def at(self, angle: float, distance: float) -> Point:
        """Return the point in that direction from the centre, ``distance`` in pixels."""
        x, y = self.centre
        return x + distance * math.cos(angle), y + distance * math.sin(angle)

    def inside(self, outline: Outline, paint: Callable[[Serving], None]) -> None:
        """Let ``paint`` work, but keep only what falls inside ``outline``."""
        layer, mask = self.image.copy(), Image.new("L", self.image.size)
        ImageDraw.Draw(mask).polygon(outline, fill=255)
        paint(Serving(layer, self.rng, self.centre, self.radius))
        self.image.paste(layer, (0, 0), mask)


def pizza(serving: Serving) -> None:
    """Paint a whole pizza, often cut, or a single slice: crust, cheese on sauce, toppings."""
    rng, radius = serving.rng, serving.radius
    angle = rng.uniform(0, _TAU)
    crust, baked = near(rng, 0.085, 0.6, 0.72), near(rng, 0.07, 0.65, 0.55)
    slice_only = rng.random() < 0.35
    if slice_only:
        tip, half = serving.at(angle + math.pi, radius * 0.8), rng.uniform(0.3, 0.5)
        outer, inner = wedge(tip, radius * 1.8, angle, half), wedge(tip, radius * 1.5, angle, half)
    else:
        high = radius * rng.uniform(0.75, 1)
        outer = blob(rng, serving.centre, radius, high, rough=0.03, angle=angle)
        inner = scaled(outer, rng.uniform(0.8, 0.88), serving.centre)
    serving.fill(outer, baked)
    serving.fill(outer if slice_only else scaled(outer, 0.96, serving.centre), crust)
    serving.fill(inner, near(rng, 0.02, 0.8, 0.65))
    serving.inside(inner, _toppings)
    if not slice_only and rng.random() < 0.55:
        for k in range(rng.integers(2, 5)):
            cut = angle + k * math.pi / 4
            ends = serving.at(cut, radius), serving.at(cut + math.pi, radius)
            serving.fill(stroke(*ends, radius * 0.035), near(rng, 0.06, 0.6, 0.4))


def _toppings(serving: Serving) -> None:
    rng, radius = serving.rng, serving.radius
    cheese = near(rng, 0.125, 0.5, 0.92)
    for _ in range(rng.integers(9, 16)):
        size = radius * rng.uniform(0.15, 0.38)
        outline = blob(rng, serving.near_centre(1.0), size, size * 0.8, rough=0.25)
        serving.fill(outline, near(rng, 0.12, 0.5, 0.9, 0.3) if rng.random() < 0.3 else cheese)
    toppings = (_pepperoni, _olive, _leaf, _mushroom)
    for topping in rng.choice(4, rng.integers(1, 4), replace=False):
        for _ in range(rng.integers(3, 9)):
            toppings[topping](serving, serving.near_centre(0.95))


def _pepperoni(serving: Serving, centre: Point) -> None:
    size = serving.radius * serving.rng.uniform(0.11, 0.17)
    serving.fill(blob(serving.rng, centre, size, size, rough=0.05), (120, 25, 20))
    serving.fill(ellipse(centre, size * 0.8, size * 0.8), near(serving.rng, 0.01, 0.75, 0.7, 0.5))


def _olive(serving: Serving, centre: Point) -> None:
    size = serving.radius * serving.rng.uniform(0.06, 0.1)
    serving.fill(ellipse(centre, size, size), near(serving.rng, 0.75, 0.2, 0.17, 0.5))
    serving.fill(ellipse(centre, size * 0.4, size * 0.4), (205, 160, 90))


def _leaf(serving: Serving, centre: Point) -> None:
    rng, size = serving.rng, serving.radius * serving.rng.uniform(0.1, 0.2)
    angle = rng.uniform(0, _TAU)
    outline = blob(rng, centre, size, size * 0.45, rough=0.08, angle=angle)
    serving.fill(outline, near(rng, 0.32, 0.65, 0.42))


def _mushroom(serving: Serving, centre: Point) -> None:
    rng, size = serving.rng, serving.radius * serving.rng.uniform(0.08, 0.13)
    angle = rng.uniform(0, _TAU)
    pale = near(rng, 0.1, 0.22, 0.82, 0.6)
    serving.fill(blob(rng, centre, size, size * 0.7, rough=0.1, angle=angle), pale)
    x, y = centre[0] + size * math.cos(angle + 1.6), centre[1] + size * math.sin(angle + 1.6)
    serving.fill(stroke(centre, (x, y), size * 0.6), pale)


def steak(serving: Serving) -> None:
    """Paint a whole grilled steak with its edge of fat, or carved slices, pink inside."""
    if serving.rng.random() < 0.35:
        _carved(serving)
    else:
        _whole(serving)


def _carved(serving: Serving) -> None:
    rng, radius = serving.rng, serving.radius
    angle, count = rng.uniform(0, _TAU), int(rng.integers(4, 7))
    width, sear = radius * 1.7 / count, near(rng, 0.05, 0.6, 0.32)
    pink = near(rng, 0.99, 0.55, 0.68)
    for k in range(count):
        centre = serving.at(angle, (k - (count - 1) / 2) * width * rng.uniform(0.9, 1.05))
        high = radius * rng.uniform(0.5, 0.75) * (1 - 0.25 * abs(2 * k / (count - 1) - 1))
        lean = angle + rng.normal(0, 0.1)
        serving.fill(rounded(centre, width * 0.54, high, lean, 0.5), sear)
        serving.fill(rounded(centre, width * 0.38, high * 0.86, lean, 0.5), pink)
        core = near(rng, 0.985, 0.6, 0.75, 0.4)
        serving.fill(rounded(centre, width * 0.2, high * 0.7, lean, 0.5), core)


def _whole(serving: Serving) -> None:
    rng, radius = serving.rng, serving.radius
    angle = rng.uniform(0, _TAU)
    high = radius * rng.uniform(0.5, 0.75)
    outer = blob(rng, serving.centre, radius, high, rough=0.2, angle=angle)
    fat, char = near(rng, 0.1, 0.3, 0.78), near(rng, 0.05, 0.6, 0.24)
    serving.fill(outer, fat if rng.random() < 0.6 else char)
    meat = scaled(outer, 0.9, serving.at(angle, radius * 0.4))
    serving.fill(meat, near(rng, 0.045, 0.6, 0.4))
    serving.inside(meat, _grilled)


def _grilled(serving: Serving) -> None:
    rng, radius = serving.rng, serving.radius
    for _ in range(rng.integers(2, 9)):
        size = radius * rng.uniform(0.06, 0.2)
        spot = blob(rng, serving.near_centre(1), size, size * 0.6, rough=0.3)
        serving.fill(spot, near(rng, 0.05, 0.55, 0.45))
    for _ in range(rng.integers(0, 6)):
        start = serving.near_centre(0.9)
        end = start[0] + radius * rng.normal(0, 0.2), start[1] + radius * rng.normal(0, 0.2)
        serving.fill(stroke(start, end, radius * 0.03), near(rng, 0.09, 0.25, 0.8))
    if rng.random() < 0.75:
        first, gap = rng.uniform(0, _TAU), radius * rng.uniform(0.25, 0.38)
        for angle in [first] if rng.random() < 0.6 else [first, first + 1.4]:
            _marks(serving, angle, gap)


def _marks(serving: Serving, angle: float, gap: float) -> None:
    dark = near(serving.rng, 0.05, 0.5, 0.15, 0.5)
    for k in range(-4, 5):
        x, y = serving.at(angle + math.pi / 2, k * gap)
        dx, dy = 2 * serving.radius * math.cos(angle), 2 * serving.radius * math.sin(angle)
        serving.fill(stroke((x - dx, y - dy), (x + dx, y + dy), serving.radius * 0.08), dark)


def sushi(serving: Serving) -> None:
    """Paint rows of maki (rice in nori around a filling) or nigiri (fish laid on rice)."""
    rng = serving.rng
    count, rows, angle = int(rng.integers(2, 5)), int(rng.integers(1, 3)), rng.uniform(0, _TAU)
    size = serving.radius * 1.15 / max(count, 1.6 * rows)
    maki = rng.random() < 0.55
    fish = near(rng, *_FISH[rng.integers(0, len(_FISH))])
    band = rng.random() < 0.35
    for k in range(count * rows):
        along = (k % count - (count - 1) / 2) * size * 2.15
        across = (k // count - (rows - 1) / 2) * size * 2.5
        x, y = serving.at(angle, along)
        jitter = rng.normal(0, size * 0.06, 2)
        centre = (
            x - across * math.sin(angle) + float(jitter[0]),
            y + across * math.cos(angle) + float(jitter[1]),
        )
        if maki:
            _maki(serving, centre, size, fish)
        else:
            _nigiri(serving, centre, size, fish, angle + math.pi / 2, band)


_FISH = ((0.04, 0.75, 0.95), (0.98, 0.65, 0.75), (0.12, 0.35, 0.93), (0.3, 0.5, 0.55))
_RICE = (0.12, 0.06, 0.93)
_NORI = (0.4, 0.35, 0.15)


def _maki(serving: Serving, centre: Point, size: float, filling: Colour) -> None:
    rng = serving.rng
    nori, rice = near(rng, *_NORI, 0.4), near(rng, *_RICE, 0.4)
    if rng.random() < 0.12:
        nori, rice = rice, nori
    serving.fill(blob(rng, centre, size, size * rng.uniform(0.85, 1), rough=0.03), nori)
    serving.fill(blob(rng, centre, size * 0.77, size * 0.72, rough=0.05), rice)
    serving.fill(blob(rng, centre, size * 0.36, size * 0.32, rough=0.2), filling)
    x, y = centre
    if rng.random() < 0.5:
        second = (x + size * 0.2, y + size * 0.1)
        serving.fill(ellipse(second, size * 0.16, size * 0.16), near(rng, 0.3, 0.5, 0.6))


def _nigiri(
    serving: Serving, centre: Point, size: float, fish: Colour, angle: float, band: bool
) -> None:
    rng = serving.rng
    angle += rng.normal(0, 0.1)
    along, across = (math.cos(angle), math.sin(angle)), (-math.sin(angle), math.cos(angle))
    serving.fill(rounded(centre, size * 1.05, size * 0.72, angle, 0.6), near(rng, *_RICE, 0.4))
    serving.fill(rounded(centre, size * 1.12, size * 0.52, angle, 0.55), fish)
    for step in (-0.6, -0.2, 0.2, 0.6) if not band else ():
        x, y = centre[0] + step * size * along[0], centre[1] + step * size * along[1]
        dx, dy = size * 0.42 * across[0], size * 0.42 * across[1]
        line = stroke((x - dx, y - dy), (x + dx + dy * 0.3, y + dy - dx * 0.3), size * 0.08)
        serving.fill(line, near(rng, 0.08, 0.25, 0.98, 0.3))
    if band:
        dx, dy = size * 0.75 * across[0], size * 0.75 * across[1]
        ends = (centre[0] - dx, centre[1] - dy), (centre[0] + dx, centre[1] + dy)
        serving.fill(stroke(*ends, size * 0.4), near(rng, *_NORI, 0.4))
