"""Tests of `autograder.checks.draws`."""

import numpy as np

from autograder.checks import draws


def test_the_first_draw_that_shows_it_is_taken() -> None:
    """No draw after it is made."""
    rng, twin = (np.random.default_rng(3) for _ in range(2))
    drawn = [int(twin.integers(10)) for _ in range(200)]

    found = draws.until(lambda: int(rng.integers(10)), lambda n: n > 7)

    assert found == next(n for n in drawn if n > 7)


def test_what_no_draw_shows_ends_with_some_draw() -> None:
    """A right answer never fails for it."""
    drawn = iter(range(10**6))

    assert draws.until(lambda: next(drawn), lambda n: n < 0) == 999
