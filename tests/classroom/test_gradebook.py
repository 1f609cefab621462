"""The gradebook of a class: numbers plain, names harmless, nothing kept but sums."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from autograder.classroom import classlist, gradebook, roster
from autograder.classroom.classlist import Member
from autograder.classroom.gradebook import Mistake, StudentRow, Summary
from autograder.classroom.layouts import Person
from autograder.classroom.runfolder import RunFolder
from autograder.grading.results import Result, TestResult


def check(task: str, status: str, points: float = 0, of: float = 2, **more: object) -> TestResult:
    """Make a check of a task."""
    return TestResult("works", f"public.test_{task}", task, status, points, of, **more)  # type: ignore[arg-type]


def result(student: str, *tests: TestResult, chapter: str = "ch01_workflow", **more: str) -> Result:
    """Make a result of a chapter."""
    points = sum(t.points for t in tests)
    maximum = sum(t.max_points for t in tests)
    fields: Any = {"status": "pass" if points == maximum else "fail", "message": ""} | more
    return Result(
        chapter=chapter,
        student=student,
        points=points,
        max_points=maximum,
        device="cpu",
        sandbox=(),
        seconds=0.1,
        hidden=True,
        source=f"{chapter}.py",
        fingerprint="f",
        tests=tests,
        **fields,
    )


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    """Give a run of four students, one of whom is hostile."""
    run = RunFolder(tmp_path)
    flat: Any = {"misconception": "flat_line", "hints": ("observed", "idea", "where")}
    run.save(result("ada", check("line", "pass", 2), check("fit", "pass", 2)))
    run.save(result("ben", check("line", "fail", **flat), check("fit", "timeout")))
    run.save(result("ben", check("add", "pass", 0.5, 0.5), chapter="ch00_fundamentals"))
    run.save(result('=HYPERLINK("x")', check("line", "fail", 1, **flat), check("fit", "skipped")))
    run.save(result("cleo", check("line", "infrastructure"), check("fit", "pass", 2)))
    return run


def rows(path: Path) -> list[dict[str, str]]:
    """Read a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_row_for_each_student_and_task(run: RunFolder) -> None:
    """Points are plain numbers, and the kit's own failure is no zero."""
    gradebook.write(run)
    table = rows(run.gradebook)

    assert tuple(table[0]) == gradebook.COLUMNS
    assert len(table) == 9
    ben = [row for row in table if row["student"] == "ben" and row["task"] == "line"]
    assert ben == [
        {
            "student": "ben",
            "chapter": "ch01_workflow",
            "task": "line",
            "points": "0",
            "max_points": "2",
            "status": "fail",
            "misconception": "flat_line",
        }
    ]
    assert [r["points"] for r in table if r["status"] == "infrastructure"] == [""]


def test_a_row_for_each_student(run: RunFolder) -> None:
    """Chapters are columns; percent counts what the class handed in; notes say what went wrong."""
    gradebook.write(run)
    table = {row["student"]: row for row in rows(run.summary)}

    assert table["ada"]["percent"] == "88.9"  # nothing in a chapter that others handed in
    assert table["ada"]["ch00_fundamentals"] == ""
    assert table["ben"]["total"] == "0.5"
    assert table["ben"]["max"] == "4.5"
    assert table["ben"]["percent"] == "11.1"
    assert table["ben"]["note"] == "timeout in fit"
    assert table["cleo"]["ch01_workflow"] == table["cleo"]["percent"] == ""
    assert table["cleo"]["note"] == "ch01 not graded, run again"


def test_no_name_is_a_formula(run: RunFolder) -> None:
    """A student whose name a spreadsheet would compute gets an apostrophe in both files."""
    gradebook.write(run)

    for path in (run.gradebook, run.summary):
        names = {row["student"] for row in rows(path)}
        assert '\'=HYPERLINK("x")' in names


def test_mistakes_are_counted_among_those_who_tried(run: RunFolder) -> None:
    """Tasks not started, skipped or not graded do not count as tries."""
    summary = gradebook.write(run)

    assert summary.mistakes() == [
        Mistake("ch01_workflow", "line", "flat_line", "observed", students=2, tried=3)
    ]


def test_a_message_is_a_note_on_one_line() -> None:
    """A submission that could not be read is explained in its row."""
    summary = Summary()
    summary.add(result("dot", check("line", "error"), status="error", message="not\na notebook"))

    assert summary.rows["dot"].notes == ["ch01: not\na notebook"]
    assert summary.rows["dot"].percent == 0.0


def test_an_empty_row_has_no_percent() -> None:
    """Nothing to earn is not zero percent."""
    assert StudentRow("eva").percent is None


def test_who_has_no_result_has_a_row(run: RunFolder) -> None:
    """With the reason; what was due counts; who is only on the roster is missing."""
    people = (Person("eve", "Eve E"), Person("ada", "Ada A"))
    members = [Member(people[0], "a PDF"), Member(people[1], "2 attempts")]
    classlist.save(run, classlist.of(members, ["ch02_classification"]))
    (run.path / "given.csv").write_text("id,name\nada,Ada Lovelace\nfay,Fay\n")
    roster.keep(run, run.path / "given.csv")
    summary = gradebook.write(run)
    table = {row["student"]: row for row in rows(run.summary)}

    assert list(table) == sorted(table)
    assert (table["eve"]["name"], table["eve"]["note"]) == ("Eve E", "a PDF")
    assert table["eve"]["percent"] == table["fay"]["percent"] == "0"
    assert (table["ada"]["name"], table["ada"]["note"]) == ("Ada Lovelace", "2 attempts")
    assert table["ada"]["max"] == "116.5"  # 112 of chapter 02, which nobody handed in
    assert [row.student for row in summary.missing] == ["fay"]


def test_a_second_time_gives_the_same_bytes(run: RunFolder) -> None:
    """And begins as Excel wants it."""
    gradebook.write(run)
    before = run.summary.read_bytes(), run.gradebook.read_bytes()
    gradebook.write(run)

    assert (run.summary.read_bytes(), run.gradebook.read_bytes()) == before
    assert before[0].startswith(b"\xef\xbb\xbfstudent,name,")
