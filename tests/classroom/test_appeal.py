"""A repeated grade is compared check by check, and only with the student who was named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from autograder.classroom.appeal import compare, find, repeat
from autograder.classroom.layouts.upload import Person
from autograder.classroom.options import ClassOptions
from autograder.errors import UsageError
from autograder.grading.results import Result, TestResult

PEOPLE = (
    Person("u1", "Ada Lovelace", "ada@example.org", "ada"),
    Person("u2", "Ben Ali"),
    Person("u3", "Ben Ali"),
    Person("ada", "Another"),
)
CHECK = TestResult("works", "public.test_x", "x", "fail", 0, 2, message="Expected 1, but got 2.")
RESULT = Result(
    "ch01_workflow", "ada", "fail", "", 0, 2, "cpu", (), 0.0, True, "a.py", "f", (CHECK,)
)


@pytest.mark.parametrize("wanted", ["u1", "ada lovelace", "ADA@example.org", " Ada Lovelace "])
def test_a_student_is_found_by_what_they_are_called(wanted: str) -> None:
    """In any case."""
    assert find(PEOPLE, wanted).id == "u1"


def test_an_id_goes_before_the_names_of_others() -> None:
    """It is one student's alone."""
    assert find(PEOPLE, "ada").id == "ada"


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("ada lovelase", r"there is none of this id or name\. Did you mean Ada Lovelace\?"),
        ("nobody\x1b[2J", r"nobody\\x1b\[2J: Expected a student of the class"),
        ("ben ali", r"Expected one student, but got u2, u3\. Name an id\."),
    ],
)
def test_an_unclear_student_is_refused(wanted: str, said: str) -> None:
    """With the names that come close."""
    with pytest.raises(UsageError, match=said):
        find(PEOPLE, wanted)


@pytest.mark.parametrize(
    "changed",
    [
        replace(CHECK, status="pass"),
        replace(CHECK, points=1),
        replace(CHECK, max_points=3),
        replace(CHECK, message="Expected 1, but got 3."),
        replace(CHECK, misconception="flat"),
        None,
    ],
)
def test_whatever_a_grade_says_is_compared(changed: TestResult | None) -> None:
    """Status, points, price, message, the mistake, and whether the check is there."""
    now = replace(RESULT, tests=(changed,) if changed else ())

    (one,) = compare(RESULT, now)

    assert (one.before, one.now) == (CHECK, changed)


def test_times_do_not_count() -> None:
    """They are never the same."""
    now = replace(RESULT, seconds=9.0, tests=(replace(CHECK, seconds=3.0),))

    assert not list(compare(RESULT, now))


def test_without_a_key_nothing_can_be_repeated(tmp_path: Path) -> None:
    """And none is made."""
    with pytest.raises(UsageError, match=r"key: Expected the key of a run, but there is none"):
        repeat(ClassOptions(tmp_path, tmp_path / "run"), "ada")

    assert not (tmp_path / "run").exists()
