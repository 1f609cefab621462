"""How each garment is cut: the outlines and relative shades of its parts, before any effect.

A garment lives in the square from -1 to 1, y downwards. Pullover, coat and shirt share lengths,
sleeves and details on purpose: they are the classes that real photographs confuse too.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from autograder.datasets.outlines import Outline, arch, ellipse, mirrored, stroke

CLASSES = (
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
)
T_SHIRT, PULLOVER, COAT, SHIRT = 0, 2, 4, 6
SHOES = (5, 7, 9)
Random = np.random.Generator


@dataclass(frozen=True, slots=True)
class Layer:
    """A filled outline. ``shade`` is relative to the cloth: 1 the cloth itself, 0 erases."""

    outline: Outline
    shade: float


@dataclass(frozen=True, slots=True)
class Cut:
    """The ranges a top is drawn from, and how often it has each detail.

    Attributes:
        sleeve: length of the sleeves; length, width: of the body; flare: of the hem.
        round_neck, opening, buttons, hem, pocket: probabilities of these details.
    """

    sleeve: tuple[float, float]
    length: tuple[float, float]
    width: tuple[float, float]
    flare: tuple[float, float] = (-0.04, 0.05)
    round_neck: float = 0.0
    opening: float = 0.0
    buttons: float = 0.0
    hem: float = 0.0
    pocket: float = 0.0


_CUTS = {
    T_SHIRT: Cut((0.22, 0.55), (1.15, 1.5), (0.36, 0.5), round_neck=1.0, pocket=0.45),
    PULLOVER: Cut((0.85, 1.2), (1.05, 1.4), (0.38, 0.54), round_neck=0.7, hem=0.6),
    COAT: Cut(
        (0.85, 1.2), (1.4, 1.62), (0.4, 0.56), (0.0, 0.12), opening=1.0, buttons=0.15, pocket=0.2
    ),
    SHIRT: Cut(
        (0.5, 1.15),
        (1.15, 1.5),
        (0.36, 0.52),
        round_neck=0.15,
        opening=0.9,
        buttons=0.85,
        pocket=0.2,
    ),
}


def layers(label: int, rng: Random) -> list[Layer]:
    """Cut one garment of class ``label`` (0 to 9): its parts in the order they are laid."""
    if label in _CUTS:
        return list(_top(_CUTS[label], rng))
    return list(_OTHERS[label](rng))


def _top(cut: Cut, rng: Random) -> Iterator[Layer]:
    u = rng.uniform
    length, width, neck = u(*cut.length), u(*cut.width), u(0.12, 0.26)
    hem = width + u(*cut.flare)
    yield Layer(_top_outline(rng, u(*cut.sleeve), length, width, hem, neck), 1)
    if rng.random() < cut.round_neck:
        yield Layer(ellipse((0, -0.8), neck, u(0.06, 0.2)), 0)
    if rng.random() < cut.opening:
        shade = u(0.2, 0.5) if rng.random() < 0.7 else u(1.4, 1.6)
        yield Layer(stroke((0, -0.75), (0, length - 0.7), u(0.05, 0.09)), shade)
        yield Layer([(-neck, -0.8), (0, -0.8 + u(0.15, 0.55)), (neck, -0.8)], u(0.2, 0.8))
    if rng.random() < cut.buttons:
        dark = u(0.1, 0.4)
        yield from (Layer(ellipse((0.0, -0.45 + k / 4), 0.06, 0.06, 8), dark) for k in range(5))
    if rng.random() < cut.hem:
        y = length - 0.7
        yield Layer(stroke((-hem, y), (hem, y), 0.12), u(0.55, 0.9))
    if rng.random() < cut.pocket:
        x, y, size = u(-0.2, 0.2), u(-0.35, 0), u(0.08, 0.18)
        yield Layer(stroke((x - size, y), (x + size, y), 2 * size), u(0.3, 1.5))


def _top_outline(
    rng: Random, sleeve: float, length: float, width: float, hem: float, neck: float
) -> Outline:
    shoulder, thick = width + 0.06, rng.uniform(0.12, 0.19)
    angle = rng.uniform(0.95, 1.4) if sleeve > 0.5 else rng.uniform(0.35, 0.9)
    x, y = shoulder + math.cos(angle) * sleeve, -0.66 + math.sin(angle) * sleeve
    return mirrored(
        [
            (neck, -0.8),
            (shoulder, -0.68),
            (min(x + thick * 0.5, 0.98), y),
            (min(x - thick * 0.8, 0.9), y + thick * 0.5),
            (width * 0.98, -0.66 + thick * 2.2),
            (width * rng.uniform(0.9, 1.0), -0.05),
            (hem, length - 0.66),
        ]
    )


def _trouser(rng: Random) -> Iterator[Layer]:
    u = rng.uniform
    waist, gap, leg = u(0.24, 0.4), u(0.05, 0.14), u(0.2, 0.4)
    bottom = u(0.3, 0.95) if rng.random() < 0.15 else u(0.8, 0.95)
    hip = [(waist * 0.85, -0.88), (waist, -0.45), (gap + leg, bottom), (gap, bottom)]
    yield Layer(mirrored([*hip, (0.015, u(-0.3, -0.1))]), 1)
    yield Layer(stroke((-waist * 0.85, -0.84), (waist * 0.85, -0.84), 0.08), u(0.5, 0.85))
    if rng.random() < 0.4:
        x = (gap + leg) / 2
        for side in (-1, 1):
            yield Layer(stroke((side * x, -0.4), (side * x, bottom), 0.03), u(0.5, 0.8))


def _dress(rng: Random) -> Iterator[Layer]:
    u = rng.uniform
    bust, flare, neck, hem = u(0.2, 0.34), u(0.06, 0.45), u(0.06, 0.18), u(0.7, 0.93)
    waist = bust * u(0.65, 0.95)
    side = [(neck, -0.9), (bust + 0.04, -0.84), (bust, -0.55), (waist, -0.2), (bust + flare, hem)]
    yield Layer(mirrored(side), 1)
    if rng.random() < 0.45:
        sleeve = u(0.2, 0.8)
        tip = (bust + 0.08 + 0.25 * sleeve, -0.84 + 0.8 * sleeve)
        inner = (tip[0] - 0.14, tip[1] + 0.05)
        for s in (-1, 1):
            arm = [(bust, -0.85), tip, inner, (bust - 0.03, -0.5)]
            yield Layer([(s * x, y) for x, y in arm], 1)
    if rng.random() < 0.6:
        yield Layer(ellipse((0, -0.92), neck, u(0.05, 0.2)), 0)
    if rng.random() < 0.4:
        yield Layer(stroke((-waist, -0.2), (waist, -0.2), 0.07), u(0.4, 1.5))


def _sandal(rng: Random) -> Iterator[Layer]:
    u = rng.uniform
    sole, heel = u(0.3, 0.42), u(0.2, 0.55) if rng.random() < 0.45 else u(0, 0.1)
    top = sole - heel
    front = [(-0.92, sole - 0.04), (-0.3, sole - 0.02), (0.45, top + 0.04), (0.9, top - 0.02)]
    back = [(0.92, sole + 0.12), (0.78, sole + 0.12), (0.6, top + 0.14), (-0.2, sole + 0.1)]
    yield Layer([*front, *back, (-0.9, sole + 0.08)], 1)
    for _ in range(rng.integers(2, 5)):
        x, half = u(-0.7, 0.7), u(0.1, 0.28)
        base = sole - heel * min(max(x + 0.3, 0.0), 1.0)
        yield Layer(arch((x, base), half, u(0.2, 0.6), u(0.07, 0.13)), u(0.6, 1.15))
    if rng.random() < 0.5:
        strap = stroke((0.85, top), (u(0.1, 0.5), top - u(0.3, 0.6)), u(0.07, 0.12))
        yield Layer(strap, u(0.6, 1.1))


def _sneaker(rng: Random) -> Iterator[Layer]:
    return _closed_shoe(
        rng, top=rng.uniform(-0.25, 0.02), throat=rng.uniform(0.15, 0.4), laces=0.75
    )


def _boot(rng: Random) -> Iterator[Layer]:
    top, throat = rng.uniform(-0.95, -0.45), rng.uniform(0.0, 0.3)
    return _closed_shoe(rng, top=top, throat=throat, laces=0.35, heel=rng.uniform(0, 0.22))


def _closed_shoe(
    rng: Random, top: float, throat: float, laces: float, heel: float = 0.0
) -> Iterator[Layer]:
    u = rng.uniform
    sole, drop = u(0.34, 0.46) - top * 0.3, u(0.0, 0.1)
    vamp = sole - u(0.28, 0.4)
    back = [(0.86, sole), (0.82, sole - 0.35), (u(0.74, 0.86), top)]
    front = [(throat, top + drop), (throat - 0.15, vamp - 0.06), (-0.45, sole - 0.24)]
    yield Layer([*back, *front, (-0.84, sole - u(0.1, 0.18)), (-0.92, sole)], 1)
    thick = u(0.08, 0.16)
    ground = [(-0.92, sole + thick), (0.35, sole + thick - heel / 3), (0.45, sole + thick + heel)]
    edge = [(-0.94, sole - 0.02), *ground, (0.86, sole + thick + heel), (0.89, sole - 0.02)]
    yield Layer(edge, u(0.3, 1.5))
    if rng.random() < laces:
        shade = u(0.3, 1.6)
        for k in range(3):
            x, y = throat - 0.03 - 0.13 * k, vamp - 0.1 + 0.06 * k
            yield Layer(stroke((x, y), (x + 0.16, y + 0.12), 0.05), shade)
    if rng.random() < 0.4:
        x = u(0.0, 0.4)
        yield Layer(stroke((x, sole - 0.06), (x + u(-0.2, 0.4), vamp), u(0.06, 0.14)), u(0.3, 1.6))


def _bag(rng: Random) -> Iterator[Layer]:
    u = rng.uniform
    width, height = u(0.5, 0.9), u(0.35, 0.65)
    top = min(u(-0.25, 0.25), 0.9 - 2 * height + 0.3)
    bottom = top + height * u(0.9, 1.5)
    taper = u(-0.14, 0.14)
    handle = arch((0, top + 0.03), width * u(0.35, 0.8), u(0.25, 0.7), u(0.07, 0.13))
    yield Layer(handle, u(0.6, 1))
    yield Layer(mirrored([(width - max(taper, 0), top), (width + min(taper, 0), bottom)]), 1)
    if rng.random() < 0.6:
        flap = top + (bottom - top) * u(0.3, 0.6)
        yield Layer(mirrored([(width * 0.97, top), (width * u(0.4, 0.95), flap)]), u(0.55, 0.9))
    if rng.random() < 0.5:
        yield Layer(ellipse((0, top + (bottom - top) * 0.5), 0.08, 0.08, 10), u(0.3, 1.6))


_OTHERS: dict[int, Callable[[Random], Iterator[Layer]]] = {
    1: _trouser,
    3: _dress,
    5: _sandal,
    7: _sneaker,
    8: _bag,
    9: _boot,
}
