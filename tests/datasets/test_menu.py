"""The dishes of the menu are drawn, each its own way and each time another."""

import numpy as np
import pytest

from autograder.datasets.menu import FORMS, MENU, NAMES, PATTERNS, serve
from autograder.datasets.scenes import photograph


def test_names_are_different_and_never_those_of_the_course():
    """Forty-eight in alphabetical order."""
    assert len(set(NAMES)) == len(NAMES) == 48
    assert list(NAMES) == sorted(NAMES)
    assert not any(word in name for name in NAMES for word in ("pizza", "steak", "sushi"))


def test_no_two_dishes_are_alike():
    """They differ in form, colours or pattern, and every form and pattern is used."""
    assert len({(d.form, d.body, d.trim, d.pattern, d.rim, d.core) for d in MENU}) == 48
    assert {d.form for d in MENU} == set(FORMS)
    assert {d.pattern for d in MENU} == set(PATTERNS)


@pytest.mark.parametrize("form", sorted(FORMS))
def test_each_form_is_drawn(form):
    """The same picture for the same seed, another for another."""
    dish = next(d for d in MENU if d.form == form)
    one, same, other = (
        photograph(serve(dish), np.random.default_rng(seed), 64) for seed in (1, 1, 2)
    )
    assert (one.shape, one.dtype) == ((64, 64, 3), np.uint8)
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)
