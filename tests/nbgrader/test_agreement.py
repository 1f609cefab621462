"""The kit's results and nbgrader's gradebook: a difference has a student's and a task's name."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest

from autograder.errors import KitError
from autograder.nbgrader import agreement

CH00 = "ch00_fundamentals"


def results(room: Any) -> list[Any]:
    """Those of the class's run."""
    return [result for result in room.course.run if result.chapter == CH00]


def test_a_class_that_was_graded_agrees(small: Any) -> None:
    """Notebooks, modules, and half a file."""
    assert len(results(small)) == 5
    assert agreement.differences(small.course, results(small)) == []


def test_a_difference_is_named(room: Any, small: Any, tmp_path: Any) -> None:
    """Whatever made it: another's command, an editor, a disk."""
    database = room.course.root / "gradebook.db"
    database.write_bytes((small.course.root / "gradebook.db").read_bytes())
    with sqlite3.connect(database) as connection:
        connection.execute("update grade set auto_score = 1.5 where auto_score = 6")
    found = agreement.differences(room.course, results(small))

    assert ("ana", "pick", 6, 1.5) in [(d.student, d.task, d.ours, d.theirs) for d in found]
    with pytest.raises(KitError, match=r"ana, \w+: 6, but got 1\.5; .* and \d+ more"):
        agreement.check(room.course, results(small))


def test_who_is_not_in_the_gradebook_is_no_difference(room: Any, small: Any) -> None:
    """Somebody was graded by the kit alone."""
    assert agreement.differences(room.course, results(small)) == []
