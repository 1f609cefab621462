"""The table of what changed fits on a terminal, and says first what was no doing of students'."""

from __future__ import annotations

import io

from rich.console import Console

from autograder.classroom.changes import CHECKS, HAND_IN, Change, Regraded
from autograder.classroom.changes_page import ROWS, changes_page
from autograder.grading.results import FAIL, TaskResult


def regraded(student: str, why: str = CHECKS) -> Regraded:
    """Make a result that has lost a point in a task."""
    before, now = (TaskResult("make_line", FAIL, points, 3.0, ()) for points in (2.5, 1.5))
    return Regraded(student, "ch01_workflow", why, (Change("make_line", before, now),), -1)


def shown(found: list[Regraded], **names: str) -> list[str]:
    """Return the lines on a terminal of 80 columns."""
    file = io.StringIO()
    console = Console(file=file, width=80, highlight=False)
    sums = {one.student: (10.0, 9.0) for one in found}
    console.print(changes_page(found, sums, names, "run/changes.csv"))
    return file.getvalue().splitlines()


def test_a_row_says_who_had_and_has_how_many_points() -> None:
    """In the task, and over all chapters."""
    lines = shown([regraded("u1")], u1="Ada")

    assert lines[0] == f"T{CHECKS[1:]}: 1 result graded again, 1 with other points."
    assert lines[2].split() == ["Ada", "ch01", "make_line", "2.5/3", "1.5/3", "9", "(-1)"]


def test_students_stand_by_name_and_the_teachers_changes_first() -> None:
    """A changed hand-in needs no explanation."""
    lines = shown([regraded("a", HAND_IN), regraded("y"), regraded("x")], x="Zoe", y="Bea")

    said = [line.split()[0] for line in lines if "make_line" in line]
    assert said == ["Bea", "Zoe", "a"]
    assert lines[0].startswith("The checks")


def test_one_sentence_says_that_nothing_changed() -> None:
    """No table follows it."""
    said = " ".join(shown([Regraded("ada", "ch01_workflow", CHECKS, (), 0)])).split()

    expected = f"T{CHECKS[1:]}: 1 result graded again, all with the points of before."
    assert said == expected.split()


def test_hostile_and_long_names_and_many_rows_fit() -> None:
    """What does not fit is in the file."""
    lines = shown([regraded(f"{number:03}\x1b[2J\n{'x' * 300}") for number in range(ROWS + 5)])

    assert max(map(len, lines)) <= 80
    assert not any("\x1b" in line for line in lines)
    assert "5 more rows are in run/changes.csv." in lines
