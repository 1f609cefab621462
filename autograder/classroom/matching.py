"""Match the students of a class with the rows of a roster."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from autograder.classroom.layouts.upload import Person
from autograder.classroom.roster import Enrolled
from autograder.text import one_line


@dataclass(slots=True)
class Match:
    """Which student each row is of; why a student's row is not known."""

    of_row: dict[int, str] = field(default_factory=dict)
    unclear: dict[str, str] = field(default_factory=dict)


def match(rows: Sequence[Enrolled], people: Iterable[Person]) -> Match:
    """Match by id, then login, e-mail, its part before the ``@``, name; each has to be unambiguous.

    Args:
        rows: the students of the roster.
        people: the students of the class.
    """
    found = Match()
    waiting = {one.id: one for one in people}
    for of_row, of_person in _LEVELS:
        known = _rows_by_key(rows, of_row)
        claims: dict[int, list[str]] = defaultdict(list)
        for one in waiting.values():
            fitting = {row for key in of_person(one) for row in known.get(_plain(key), ())}
            free = sorted(fitting - found.of_row.keys())
            if len(free) == 1:
                claims[free[0]].append(one.id)
            elif free:
                found.unclear[one.id] = f"could be {len(free)} students of the roster"
        _grant(claims, found, waiting)
    return found


def _rows_by_key(rows: Iterable[Enrolled], of_row: _OfRow) -> Mapping[str, set[int]]:
    known: dict[str, set[int]] = defaultdict(set)
    for one in rows:
        for key in map(_plain, of_row(one)):
            if key:
                known[key].add(one.row)
    return known


def _grant(claims: Mapping[int, Sequence[str]], found: Match, waiting: dict[str, Person]) -> None:
    """Give a row to the student who alone claims it."""
    for row, ids in claims.items():
        if len(ids) == 1:
            found.of_row[row] = ids[0]
            found.unclear.pop(ids[0], None)
            del waiting[ids[0]]
            continue
        for one in ids:
            others = ", ".join(one_line(other, 40) for other in ids if other != one)
            found.unclear[one] = f"could be the same student of the roster as {others}"


def _names(text: str) -> tuple[str, str]:
    """A name's words in any order, and as one word, without accents and punctuation."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    words = re.findall(r"[^\W_]+", bare)
    return " ".join(sorted(words, key=str.casefold)), "".join(words)


def _plain(text: str) -> str:
    return text.strip().casefold()


_OfRow = Callable[[Enrolled], Iterable[str]]
_OfPerson = Callable[[Person], Iterable[str]]
_LEVELS: tuple[tuple[_OfRow, _OfPerson], ...] = (
    (lambda row: row.ids, lambda who: (who.id,)),
    (lambda row: (row.person.login,), lambda who: (who.login, who.id)),
    (lambda row: (row.person.email,), lambda who: (who.email, who.id)),
    (lambda row: (row.person.email.partition("@")[0],), lambda who: (who.login, who.id)),
    (lambda row: _names(row.person.name), lambda who: (*_names(who.name), *_names(who.id))),
)
"""What identifies a row and a student, the surest first."""
