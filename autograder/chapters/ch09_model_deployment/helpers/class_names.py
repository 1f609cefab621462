"""Class names whose order tells."""

from __future__ import annotations

import numpy as np

from autograder.checks import files


def turned(rng: np.random.Generator, count: int) -> list[str]:
    """Names, two or more, none of them at its place in alphabetical order."""
    names, shift = sorted(files.names(rng, count)), int(rng.integers(1, count))
    return names[shift:] + names[:shift]
