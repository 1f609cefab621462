"""Grades for Moodle: its own worksheet with grades and comments filled in."""

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
from autograder.reports import moodle

WORKSHEET = """\
Identifier,Full name,Email address,Status,Grade,Maximum Grade,Last modified,Feedback comments
Participant 11,Anna Schmidt,anna@example.org,Submitted,-,"100,00",-,
Participant 12,=Ben,ben@example.org,Submitted,,"100,00",-,Well done
Participant 13,Cleo Liu,cleo@example.org,No submission,,"100,00",-,
"""


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    """A run of two of three students; one has a remark."""
    run = RunFolder(tmp_path)
    for student, points in (("11", 3.5), ("12", 0.0)):
        test = TestResult("works", "public.test_line", "line", "fail", points, 4.0)
        fields = ("cpu", (), 0.1, True, "ch01_workflow.py", "f", (test,))
        run.save(Result("ch01_workflow", student, "fail", "", points, 4.0, *fields))
    members = [Member(Person("11", "Anna Schmidt"), "2 attempts"), Member(Person("12"), "a copy")]
    classlist.save(run, classlist.of(members, ["ch01_workflow"]))
    return run


def written(run: RunFolder) -> list[list[str]]:
    """The rows that are written."""
    file = io.StringIO(newline="")
    moodle.write(file, gradebook.write(run))
    return list(csv.reader(io.StringIO(file.getvalue(), newline="")))


def test_a_worksheet_goes_back(run: RunFolder, tmp_path: Path) -> None:
    """Scaled, with its decimal comma; comments that are there stay; nothing is no zero."""
    path = tmp_path / "worksheet.csv"
    path.write_text(WORKSHEET)
    roster.keep(run, path)
    head, anna, ben, cleo = written(run)

    assert head == WORKSHEET.partition("\n")[0].split(",")
    assert anna[4:] == ["87,5", "100,00", "-", "2 attempts"]
    assert ben[:4] == ["Participant 12", "'=Ben", "ben@example.org", "Submitted"]
    assert ben[4:] == ["0", "100,00", "-", "Well done"]
    assert cleo[4:] == ["", "100,00", "-", ""]


def test_without_a_worksheet_the_class_is_written(run: RunFolder) -> None:
    """With the columns that Moodle needs; the maximum is the chapters'."""
    assert written(run)[1:] == [
        ["Participant 11", "Anna Schmidt", "", "3.5", "4", "2 attempts"],
        ["Participant 12", "", "", "0", "4", "a copy"],
    ]
