"""What pyplot's current figure shows."""

from __future__ import annotations

from typing import Any

import numpy as np


def current_figure() -> list[dict[str, Any]]:
    """What each axes of pyplot's current figure shows.

    Returns:
        Dicts with ``text`` (title and axis labels), ``title``, ``legend`` (texts, or None),
        ``lines`` (pairs of x and y arrays) and ``images`` (arrays).
    """
    import matplotlib.pyplot as plt

    return [_shown(axes) for axes in plt.gcf().axes] if plt.get_fignums() else []


def _shown(axes: Any) -> dict[str, Any]:
    title, legend = str(axes.get_title()), axes.get_legend()
    return {
        "text": " ".join([title, axes.get_xlabel(), axes.get_ylabel()]),
        "title": title,
        "legend": None if legend is None else [str(t.get_text()) for t in legend.get_texts()],
        "lines": [(_floats(line.get_xdata()), _floats(line.get_ydata())) for line in axes.lines],
        "images": [_floats(np.ma.getdata(image.get_array())) for image in axes.images],
    }


def _floats(values: Any) -> np.ndarray[Any, Any]:
    return np.asarray(values, dtype=float)
