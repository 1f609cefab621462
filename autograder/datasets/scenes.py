"""Everything around a dish: the table, the plate, what else lies there, light and camera."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from autograder.datasets.outlines import Outline, Point, blob, colour, rounded, stroke
from autograder.datasets.recipes import Serving

Random = np.random.Generator
_FINE = 2  # a scene is drawn this much larger and then averaged


def photograph(recipe: Callable[[Serving], None], rng: Random, size: int) -> NDArray[np.uint8]:
    """Serve a dish on a table and take its picture; returns uint8 of shape (size, size, 3)."""
    side = size * _FINE
    image = _table(rng, side)
    radius = side * rng.uniform(0.25, 0.4)
    x, y = (side / 2 + rng.normal(0, side * 0.08, 2).clip(-0.15 * side, 0.15 * side)).tolist()
    _things(image, rng, int(rng.integers(0, 5)))
    if rng.random() < 0.75:
        _plate(image, rng, (x, y), radius)
    recipe(Serving(image, rng, (x, y), radius))
    if rng.random() < 0.35:
        _things(image, rng, 1)
    if rng.random() < 0.25:
        _napkin(image, rng, (x, y), radius)
    return _camera(image, rng, size)


def _table(rng: Random, side: int) -> Image.Image:
    """Plain, wooden, checked, stained or striped, in any direction and most colours."""
    axis = np.arange(side, dtype=np.float32) / side
    angle = rng.uniform(0, 2 * np.pi)
    along = axis * math.cos(angle) + axis[:, None] * math.sin(angle)
    across = axis[:, None] * math.cos(angle) - axis * math.sin(angle)
    count = rng.uniform(3, 8)
    kind = int(rng.integers(0, 5))
    wooden = kind == 1
    hue = 0.08 + rng.normal(0, 0.02) if wooden else rng.uniform(0, 1)
    strength, value = (
        rng.uniform(0.3, 0.65) if wooden else rng.uniform(0, 0.5),
        rng.uniform(0.2, 0.95),
    )
    first = np.array(colour(hue, strength, value), np.float32)
    change = rng.normal(0, 0.06), rng.normal(0, 0.15), rng.uniform(-0.3, 0.3)
    second = np.array(colour(hue + change[0], strength + change[1], value + change[2]), np.float32)
    mix = _pattern(kind, along * count, across * count, rng)[..., None]
    return Image.fromarray((first * mix + second * (1 - mix)).astype(np.uint8))


def _pattern(kind: int, along: NDArray[Any], across: NDArray[Any], rng: Random) -> NDArray[Any]:
    """How much of the first colour is where, 0 to 1."""
    mix: NDArray[Any] = np.ones_like(along)
    if kind == 1:
        mix = 0.5 + 0.5 * np.sin(2 * np.pi * along + 2 * np.sin(1.5 * across))
    if kind == 2:
        mix = (np.floor(along) + np.floor(across)) % 2
    if kind == 3:
        coarse = Image.fromarray(rng.random((6, 6)).astype(np.float32))
        mix = np.asarray(coarse.resize(along.shape, Image.Resampling.BILINEAR))
    if kind == 4:
        mix = np.floor(2 * along) % 2
    return mix


def _plate(image: Image.Image, rng: Random, centre: Point, radius: float) -> None:
    if rng.random() < 0.65:
        wide = radius * rng.uniform(1.2, 1.5)
        outline = blob(rng, centre, wide, wide * rng.uniform(0.92, 1), rough=0.0)
        rim = blob(rng, centre, wide * 0.78, wide * 0.75, rough=0.0)
        tint = rng.uniform(0, 1), rng.uniform(0, 0.25), rng.uniform(0.55, 0.98)
    else:
        high = radius * rng.uniform(0.95, 1.25)
        outline = rounded(centre, radius * 1.35, high, rng.uniform(0, np.pi), 0.15)
        rim = []
        tint = rng.uniform(0.03, 0.14), rng.uniform(0.1, 0.6), rng.uniform(0.2, 0.8)
    _shadow(image, outline)
    draw = ImageDraw.Draw(image)
    draw.polygon(outline, fill=colour(*tint))
    if rim:
        draw.polygon(rim, fill=colour(tint[0], tint[1], tint[2] * 0.92))


def _shadow(image: Image.Image, outline: Outline) -> None:
    """Darken the table under an outline, softly and a little to the lower right."""
    off = image.width * 0.02
    mask = Image.new("L", image.size)
    ImageDraw.Draw(mask).polygon([(x + off, y + off) for x, y in outline], fill=150)
    image.paste((12, 10, 10), (0, 0), mask.filter(ImageFilter.BoxBlur(off)))


def _things(image: Image.Image, rng: Random, count: int) -> None:
    """Lay cups, cutlery, herbs, boxes and crumbs on the table; each can lie beside any dish."""
    draw, side = ImageDraw.Draw(image), image.width
    for _ in range(count):
        x, y = rng.uniform(0, side, 2).tolist()
        size = side * rng.uniform(0.04, 0.12)
        tint = colour(rng.uniform(0, 1), rng.uniform(0, 0.7), rng.uniform(0.2, 0.95))
        kind = int(rng.integers(0, 5))
        if kind == 0:
            inside = colour(rng.uniform(0, 1), rng.uniform(0, 0.8), rng.uniform(0.15, 0.8))
            draw.polygon(blob(rng, (x, y), size, size, rough=0.02), fill=tint)
            draw.polygon(blob(rng, (x, y), size * 0.75, size * 0.75, rough=0.02), fill=inside)
        elif kind == 1:
            angle = rng.uniform(0, 2 * np.pi)
            end = x + 6 * size * math.cos(angle), y + 6 * size * math.sin(angle)
            metal = colour(0.6, 0.05, rng.uniform(0.5, 0.95))
            draw.polygon(stroke((x, y), end, max(2.0, size * 0.25)), fill=metal)
        elif kind == 2:
            green = colour(0.31 + rng.normal(0, 0.03), 0.6, rng.uniform(0.25, 0.65))
            leaf = blob(rng, (x, y), size, size * 0.4, rough=0.15, angle=rng.uniform(0, 6))
            draw.polygon(leaf, fill=green)
        elif kind == 3:
            box = rounded((x, y), size, size * rng.uniform(0.4, 1), rng.uniform(0, 6), 0.2)
            draw.polygon(box, fill=tint)
        else:
            for dx, dy in rng.normal(0, size, (6, 2)).tolist():
                crumb = blob(rng, (x + dx, y + dy), size * 0.2, size * 0.2, rough=0.2)
                draw.polygon(crumb, fill=tint)


def _napkin(image: Image.Image, rng: Random, centre: Point, radius: float) -> None:
    """Cover a part of the dish."""
    angle, far = rng.uniform(0, 2 * np.pi), radius * rng.uniform(1.15, 1.6)
    middle = centre[0] + far * math.cos(angle), centre[1] + far * math.sin(angle)
    tint = colour(rng.uniform(0, 1), rng.uniform(0, 0.5), rng.uniform(0.3, 0.95))
    cloth = rounded(middle, radius * 0.6, radius * 1.1, angle, 0.15)
    _shadow(image, cloth)
    ImageDraw.Draw(image).polygon(cloth, fill=tint)


def _camera(image: Image.Image, rng: Random, size: int) -> NDArray[np.uint8]:
    """Light from one side, a colour cast, exposure, grain, and at times a blurred lens."""
    pixels = np.asarray(image.reduce(_FINE), np.float32) / 255
    axis = np.linspace(-1, 1, size, dtype=np.float32)
    light = 1 + rng.uniform(-0.25, 0.25) * axis + rng.uniform(-0.25, 0.25) * axis[:, None]
    cast = (rng.uniform(0.75, 1.12) * (1 + rng.normal(0, 0.07, 3))).astype(np.float32)
    pixels = (pixels * light[..., None] * cast).clip(0, 1) ** rng.uniform(0.8, 1.3)
    pixels += np.float32(0.02) * rng.standard_normal(pixels.shape, np.float32)
    taken = Image.fromarray((pixels.clip(0, 1) * 255).astype(np.uint8))
    if rng.random() < 0.3:
        taken = taken.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 0.9) * size / 64))
    return np.asarray(taken)
