"""Random data that show what they are to show, so that a mark is never a matter of luck."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
_TRIES = 10_000  # a wish that one draw in a hundred meets fails here once in 10**43 times


def until(draw: Callable[[], T], shows: Callable[[T], bool]) -> T:
    """Draw until a draw shows what it is to show.

    Args:
        draw: draws once.
        shows: whether a wrong answer would be told from a right one by this draw.

    Returns:
        The first such draw.

    Raises:
        ValueError: none of ten thousand did.

    Examples:
        >>> rng = np.random.default_rng(0)
        >>> draws.until(lambda: int(rng.integers(3, 12)), lambda classes: classes != 10) != 10
        True
    """
    for _ in range(_TRIES):
        drawn = draw()
        if shows(drawn):
            return drawn
    raise ValueError(f"Expected one draw of {_TRIES} to show what it is to show, but none did.")
