"""Sample grids: what a data set looks like, as a PNG."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from autograder.errors import UsageError

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def image_grid(rows: list[list[NDArray[np.uint8]]], names: tuple[str, ...], title: str) -> Figure:
    """Return a figure with one row of images a class and its name before the row.

    Args:
        rows: for each class its images, uint8 of shape (side, side) or (side, side, 3), all of one
            side.
        names: of the classes, as many as rows.
        title: above the grid.
    """
    from matplotlib.figure import Figure

    sheet = _tiled(rows)
    figure = Figure(figsize=(2 + 0.8 * max(map(len, rows)), 0.8 + 0.8 * len(rows)), dpi=100)
    axis: Any = figure.subplots()
    axis.imshow(sheet, interpolation="nearest")
    middles = (np.arange(len(rows)) + 0.5) * len(sheet) / len(rows)
    axis.set_yticks(middles, names)
    axis.tick_params(length=0)
    axis.set(xticks=[], title=title)
    axis.spines[:].set_visible(False)
    figure.tight_layout()
    return figure


def _tiled(rows: list[list[NDArray[np.uint8]]]) -> NDArray[np.uint8]:
    """Lay images of one size side by side, a little apart, on white."""
    side = next(len(images[0]) for images in rows if images)
    step = side + max(side // 14, 1)
    sheet = np.full((len(rows) * step, max(map(len, rows)) * step, 3), 255, np.uint8)
    for row, images in enumerate(rows):
        for column, image in enumerate(images):
            coloured = image if image.ndim == 3 else image[..., None]
            y, x = row * step, column * step
            sheet[y : y + side, x : x + side] = coloured
    return sheet


def scatter(points: NDArray[np.float32], labels: NDArray[np.int64], title: str) -> Figure:
    """Return a figure of points in the plane, (n, 2), coloured by their label, (n,)."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5, 5), dpi=100)
    axis: Any = figure.subplots()
    axis.scatter(points[:, 0], points[:, 1], c=labels, s=12, cmap="tab10", vmin=0, vmax=9)
    axis.set(title=title, aspect="equal")
    return figure


def save(figure: Figure, path: Path) -> None:
    """Write a figure as PNG, whole or not at all.

    Raises:
        UsageError: the file cannot be written.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                figure.savefig(file, format="png")
            Path(name).replace(path)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        raise UsageError(
            f"{path}: Expected to write a picture, but got: {error.strerror or error}."
        ) from None
