"""Fingerprints of code by winnowing (Schleimer, Wilkerson and Aiken, SIGMOD 2003).

Own lines, not copydetect 0.5.0: it hashes texts with ``hash``, which differs from process to
process, so that a run's evidence would change; it takes all attributes for one, so that all calls
of torch look alike; and it compares every pair of files.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from autograder.similarity.normalise import Token

NOISE = 20  # tokens; shorter matches are never seen
WINDOW = 5  # hashes; a match of NOISE + WINDOW - 1 tokens is always seen
MOST = 5_000  # fingerprints kept of a document; students' have some 20 to 300

_BASE, _PRIME = 1_000_003, (1 << 61) - 1


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines ``first`` to ``last``, from 1, of a file or cell."""

    file: str
    first: int
    last: int


def fingerprints(units: Iterable[Sequence[Token]]) -> dict[int, Passage]:
    """Return the fingerprints of a document's units, and where each stands first."""
    found: dict[int, Passage] = {}
    for tokens in units:
        for at, value in _winnowed(list(_hashes(tokens))):
            if len(found) >= MOST:
                return found
            found.setdefault(value, _passage(tokens[at : at + NOISE]))
    return found


def _passage(tokens: Sequence[Token]) -> Passage:
    lines = [token.line for token in tokens]
    return Passage(tokens[0].file, min(lines), max(lines))


def _hashes(tokens: Sequence[Token]) -> Iterator[int]:
    """Yield a rolling hash of each run of NOISE tokens."""
    values = [zlib.crc32(token.label.encode("utf-8", "replace")) + 1 for token in tokens]
    oldest, value = pow(_BASE, NOISE, _PRIME), 0
    for at, new in enumerate(values):
        value = (value * _BASE + new) % _PRIME
        if at >= NOISE:
            value = (value - values[at - NOISE] * oldest) % _PRIME
        if at >= NOISE - 1:
            yield value


def _winnowed(hashes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield place and value of the rightmost least hash of each window, each place once."""
    last = -1
    for start in range(max(len(hashes) - WINDOW + 1, min(len(hashes), 1))):
        window = range(start, min(start + WINDOW, len(hashes)))
        place = min(window, key=lambda at: (hashes[at], -at))
        if place != last:
            yield place, hashes[place]
            last = place
