"""Write grades as Moodle imports them: an offline grading worksheet.

Where the roster is a worksheet, it is written with the same rows and columns, ``Grade`` and
``Feedback comments`` filled in, the grade scaled to ``Maximum Grade``. Else only ``Identifier``,
``Full name``, ``Email address``, ``Grade``, ``Maximum Grade`` and ``Feedback comments`` are. The
grade is over all chapters of the run. An empty cell leaves a grade as it is.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from typing import TextIO

from autograder.classroom import roster
from autograder.classroom.gradebook import StudentRow, Summary
from autograder.classroom.roster import Roster
from autograder.reports.table import platform_cell
from autograder.text import csv_cell, number

_HEAD = ("Identifier", "Full name", "Email address", "Grade", "Maximum Grade", "Feedback comments")


def write(file: TextIO, summary: Summary) -> None:
    """Write the CSV; who handed in nothing or was not graded has an empty cell, never 0."""
    given = summary.enrolment.roster
    writer = csv.writer(file, lineterminator="\n")
    if given is not None and given.kind == roster.MOODLE:
        writer.writerows(_of_worksheet(given, summary))
    else:
        writer.writerows(_of_class(summary))


def _of_class(summary: Summary) -> Iterator[Sequence[str]]:
    yield _HEAD
    members = summary.enrolment.classlist.members
    for row in summary.rows.values():
        who = members[row.student].person if row.student in members else None
        name = f"Participant {row.student}" if row.student.isdecimal() else row.student
        texts = map(platform_cell, (name, row.name, who.email if who else ""))
        grade = _grade(row, row.maximum)
        yield (*texts, grade, number(row.maximum), csv_cell("; ".join(row.notes)))


def _of_worksheet(given: Roster, summary: Summary) -> Iterator[Sequence[str]]:
    grade, most = given.column("grade"), given.column("maximum grade")
    feedback = given.column("feedback comments")
    yield given.head
    for one in given.students:
        cells = [platform_cell(cell) for cell in given.rows[one.row]]
        row = summary.rows[summary.enrolment.of_row[one.row]]
        maximum = cells[most].strip() if most is not None else ""
        if grade is not None:
            text = _grade(row, _number(maximum) or row.maximum)
            cells[grade] = text.replace(".", ",") if "," in maximum else text
        if feedback is not None and row.notes and not row.is_missing:
            cells[feedback] = cells[feedback] or csv_cell("; ".join(row.notes))
        yield cells


def _grade(row: StudentRow, maximum: float) -> str:
    if not row.points or None in row.points.values():
        return ""
    return number(row.total * maximum / (row.maximum or 1))


def _number(text: str) -> float:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return 0.0
