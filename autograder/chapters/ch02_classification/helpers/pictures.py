"""What plot_decision_boundary has drawn: regions read from the picture, points from the axes."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import torch
from torch import Tensor

from autograder.chapters.ch02_classification.helpers import grids
from autograder.checks import expect
from autograder.remote.client import Remote, Student

Array = np.ndarray[Any, Any]
_CLEAR = 12  # pixels between a place where a colour is read and the nearest point drawn
_MOST = 0.95  # share of places that must have their region's colour: a text may cover some
_SAME = 2  # shades (of 255) between two pixels of one colour


def check_regions(student: Student, axes: Remote, model: torch.nn.Module, x: Tensor) -> None:
    """Places with one prediction have one colour, places with different ones differ.

    Args:
        student: in whose process the picture is.
        axes: the axes drawn in.
        model: ours, with the same numbers as the student's.
        x: the points drawn.
    """
    positions, labels = _positions(model, x)
    pixels, shown = (
        _rendered(student, axes),
        np.asarray(axes.transData.transform(positions.numpy())),
    )
    points = np.asarray(axes.transData.transform(x.numpy()))
    apart = np.linalg.norm(shown[:, None] - points[None], axis=2).min(axis=1)
    colours: dict[int, list[Array]] = {}
    for (column, row), label, distance in zip(shown, labels.tolist(), apart, strict=True):
        if distance > _CLEAR:
            expect.true(
                0 <= column < pixels.shape[1] and 0 <= row < pixels.shape[0],
                "Expected the picture to show all of X, but some of it lies outside.",
            )
            colour = pixels[pixels.shape[0] - 1 - int(row), int(column), :3].astype(int)
            colours.setdefault(label, []).append(colour)
    _check_colours(colours)


def _check_colours(colours: dict[int, list[Array]]) -> None:
    usual = {label: _most_common(found) for label, found in colours.items()}
    for label, found in colours.items():
        same = sum(int(np.abs(colour - usual[label]).max() <= _SAME) for colour in found)
        expect.true(
            same >= _MOST * len(found),
            f"Expected all places that the model calls class {label} to have one colour, but "
            "some of them have another.",
            hint="Compare the picture with z: regions, and which coordinate goes to the right.",
        )
    firsts = list(usual.values())
    distinct = all(np.abs(a - b).max() > _SAME for i, a in enumerate(firsts) for b in firsts[:i])
    expect.true(distinct, "Expected each class to have a colour of its own, but two share one.")


def _most_common(colours: list[Array]) -> Array:
    ((colour, _),) = Counter(tuple(c.tolist()) for c in colours).most_common(1)
    return np.asarray(colour)


def _positions(model: torch.nn.Module, x: Tensor) -> tuple[Tensor, Tensor]:
    """Places inside X's bounding box that are clearly within a region, and their labels."""
    lows, highs = x.amin(dim=0), x.amax(dim=0)
    xs, ys = (torch.linspace(float(lows[i]), float(highs[i]), 25)[1:-1] for i in (0, 1))
    positions = torch.cartesian_prod(xs, ys)
    labels, _ = grids.labels_and_margin(model, positions)
    inside = torch.ones(len(positions), dtype=torch.bool)
    steps = (highs - lows) / 30  # a drawn boundary runs somewhere between two points of its grid
    for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1)):
        inside &= (
            grids.labels_and_margin(model, positions + steps * torch.tensor([dx, dy]))[0] == labels
        )
    return positions[inside], labels[inside]


def _rendered(student: Student, axes: Remote) -> Array:
    """The figure's pixels, rows from the top."""
    legend = axes.get_legend()
    if isinstance(legend, Remote):
        legend.set_visible.keep(False)
    axes.figure.canvas.draw.keep()
    pixels = axes.figure.canvas.buffer_rgba.keep()
    return np.asarray(student.library("numpy").array(pixels))


def check_points(student: Student, axes: Remote, x: Tensor, y: Tensor) -> None:
    """All points are there, and their colours tell the labels apart."""
    axes.figure.canvas.draw.keep()  # until then a scatter has numbers in place of colours
    found = _points_drawn(student, axes)
    wanted = {
        tuple(p): int(label) for p, label in zip(_rounded(x.numpy()), y.tolist(), strict=True)
    }
    missing = [point for point in wanted if point not in found]
    expect.true(
        not missing,
        f"Expected all {len(wanted)} points of X in the picture, but {len(missing)} are missing.",
    )
    colours: dict[int, set[tuple[float, ...]]] = {}
    for point, label in wanted.items():
        colours.setdefault(label, set()).add(found[point])
    several = [label for label, found_ in colours.items() if len(found_) > 1]
    distinct = len(set().union(*colours.values())) == len(colours)
    expect.true(
        not several and distinct,
        "Expected the points of each label to have one colour of their own, but they do not.",
        hint="The colours of the points show y, the colours of the regions the predictions.",
    )


def _points_drawn(student: Student, axes: Remote) -> dict[tuple[float, ...], tuple[float, ...]]:
    """The colour of each point, from scatter and plot alike."""
    as_list, colors = student.library("builtins").list, student.library("matplotlib.colors")
    found: dict[tuple[float, ...], tuple[float, ...]] = {}
    for artist in as_list(axes.collections):
        offsets = np.asarray(artist.get_offsets(), dtype=float)
        faces = np.asarray(artist.get_facecolors(), dtype=float)
        if len(offsets) and len(faces) in (1, len(offsets)):
            faces = np.broadcast_to(faces, (len(offsets), faces.shape[1]))
            found |= zip(_rounded(offsets), map(tuple, faces.round(3).tolist()), strict=True)
    for artist in as_list(axes.lines):
        data = np.asarray(artist.get_xydata(), dtype=float)
        colour = tuple(colors.to_rgba(artist.get_markerfacecolor()))
        found |= dict.fromkeys(_rounded(data), colour)
    return found


def _rounded(points: Array) -> list[tuple[float, ...]]:
    return [tuple(row) for row in np.round(points.astype(float), 4).tolist()]
