"""Forty-eight other dishes, which the kit's backbone was trained on: none of the course's three.

Each is a line of a table: what it is made of (shapes), its two colours, its pattern, its middle.
Pizza, steak and sushi have recipes of their own and share only table, plate, light and camera.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TypeAlias

import numpy as np

from autograder.datasets.outlines import Outline, blob, near, rounded, scaled, stroke, wedge
from autograder.datasets.recipes import Serving

Hsv: TypeAlias = tuple[float, float, float]
_TAU = 2 * math.pi

_WHITE, _CREAM, _BREAD = (0.1, 0.04, 0.95), (0.12, 0.25, 0.93), (0.09, 0.5, 0.75)
_GOLD, _BROWN, _DARK = (0.11, 0.7, 0.85), (0.06, 0.6, 0.45), (0.05, 0.5, 0.2)
_RED, _PINK, _ORANGE = (0.0, 0.8, 0.75), (0.95, 0.4, 0.9), (0.07, 0.85, 0.95)
_YELLOW, _GREEN, _LEAF = (0.15, 0.75, 0.95), (0.28, 0.6, 0.6), (0.32, 0.7, 0.4)
_PURPLE, _BLUE = (0.8, 0.5, 0.4), (0.66, 0.5, 0.45)


@dataclass(frozen=True, slots=True)
class Dish:
    """The recipe of one dish of the menu.

    Attributes:
        name: what it is called.
        form: key of ``FORMS``.
        body, trim: colours of the shapes, and of their pattern and rim.
        pattern: key of ``PATTERNS``.
        rim: whether each shape has an edge in the colour of the trim.
        core: colour of a round middle, None without one.
    """

    name: str
    form: str
    body: Hsv
    trim: Hsv
    pattern: str = "plain"
    rim: bool = False
    core: Hsv | None = None


MENU = (
    Dish("apple pie", "disc", _GOLD, _BROWN, "net", rim=True),
    Dish("bagel", "ring", _BREAD, _CREAM, "flecks"),
    Dish("baguette", "bars", _BREAD, _CREAM, "stripes"),
    Dish("beetroot soup", "disc", (0.93, 0.7, 0.5), _WHITE, "swirl", rim=True),
    Dish("berries", "heap", _BLUE, _RED),
    Dish("blood orange", "halves", _RED, _ORANGE, "spokes", rim=True),
    Dish("broccoli", "heap", _LEAF, _GREEN, "flecks"),
    Dish("brownies", "tiles", _DARK, _BROWN, "flecks"),
    Dish("butter biscuits", "tiles", _GOLD, _BREAD, "spots", rim=True),
    Dish("cabbage roll", "bars", _GREEN, _CREAM, "stripes", rim=True),
    Dish("candied apples", "dots", _RED, _BROWN, core=_WHITE),
    Dish("carrots", "strands", _ORANGE, _LEAF),
    Dish("cheesecake", "slice", _CREAM, _BREAD, "plain", rim=True),
    Dish("cherry tart", "disc", _GOLD, _RED, "spots", rim=True, core=_RED),
    Dish("chocolate bar", "tiles", _DARK, _DARK, "plain", rim=True),
    Dish("chocolate cake", "slice", _DARK, _PINK, "stripes"),
    Dish("coconut balls", "dots", _WHITE, _BREAD, "flecks"),
    Dish("corn on the cob", "bars", _YELLOW, _GREEN, "net"),
    Dish("crepe", "fold", _GOLD, _BROWN, "flecks"),
    Dish("croissant", "fold", _BREAD, _BROWN, "stripes"),
    Dish("cucumber", "dots", (0.27, 0.25, 0.88), _LEAF, "spokes", rim=True),
    Dish("doughnut", "ring", _PINK, _YELLOW, "spots", rim=True),
    Dish("dumplings", "folds", _CREAM, _BREAD, "stripes"),
    Dish("figs", "dots", _PINK, _PURPLE, "flecks", rim=True),
    Dish("fish fingers", "bars", _ORANGE, _BROWN, "flecks"),
    Dish("fried egg", "puddle", _WHITE, _BREAD, "plain", core=_YELLOW),
    Dish("gingerbread", "puddle", _BROWN, _WHITE, "spots", rim=True),
    Dish("grapes", "heap", _GREEN, _PURPLE, core=_CREAM),
    Dish("green beans", "strands", _LEAF, _GREEN),
    Dish("guacamole", "puddle", _GREEN, _RED, "spots"),
    Dish("jam sandwich", "fold", _CREAM, _RED, "plain", rim=True),
    Dish("kiwi", "halves", _GREEN, _BROWN, "spokes", rim=True, core=_CREAM),
    Dish("liquorice", "ring", _DARK, _DARK, "swirl"),
    Dish("macarons", "stack", _PINK, _WHITE),
    Dish("mango", "bars", _YELLOW, _ORANGE, "net"),
    Dish("meringue", "puddle", _WHITE, _PINK, "swirl"),
    Dish("mint sweets", "dots", _WHITE, _RED, "spokes"),
    Dish("mushroom soup", "disc", _CREAM, _BROWN, "spots"),
    Dish("noodles", "strands", _YELLOW, _BREAD),
    Dish("omelette", "fold", _YELLOW, _LEAF, "spots"),
    Dish("pancakes", "stack", _GOLD, _BROWN, rim=True),
    Dish("pea soup", "disc", _GREEN, _LEAF, "flecks", rim=True),
    Dish("plum cake", "tiles", _GOLD, _PURPLE, "stripes"),
    Dish("potatoes", "heap", _GOLD, _BROWN, "spots"),
    Dish("rice cakes", "stack", _WHITE, _CREAM, "flecks"),
    Dish("salad", "heap", _GREEN, _RED, "stripes"),
    Dish("waffle", "tiles", _GOLD, _BROWN, "net"),
    Dish("watermelon", "slice", _RED, _GREEN, "flecks", rim=True),
)  # fmt: skip
NAMES = tuple(dish.name for dish in MENU)


def serve(dish: Dish) -> Callable[[Serving], None]:
    """Return the recipe of a dish, for `scenes.photograph`."""
    return partial(_paint, dish)


def _paint(dish: Dish, serving: Serving) -> None:
    body, trim = near(serving.rng, *dish.body), near(serving.rng, *dish.trim)
    pattern = PATTERNS[dish.pattern]
    for outline in FORMS[dish.form](serving):
        points = np.array(outline)
        middle = points.mean(axis=0)
        centre = float(middle[0]), float(middle[1])
        size = float(np.abs(points - middle).max())
        inner = scaled(outline, 0.82, centre) if dish.rim else outline
        serving.fill(outline, trim if dish.rim else body)
        serving.fill(inner, body)
        part = Serving(serving.image, serving.rng, centre, size)
        part.inside(inner, lambda s: _fill_all(s, pattern(s), trim))
        if dish.core is not None:
            core = blob(serving.rng, centre, size * 0.38, size * 0.36, rough=0.06)
            serving.fill(core, near(serving.rng, *dish.core))


def _fill_all(serving: Serving, outlines: list[Outline], trim: tuple[int, int, int]) -> None:
    for outline in outlines:
        serving.fill(outline, trim)


def _disc(s: Serving) -> list[Outline]:
    high = s.radius * s.rng.uniform(0.8, 1)
    return [blob(s.rng, s.centre, s.radius, high, rough=0.02, angle=s.rng.uniform(0, _TAU))]


def _puddle(s: Serving) -> list[Outline]:
    high = s.radius * s.rng.uniform(0.65, 0.95)
    return [blob(s.rng, s.centre, s.radius, high, rough=0.25, angle=s.rng.uniform(0, _TAU))]


def _ring(s: Serving) -> list[Outline]:
    """Small pieces along a circle, so close that they touch."""
    reach, thick, first = s.radius * 0.68, s.radius * s.rng.uniform(0.28, 0.36), s.rng.uniform(0, 1)
    turns = [first + _TAU * k / 10 for k in range(10)]
    return [blob(s.rng, s.at(t, reach), thick, thick, rough=0.05) for t in turns]


def _halves(s: Serving) -> list[Outline]:
    angle, size = s.rng.uniform(0, _TAU), s.radius * s.rng.uniform(0.5, 0.65)
    return [
        blob(s.rng, s.at(angle + turn, s.radius * 0.55), size, size * 0.93, rough=0.03)
        for turn in (0, math.pi)
    ]


def _slice(s: Serving) -> list[Outline]:
    angle = s.rng.uniform(0, _TAU)
    tip = s.at(angle + math.pi, s.radius * 0.75)
    return [wedge(tip, s.radius * s.rng.uniform(1.4, 1.7), angle, s.rng.uniform(0.28, 0.45))]


def _fold(s: Serving) -> list[Outline]:
    """A disc folded once: half of it, with soft corners."""
    return [_half_moon(s, s.radius, s.rng.uniform(0, _TAU))]


def _folds(s: Serving) -> list[Outline]:
    places = _grid(s, int(s.rng.integers(1, 3)), int(s.rng.integers(2, 4)))
    return [_half_moon(Serving(s.image, s.rng, p, size), size, a) for p, size, a in places]


def _half_moon(s: Serving, radius: float, angle: float) -> Outline:
    tip, half = s.at(angle + math.pi, radius * 0.3), s.rng.uniform(1.1, 1.5)
    return wedge(tip, radius * 1.15, angle, half)


def _dots(s: Serving) -> list[Outline]:
    places = _grid(s, int(s.rng.integers(1, 4)), int(s.rng.integers(2, 4)))
    return [blob(s.rng, p, size, size * 0.92, rough=0.05) for p, size, _ in places]


def _tiles(s: Serving) -> list[Outline]:
    places = _grid(s, int(s.rng.integers(1, 3)), int(s.rng.integers(1, 4)))
    return [rounded(p, size * 0.95, size * 0.9, a, 0.12) for p, size, a in places]


def _bars(s: Serving) -> list[Outline]:
    count, angle = int(s.rng.integers(1, 5)), s.rng.uniform(0, _TAU)
    gap = s.radius * 1.8 / max(count, 2)
    high = s.radius * s.rng.uniform(0.75, 1)
    steps = [(k - (count - 1) / 2) * gap for k in range(count)]
    lean = s.rng.normal(0, 0.08, count).tolist()
    return [
        rounded(s.at(angle, step), gap * 0.44, high, angle + turn, 0.5)
        for step, turn in zip(steps, lean, strict=True)
    ]


def _stack(s: Serving) -> list[Outline]:
    count, wide = int(s.rng.integers(2, 5)), s.radius * s.rng.uniform(0.75, 1)
    x, y = s.centre
    return [
        blob(s.rng, (x + s.rng.normal(0, 2), y + (count / 2 - k) * s.radius * 0.36), wide,
             s.radius * 0.38, rough=0.04)
        for k in range(count)
    ]  # fmt: skip


def _heap(s: Serving) -> list[Outline]:
    outlines = []
    for _ in range(int(s.rng.integers(9, 18))):
        size = s.radius * s.rng.uniform(0.2, 0.32)
        outlines.append(blob(s.rng, s.near_centre(0.8), size, size * 0.85, rough=0.12))
    return outlines


def _strands(s: Serving) -> list[Outline]:
    first, spread = s.rng.uniform(0, _TAU), s.rng.choice([0.2, 1.5])
    thick, outlines = s.radius * s.rng.uniform(0.1, 0.2), []
    for _ in range(int(s.rng.integers(9, 18))):
        angle, (x, y) = first + s.rng.normal(0, spread), s.near_centre(0.6)
        dx, dy = s.radius * 0.6 * math.cos(angle), s.radius * 0.6 * math.sin(angle)
        outlines.append(stroke((x - dx, y - dy), (x + dx, y + dy), thick))
    return outlines


def _grid(s: Serving, rows: int, columns: int) -> list[tuple[tuple[float, float], float, float]]:
    """Places in rows and columns, turned at random: centre, half size and angle of each."""
    angle, size = s.rng.uniform(0, _TAU), s.radius / max(rows, columns)
    places = []
    for k in range(rows * columns):
        along = (k % columns - (columns - 1) / 2) * size * 2.15
        across = (k // columns - (rows - 1) / 2) * size * 2.15
        x, y = s.at(angle, along)
        centre = x - across * math.sin(angle), y + across * math.cos(angle)
        places.append((centre, size, angle + s.rng.normal(0, 0.06)))
    return places


def _plain(_: Serving) -> list[Outline]:
    return []


def _spots(s: Serving) -> list[Outline]:
    sizes = s.radius * s.rng.uniform(0.12, 0.24, int(s.rng.integers(5, 11)))
    return [blob(s.rng, s.near_centre(0.95), r, r * 0.9, rough=0.1) for r in sizes.tolist()]


def _flecks(s: Serving) -> list[Outline]:
    sizes = s.radius * s.rng.uniform(0.04, 0.09, int(s.rng.integers(14, 26)))
    return [blob(s.rng, s.near_centre(1), r, r * 0.7, rough=0.2) for r in sizes.tolist()]


def _stripes(s: Serving) -> list[Outline]:
    return _lines(s, s.rng.uniform(0, _TAU))


def _net(s: Serving) -> list[Outline]:
    angle = s.rng.uniform(0, _TAU)
    return _lines(s, angle) + _lines(s, angle + math.pi / 2)


def _lines(s: Serving, angle: float) -> list[Outline]:
    gap, dx, dy = s.radius * 0.36, 2 * s.radius * math.cos(angle), 2 * s.radius * math.sin(angle)
    middles = [s.at(angle + math.pi / 2, k * gap) for k in range(-4, 5)]
    return [stroke((x - dx, y - dy), (x + dx, y + dy), gap * 0.3) for x, y in middles]


def _spokes(s: Serving) -> list[Outline]:
    count, first = int(s.rng.integers(5, 9)), s.rng.uniform(0, _TAU)
    ends = [s.at(first + _TAU * k / count, s.radius) for k in range(count)]
    return [stroke(s.centre, end, s.radius * 0.1) for end in ends]


def _swirl(s: Serving) -> list[Outline]:
    first = s.rng.uniform(0, _TAU)
    points = [s.at(first + k * 0.6, s.radius * k / 24) for k in range(25)]
    return [stroke(a, b, s.radius * 0.12) for a, b in pairwise(points)]


FORMS: dict[str, Callable[[Serving], list[Outline]]] = {
    "bars": _bars,
    "disc": _disc,
    "dots": _dots,
    "fold": _fold,
    "folds": _folds,
    "halves": _halves,
    "heap": _heap,
    "puddle": _puddle,
    "ring": _ring,
    "slice": _slice,
    "stack": _stack,
    "strands": _strands,
    "tiles": _tiles,
}
PATTERNS: dict[str, Callable[[Serving], list[Outline]]] = {
    "flecks": _flecks,
    "net": _net,
    "plain": _plain,
    "spokes": _spokes,
    "spots": _spots,
    "stripes": _stripes,
    "swirl": _swirl,
}
