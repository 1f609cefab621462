"""Random data that show what they are to show, so that a mark is never a matter of luck."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
_TRIES = 1000  # a wish that one draw in a hundred meets is not met once in 20,000 times


def until(draw: Callable[[], T], shows: Callable[[T], bool]) -> T:
    """Draw until a draw shows what it is to show.

    Args:
        draw: draws once.
        shows: whether wrong answers would be told from a right one by this draw.

    Returns:
        The first such draw, or the last of a thousand: then a wrong answer may pass by luck, but
        no right one fails.

    Examples:
        >>> rng = np.random.default_rng(0)
        >>> draws.until(lambda: int(rng.integers(3, 12)), lambda classes: classes != 10) != 10
        True
    """
    for _ in range(_TRIES - 1):
        drawn = draw()
        if shows(drawn):
            return drawn
    return draw()
