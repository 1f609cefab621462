"""Code on a page: numbered as in the file, the place of a mistake marked, and never too much."""

from __future__ import annotations

import pytest

from autograder.classroom.code import CodePart
from autograder.reports import listing

LINE = CodePart("a.py", 10, "def line(x):\n    y = 2 * x\n    return y\n")
CELL = CodePart("a.ipynb[cell 3]", 1, "def fit():\n    return 0")


def test_a_definition_is_shown_whole_with_its_line_marked() -> None:
    """Numbers are those of the student's file, the last line is not an empty one."""
    (found,) = listing.around([CELL, LINE], ["a.py:11"])

    assert found.file == "a.py"
    assert [(line.number, line.is_marked) for line in found.lines] == [
        (10, False),
        (11, True),
        (12, False),
    ]
    assert found.lines[1].text == "    y = 2 * x"


def test_a_cell_has_lines_of_its_own() -> None:
    """A place in a notebook names cell and line."""
    (found,) = listing.around([LINE, CELL], ["a.ipynb[cell 3]:2"])

    assert [line.number for line in found.lines if line.is_marked] == [2]


def test_code_that_several_checks_point_at_is_shown_once() -> None:
    """With each of the lines marked."""
    (found,) = listing.around([LINE], ["a.py:12", "a.py:10", "a.py:12"])

    assert [line.number for line in found.lines if line.is_marked] == [10, 12]


@pytest.mark.parametrize("place", ["", "a.py", "a.py:9", "a.py:13", "b.py:11", "a.py:x", "a.py:-1"])
def test_a_place_that_is_no_line_of_the_code_shows_nothing(place: str) -> None:
    """Such as a whole file, another file, or a line it does not have."""
    assert listing.around([LINE], [place]) == []
    assert not listing.holds([LINE], place)


def test_of_a_long_definition_lines_around_the_places_are_shown() -> None:
    """With its first, which names it; what lies between is left out, and that is said."""
    long = CodePart("a.py", 1, "\n".join(f"line {n}" for n in range(1, 501)))
    (found,) = listing.around([long], ["a.py:100", "a.py:300"])

    assert [line.number for line in found.lines] == [1, *range(88, 113), *range(288, 313)]
    assert [line.number for line in found.lines if not line.follows] == [88, 288]


def test_all_code_is_shown_file_by_file() -> None:
    """Definitions of one file in one box, with a sign where lines are not there."""
    parts = [LINE, CodePart("a.py", 20, "def fit():\n    pass"), CELL]
    (first, second), left = listing.whole(parts)

    assert [line.number for line in first.lines] == [10, 11, 12, 20, 21]
    assert [line.number for line in first.lines if not line.follows] == [20]
    assert [line.number for line in second.lines] == [1, 2]
    assert left == 0


def test_all_code_has_a_bound_and_says_what_is_left() -> None:
    """However much was handed in."""
    long = CodePart("a.py", 1, "x\n" * (listing.LONGEST + 5))
    shown, left = listing.whole([long, CELL])

    assert [len(one.lines) for one in shown] == [listing.LONGEST]
    assert left == 5 + 2


def test_hostile_lines_are_harmless_and_cut() -> None:
    """Characters that cannot be seen are shown as escapes; the width has a bound."""
    evil = CodePart("a.py", 1, "\x1b[2J\u202e\r\n" + "x" * 100_000 + "\n" + "\t" * 100_000)
    (found,), _ = listing.whole([evil])

    assert found.lines[0].text == r"\x1b[2J\u202e"
    assert all(len(line.text) < 400 for line in found.lines)
