"""Students are matched with rows by what identifies them surely, and never by a guess."""

from __future__ import annotations

import pytest

from autograder.classroom.layouts import Person
from autograder.classroom.matching import match
from autograder.classroom.roster import Enrolled


def row(number: int, key: str, name: str = "", email: str = "", login: str = "") -> Enrolled:
    """A row of a roster."""
    return Enrolled(Person(key, name, email, login), number, (key,))


ROWS = [
    row(0, "1001", "Schmidt, Änna", "anna@example.org", "aschmidt"),
    row(1, "1002", "Brown, Ben", "ben@example.org", "bb7"),
    row(2, "1003", "Ben Brown", "brown@example.org", "bb8"),
]


@pytest.mark.parametrize(
    "person",
    [
        Person("1001"),
        Person("ASchmidt"),
        Person("anna@example.org"),
        Person("anna"),
        Person("Anna Schmidt"),
        Person("schmidt_anna"),
        Person("77", name="schmidtanna"),
        Person("77", login="aschmidt"),
        Person("77", email="Anna@example.org"),
    ],
)
def test_each_of_these_is_anna(person: Person) -> None:
    """By id, login, address, its first part, or the name in any order and without accents."""
    assert match(ROWS, [person]).of_row == {0: person.id}


def test_a_name_of_two_is_said() -> None:
    """Nobody is chosen, and the sentence says why."""
    found = match(ROWS, [Person("Ben Brown")])

    assert found.of_row == {}
    assert found.unclear == {"Ben Brown": "could be 2 students of the roster"}


def test_two_for_one_row_is_said() -> None:
    """The same name twice, and one row of it."""
    found = match(ROWS[:1], [Person("Anna Schmidt"), Person("Schmidt Anna")])

    assert found.of_row == {}
    assert found.unclear["Anna Schmidt"].endswith("same student of the roster as Schmidt Anna")


def test_what_is_sure_comes_first() -> None:
    """Who is known by id is no candidate for a name any more."""
    found = match(ROWS, [Person("1002"), Person("Ben Brown")])

    assert found.of_row == {1: "1002", 2: "Ben Brown"}
    assert found.unclear == {}
