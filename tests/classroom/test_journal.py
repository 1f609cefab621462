"""Results so far are on disk while a submission is graded, and gone afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.classroom import journal
from autograder.classroom.runfolder import RunFolder
from autograder.errors import UsageError
from autograder.grading.results import TestResult

FIRST = TestResult("a name", "public.test_a", "task", "pass", 1, 1, hints=("one", "two"))
SECOND = TestResult("über", "public.test_b", "task", "fail", 0, 2, message="got \ud800\n")


def test_what_is_written_can_be_read_until_the_block_ends(tmp_path: Path) -> None:
    """Each line at once, whatever the text; of two for a check the later counts."""
    run = RunFolder(tmp_path)
    with journal.written(run, "ana", "ch00") as told:
        assert journal.read(run, "ana", "ch00") == {}
        told(SECOND)
        told(FIRST)
        told(SECOND)
        assert journal.read(run, "ana", "ch00") == {"public.test_a": FIRST, "public.test_b": SECOND}
        assert journal.read(run, "ben", "ch00") is None

    assert journal.read(run, "ana", "ch00") is None
    assert list(run) == []


def test_a_line_that_was_cut_does_not_count(tmp_path: Path) -> None:
    """The process may die while it writes."""
    run = RunFolder(tmp_path)
    with journal.written(run, "ana", "ch00") as told:
        told(FIRST)
        (path,) = run.results.rglob("*.journal")
        with path.open("a") as file:
            file.write('{"name": "half')

        assert journal.read(run, "ana", "ch00") == {"public.test_a": FIRST}


def test_what_an_ended_process_left_can_be_removed(tmp_path: Path) -> None:
    """Else an older hand-in's results might count for a later one."""
    run = RunFolder(tmp_path)
    with journal.written(run, "ana", "ch00") as told:
        told(FIRST)
        journal.remove(run, "ana", "ch00")
        assert journal.read(run, "ana", "ch00") is None


def test_no_room_is_told_as_such(tmp_path: Path) -> None:
    """The folder of the results is a file."""
    (tmp_path / "results").write_text("")
    with (
        pytest.raises(UsageError, match="Expected to write this file"),
        journal.written(RunFolder(tmp_path), "ana", "ch00"),
    ):
        pass
