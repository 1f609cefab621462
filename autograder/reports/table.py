"""Write grades as a plain table: a row for each student, with id, name and e-mail."""

from __future__ import annotations

import csv
from typing import TextIO

from autograder.classroom.gradebook import BOM, Summary
from autograder.text import csv_cell, number


def write(file: TextIO, summary: Summary) -> None:
    """Write a CSV that Excel opens with its letters right; what was not graded is empty."""
    names = sorted(summary.chapters)
    members = summary.enrolment.classlist.members
    file.write(BOM)
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["id", "name", "email", *names, "total", "max", "percent", "note"])
    for row in summary.rows.values():
        email = members[row.student].person.email if row.student in members else ""
        points = [number(row.points.get(name)) for name in names]
        totals = [number(row.total), number(row.maximum), number(row.percent)]
        who = [csv_cell(text) for text in (row.student, row.name, email)]
        writer.writerow([*who, *points, *totals, csv_cell("; ".join(row.notes))])


def platform_cell(text: str) -> str:
    """Keep a platform's own cell as it is, unless a spreadsheet would take it for a formula."""
    return text if text in ("", "-") else csv_cell(text) if text[0] in "=+-@\t\r" else text
