"""What a student drew of the curves of a training."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.checks import expect
from autograder.remote.client import Remote, Student


def check_panels(student: Student, results: dict[str, list[float]]) -> None:
    """The current figure has a panel for the losses and another for the accuracies, no more."""
    panels = student.probes.current_figure()
    where = {key: _panel(panels, results, key) for key in ("loss", "acc")}
    for panel in panels:
        count = len(panel["lines"])
        expect.true(
            count <= 2, f"Expected two lines in each panel of a new figure, but got {count} in one."
        )
    expect.true(
        where["loss"] < where["acc"],
        "Expected the losses in the first panel, but got the accuracies there.",
    )
    for key, word in (("loss", "loss"), ("acc", "accuracy")):
        number = where[key]
        expect.true(
            word in panels[number]["title"].lower(),
            f'Expected a title with "{word}" above the lines of {key}, '
            f"but got {panels[number]['title']!r}.",
        )


def _panel(panels: Any, results: dict[str, list[float]], key: str) -> int:
    """Number of the panel with the training and test line of ``key``."""
    for number, panel in enumerate(panels):
        found = [_has(panel, results[f"{part}_{key}"]) for part in ("train", "test")]
        if all(found):
            return number
    raise expect.Failed(
        f"Expected a panel with the lines train_{key} and test_{key}, but got {_said(panels)}."
    )


def _has(panel: Any, values: list[float]) -> bool:
    """Whether a panel has a line through these values, one epoch apart."""
    return any(
        len(y) == len(values) and np.allclose(y, values, rtol=1e-6) and np.allclose(np.diff(x), 1)
        for x, y in panel["lines"]
    )


def _said(panels: Any) -> str:
    counts = [len(panel["lines"]) for panel in panels]
    return f"panels with {counts} lines of other values" if counts else "no figure"


def check_legends(student: Student, results: dict[str, list[float]]) -> None:
    """Each panel has a legend that tells training from test."""
    check_panels(student, results)
    panels = student.probes.current_figure()
    for panel in (p for p in panels if p["lines"]):
        texts = " ".join(panel["legend"] or []).lower()
        expect.true(
            "train" in texts and "test" in texts,
            f'Expected a legend with "train" and "test", but got {panel["legend"]}.',
        )


def left_axes(student: Student) -> Remote:
    """Make the left one of two axes pyplot's current one; returns it."""
    pyplot = student.library("matplotlib.pyplot")
    pyplot.subplot.keep(1, 2, 2)
    axes: Remote = pyplot.subplot.keep(1, 2, 1)
    return axes


def check_not_empty(student: Student, axes: Remote) -> None:
    """A picture was drawn on these axes.

    Raises:
        Failed: they are still empty.
    """
    count = student.library("builtins").len(axes.images)
    expect.true(
        count,
        "Expected a picture on the axes that were pyplot's current ones, but they are empty.",
        hint="Who calls may have prepared them, as one of several: make no figure of your own.",
    )
