"""What a regrading replaces is known until it is told, wherever the run is stopped."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.classroom import changes_page, gradebook, regrading
from autograder.classroom.runfolder import RunFolder
from autograder.grading.results import INFRASTRUCTURE, Result, TestResult

CHAPTER = "ch01_workflow"


def result(points: float, kit: str, student: str = "ada", status: str = "fail") -> Result:
    """Make a result of one check, graded by a kit."""
    return Result(
        chapter=CHAPTER,
        student=student,
        status=status,
        message="",
        points=points,
        max_points=2,
        device="cpu",
        sandbox=(),
        seconds=0.0,
        hidden=True,
        source="a.py",
        fingerprint=f"a-{kit}-c",
        tests=(TestResult("works", "public.test_x", "x", status, points, 2),),
    )


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    """Give a run that was graded once."""
    run = RunFolder(tmp_path / "run")
    run.save(result(1, "old"))
    gradebook.write(run)
    return run


def steps(run: RunFolder, now: Result) -> list[Callable[[], object]]:
    """What a run does, in order; ``end`` in its parts."""
    return [
        lambda: regrading.begin(run),
        lambda: regrading.keep(run, run.load("ada", CHAPTER)),
        lambda: run.save(now),
        lambda: changes_page.tell(run),
        lambda: gradebook.write(run),
        lambda: run.previous.replace(run.told),
        lambda: (run.told / ".gradebook.csv").replace(run.previous_gradebook),
    ]


def points(path: Path) -> list[str]:
    """Return the points in a gradebook."""
    with path.open(encoding="utf-8", newline="") as file:
        return [row["points"] for row in csv.DictReader(file)]


def finish(run: RunFolder, now: Result) -> None:
    """Grade the class again, with one hand-in, to the end."""
    regrading.begin(run)
    before = run.load("ada", CHAPTER)
    if before is None or before.fingerprint != now.fingerprint:
        regrading.keep(run, before)
        run.save(now)
    changes_page.tell(run)
    gradebook.write(run)
    regrading.end(run)


@pytest.mark.parametrize("done", range(8))
def test_a_run_that_is_killed_loses_no_change(
    run: RunFolder, done: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """Between any two steps: it was told, or the next run tells it; the old gradebook stays."""
    for step in steps(run, result(2, "new"))[:done]:
        step()

    finish(run, result(2, "new"))

    said = capsys.readouterr().out
    assert "1/2" in said
    assert "2/2" in said
    assert points(run.previous_gradebook) == ["1"]
    assert points(run.gradebook) == ["2"]
    assert "public" not in run.changes.read_text(encoding="utf-8")
    assert not run.previous.exists()
    assert not run.told.exists()


def test_of_several_replaced_results_the_first_counts(
    run: RunFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is what the class was told; a run between that was stopped was not told."""
    for step in steps(run, result(0, "new"))[:3]:
        step()

    finish(run, result(2, "newer"))

    assert "1/2" in capsys.readouterr().out


def test_a_change_that_was_taken_back_is_none(
    run: RunFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    """The class was never told of it."""
    for step in steps(run, result(0, "new"))[:3]:
        step()

    finish(run, result(1, "old"))

    assert capsys.readouterr().out == ""
    assert points(run.gradebook) == ["1"]


def test_what_the_kit_fails_to_grade_is_told_when_it_is_graded(
    run: RunFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    """Until then the result of before is kept."""
    finish(run, result(0, "new", status=INFRASTRUCTURE))
    first = capsys.readouterr().out

    finish(run, result(2, "newer"))

    assert first == ""
    assert "1/2" in capsys.readouterr().out
    assert points(run.previous_gradebook) == ["1"]
    assert not run.previous.exists()


def test_what_was_no_grade_is_not_compared(
    run: RunFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whom the kit failed at first, a second run grades for the first time."""
    run.save(result(0, "old", status=INFRASTRUCTURE))

    finish(run, result(2, "new"))

    assert capsys.readouterr().out == ""
    assert not run.previous_gradebook.exists()


def test_only_a_regrading_keeps_results(run: RunFolder) -> None:
    """Other users of a run folder get no folder that nobody deletes."""
    regrading.keep(run, result(1, "old"))

    assert not run.previous.exists()


def test_no_name_of_a_student_is_in_the_way(run: RunFolder) -> None:
    """The gradebook is kept under a name that no student's folder can have."""
    for name in (".gradebook.csv", "..", "a/b"):
        regrading.begin(run)
        regrading.keep(run, result(1, "old", student=name))
        run.save(result(2, "new", student=name))

    assert points(run.previous / ".gradebook.csv") == ["1"]
    regrading.end(run)
    assert points(run.previous_gradebook) == ["1"]
