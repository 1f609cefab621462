"""A regrading says what changed for whom, and why, and nothing where nothing did."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.classroom import changes, regrading
from autograder.classroom.changes import CHECKS, EARLIER_KIT, HAND_IN, HOW, NOT_ENDED
from autograder.classroom.runfolder import RunFolder
from autograder.grading.results import Result, TestResult


def result(
    points: float, of: float = 2, student: str = "ada", fingerprint: str = "a-b-c"
) -> Result:
    """Make a result of one check."""
    test = TestResult("works", "public.test_x", "x", "fail", points, of)
    return Result(
        chapter="ch01_workflow",
        student=student,
        status="fail",
        message="",
        points=points,
        max_points=of,
        device="cpu",
        sandbox=(),
        seconds=0.0,
        hidden=True,
        source="a.py",
        fingerprint=fingerprint,
        tests=(test,),
    )


def replaced(run: RunFolder, before: Result, now: Result) -> None:
    """Replace a result as a regrading does."""
    regrading.keep(run, before)
    run.save(now)


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    """Give a run in which a regrading has begun."""
    run = RunFolder(tmp_path)
    regrading.begin(run)
    return run


@pytest.mark.parametrize(
    ("before", "now", "why"),
    [
        ("a-b-c", "a-b-c", ""),
        ("a-b-c", "z-b-c", HAND_IN),
        ("a-b-c", "a-z-c", CHECKS),
        ("a-b-c", "a-b-z", HOW),
        ("a-b-c", "z-z-c", f"{HAND_IN} and {CHECKS}"),
        ("a", "a-b-c", EARLIER_KIT),
        ("", "a-b-c", NOT_ENDED),
        ("a-b-c", "", NOT_ENDED),
    ],
)
def test_two_fingerprints_tell_why(before: str, now: str, why: str) -> None:
    """What a student did is told apart from what the teacher did."""
    assert changes.reason(before, now) == why


def test_other_points_and_another_price_are_changes(run: RunFolder) -> None:
    """So is a task that is gone; the same points for the same price are none."""
    replaced(run, result(1), result(2, fingerprint="a-z-c"))
    replaced(run, result(2, student="ben"), result(2, of=3, student="ben", fingerprint="a-z-c"))
    replaced(run, result(1, student="cem"), result(1, student="cem", fingerprint="a-z-c"))
    gone = replace(result(0, student="dan", fingerprint="a-z-c"), tests=())
    replaced(run, result(1, student="dan"), gone)

    found = list(changes.compare(run))

    assert [(one.student, len(one.changes)) for one in found] == [
        *(("ada", 1), ("ben", 1), ("cem", 0), ("dan", 1)),
    ]
    assert found[3].changes[0].now is None
    assert {one.reason for one in found} == {CHECKS}
    assert changes.totals(run, found)["ada"] == (1, 2)


def test_what_can_never_be_run_is_no_change(run: RunFolder) -> None:
    """It is graded at every run, and tells nothing while its points stay."""
    replaced(run, result(0, fingerprint=""), result(0, fingerprint=""))

    assert not list(changes.compare(run))


def test_a_damaged_file_breaks_only_its_own_entry(run: RunFolder) -> None:
    """What was before is then unknown."""
    replaced(run, result(1), result(2, fingerprint="a-z-c"))
    replaced(run, result(1, student="ben"), result(2, student="ben", fingerprint="a-z-c"))
    run.previous_path("ada", "ch01_workflow").write_text("{")

    assert [one.student for one in changes.compare(run)] == ["ben"]


def test_the_table_holds_every_change_and_no_formula(run: RunFolder) -> None:
    """Points and prices before and now, the student's total, and why."""
    student = "=1+1"
    replaced(run, result(1, student=student), result(2, student=student, fingerprint="a-z-c"))
    found, file = list(changes.compare(run)), io.StringIO()

    changes.write(file, found, changes.totals(run, found), {student: "@Ada"})

    (row,) = csv.DictReader(io.StringIO(file.getvalue().removeprefix("\ufeff")))
    assert row == {
        "student": "'=1+1",
        "name": "'@Ada",
        "chapter": "ch01_workflow",
        "task": "x",
        "points_before": "1",
        "points": "2",
        "max_before": "2",
        "max": "2",
        "total_before": "1",
        "total": "2",
        "reason": CHECKS,
    }
