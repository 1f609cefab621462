"""Winnowing keeps the paper's promises."""

from __future__ import annotations

import random

from autograder.similarity import winnowing
from autograder.similarity.normalise import Token
from autograder.similarity.winnowing import NOISE, WINDOW, fingerprints


def tokens(seed, count):
    """Tokens drawn at random, one a line."""
    draw = random.Random(seed)
    return [Token(f"t{draw.randrange(50)}", "a.py", n + 1) for n in range(count)]


def test_a_match_of_noise_and_window_is_always_seen():
    """Wherever it stands."""
    shared = tokens(0, NOISE + WINDOW - 1)
    for seed in range(1, 50):
        left, right = tokens(seed, seed) + shared, shared + tokens(-seed, 30)
        assert fingerprints([left]).keys() & fingerprints([right]).keys()


def test_a_match_below_the_noise_is_never_seen():
    """Too short to say anything."""
    shared = tokens(0, NOISE - 1)
    left, right = tokens(1, 40) + shared, shared + tokens(2, 40)

    assert not fingerprints([left]).keys() & fingerprints([right]).keys()


def test_a_passage_is_where_its_tokens_are():
    """From the first line to the last."""
    (passage,) = fingerprints([tokens(3, NOISE)]).values()

    assert (passage.first, passage.last) == (1, NOISE)


def test_a_document_has_a_most(monkeypatch):
    """A huge one takes no more memory."""
    monkeypatch.setattr(winnowing, "MOST", 10)

    assert len(fingerprints([tokens(4, 1000)])) == 10
