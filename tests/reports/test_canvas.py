"""Grades for Canvas: the rows of its own export, scaled, blank where there is no grade."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from autograder.classroom import classlist, gradebook, roster
from autograder.classroom.classlist import Member
from autograder.classroom.layouts import Person
from autograder.classroom.runfolder import RunFolder
from autograder.grading.results import Result, TestResult
from autograder.reports import canvas

EXPORT = """\
Student,ID,SIS User ID,SIS Login ID,Section,Chapter 1 (70),Chapter 10 (71),Final Score
,,,,,Manual Posting,,
    Points Possible,,,,,100,10,(read only)
"=Schmidt, Anna",1001,s1,aschmidt,A,,,50
"Brown, Ben",1002,s2,bbrown,A,,,50
"Liu, Cleo",1003,s3,cliu,A,,,50
"""


def result(student: str, points: float, status: str = "fail") -> Result:
    """A result of chapter 01 with one check of 4 points."""
    test = TestResult("works", "public.test_line", "line", status, points, 4.0)
    fields = ("cpu", (), 0.1, True, "ch01_workflow.py", "f", (test,))
    return Result("ch01_workflow", student, status, "", points, 4.0, *fields)


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    """A run of two of three students, one of whom the kit failed to grade."""
    run = RunFolder(tmp_path)
    run.save(result("1001", 3.0))
    run.save(result("1002", 0.0, "infrastructure"))
    classlist.save(run, classlist.of([Member(Person("1001", "schmidtanna"))], ["ch01_workflow"]))
    return run


def written(run: RunFolder) -> list[list[str]]:
    """The rows that are written."""
    file = io.StringIO(newline="")
    canvas.write(file, gradebook.write(run))
    return list(csv.reader(io.StringIO(file.getvalue(), newline="")))


def test_the_rows_of_an_export_go_back(run: RunFolder, tmp_path: Path) -> None:
    """Into the assignment named after the chapter, of what it says is possible."""
    path = tmp_path / "export.csv"
    path.write_text(EXPORT)
    roster.keep(run, path)

    assert written(run) == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Chapter 1 (70)"],
        ["    Points Possible", "", "", "", "", "100"],
        ["'=Schmidt, Anna", "1001", "s1", "aschmidt", "A", "75"],
        ["Brown, Ben", "1002", "s2", "bbrown", "A", ""],
        ["Liu, Cleo", "1003", "s3", "cliu", "A", ""],
    ]


def test_without_an_export_the_class_is_written(run: RunFolder) -> None:
    """With the columns that Canvas asks for, and an assignment of the chapter's name."""
    assert written(run) == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "ch01_workflow"],
        ["    Points Possible", "", "", "", "", "4"],
        ["schmidtanna", "1001", "", "", "", "3"],
        ["1002", "1002", "", "", "", ""],
    ]
