"""Write grades as Canvas imports them into its gradebook.

The columns are those of its export: ``Student``, ``ID``, ``SIS User ID``, ``SIS Login ID``,
``Section``, then a column for each chapter, with a row ``Points Possible``. Where the roster is an
export of Canvas, its rows are used, and its column where one is named after the chapter; points are
then scaled to what it says is possible. An empty cell leaves a grade as it is.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from typing import TextIO

from autograder.classroom import roster
from autograder.classroom.gradebook import StudentRow, Summary
from autograder.classroom.roster import Roster
from autograder.course import chapters
from autograder.reports.table import platform_cell
from autograder.text import number

_INFO = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
_INFO_OF_EXPORT = (*_INFO[:4], "Integration ID", "Root Account", "Section")
_POSSIBLE = "    Points Possible"  # as Canvas indents it


def write(file: TextIO, summary: Summary) -> None:
    """Write the CSV; who has no result in a chapter has an empty cell, never 0."""
    given = summary.enrolment.roster
    writer = csv.writer(file, lineterminator="\n")
    if given is not None and given.kind == roster.CANVAS:
        writer.writerows(_of_export(given, summary))
    else:
        writer.writerows(_of_class(summary))


def _of_class(summary: Summary) -> Iterator[Sequence[str]]:
    names = sorted(summary.chapters)
    yield (*_INFO, *names)
    yield (_POSSIBLE, *[""] * 4, *[number(summary.chapters[name]) for name in names])
    members = summary.enrolment.classlist.members
    for row in summary.rows.values():
        login = members[row.student].person.login if row.student in members else ""
        who = (row.name or row.student, row.student, "", login, "")
        yield (*map(platform_cell, who), *[number(row.points.get(name)) for name in names])


def _of_export(given: Roster, summary: Summary) -> Iterator[Sequence[str]]:
    names = sorted(summary.chapters)
    info = [at for name in _INFO_OF_EXPORT if (at := given.column(name.casefold())) is not None]
    graded = {name: _column(given, name) for name in names}
    heads = [name if (at := graded[name]) is None else given.head[at] for name in names]
    possible = {name: _possible(given, graded[name]) or summary.chapters[name] for name in names}
    yield (*[given.head[at] for at in info], *heads)
    yield (_POSSIBLE, *[""] * (len(info) - 1), *[number(possible[name]) for name in names])
    for one in given.students:
        row = summary.rows[summary.enrolment.of_row[one.row]]
        cells = [_scaled(row, name, possible[name]) for name in names]
        yield (*[platform_cell(given.rows[one.row][at]) for at in info], *cells)


def _column(given: Roster, name: str) -> int | None:
    """Find the one assignment named after a chapter: ``ch01_workflow (123)``, ``Chapter 01``."""
    chapter = chapters.find(name)
    label = rf"(?<![a-z\d])ch(?:apter)?[ _-]?0?{chapter.number}(?!\d)"
    fitting = [
        at
        for at, head in enumerate(given.head)
        if name in head.casefold() or re.search(label, head.casefold())
    ]
    return fitting[0] if len(fitting) == 1 else None


def _possible(given: Roster, column: int | None) -> float | None:
    if column is None:
        return None
    for row in given.rows:
        if row[0].strip().casefold() == "points possible":
            try:
                return float(row[column].replace(",", ".")) or None
            except ValueError:
                return None
    return None


def _scaled(row: StudentRow, name: str, possible: float) -> str:
    points = row.points.get(name)
    return "" if points is None else number(points * possible / (row.max_points[name] or 1))
