"""What plot_predictions has drawn, read back from the figure in the student's process."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from autograder.checks import expect
from autograder.remote.client import Remote, Student


def points_to_draw(rng: np.random.Generator) -> list[Tensor]:
    """train_X, train_y, test_X, test_y and preds, float32 columns; the two sets differ in size."""
    n, m = int(rng.integers(8, 16)), int(rng.integers(3, 7))
    return [torch.as_tensor(rng.random((size, 1)), dtype=torch.float32) for size in (n, n, m, m, m)]


def check_returned(student: Student, result: Any) -> None:
    """The result is axes."""
    kind = student.library("matplotlib.axes").Axes
    is_axes = isinstance(result, Remote) and student.library("builtins").isinstance(result, kind)
    expect.true(is_axes, f"Expected the result to be the axes, but got {expect.show(result)}.")


def check_drawn(student: Student, result: Any, wanted: dict[str, list[Tensor]]) -> None:
    """The axes hold these sets of points and no others, and a legend names them.

    Where nothing is returned, as by the course's own function, they are pyplot's current ones.
    """
    axes = student.library("matplotlib.pyplot").gca.keep() if result is None else result
    check_returned(student, axes)
    found = drawn_points(student, axes)
    for word, (xs, ys) in wanted.items():
        points = np.concatenate(found.get(word, [np.empty((0, 2))]))
        both = np.concatenate([xs.numpy(), ys.numpy()], axis=1)
        name = f'the points labelled "{word}"'
        expect.length(points, len(both), name=name)
        expect.close(in_order(points), in_order(both), name=name)
    extra = [word for word in found if word not in wanted]
    expect.true(not extra, f"Expected no other points in this figure, but got {extra}.")
    texts = legend_texts(student, axes)
    for word in wanted:
        expect.true(word in texts, f'Expected "{word}" in the legend, but got {texts or "none"}.')


def drawn_points(student: Student, axes: Remote) -> dict[str, list[np.ndarray[Any, Any]]]:
    """Arrays of shape (k, 2) by the word in their label, from scatter and plot alike."""
    as_list = student.library("builtins").list
    found: dict[str, list[np.ndarray[Any, Any]]] = {}
    for artists, read in ((axes.collections, "get_offsets"), (axes.lines, "get_xydata")):
        for artist in as_list(artists):
            word = word_in(str(artist.get_label()))
            if word:  # a grid line or an arrow is no set of points
                found.setdefault(word, []).append(np.asarray(getattr(artist, read)(), dtype=float))
    return found


def legend_texts(student: Student, axes: Remote) -> list[str]:
    """The words of the legend's entries; none without a legend."""
    legend = axes.get_legend()
    if not isinstance(legend, Remote):
        return []
    texts = student.library("builtins").list(legend.get_texts())
    return [word_in(str(text.get_text())) for text in texts]


def word_in(label: str) -> str:
    """Which of the three words a label contains ("Predictions on test data" is a prediction)."""
    return next((w for w in ("pred", "train", "test") if w in label.lower()), "")


def in_order(points: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """The points sorted by x, then y: they may be drawn in any order."""
    return points[np.lexsort((points[:, 1], points[:, 0]))]
