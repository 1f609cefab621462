"""Write the HTML pages of a class: one for the class, one for each student."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from urllib.parse import quote

from autograder.classroom import code, gradebook
from autograder.classroom.gradebook import Summary
from autograder.classroom.runfolder import RunFolder
from autograder.grading.results import Result
from autograder.reports import class_page, student_page
from autograder.reports.audience import Audience
from autograder.reports.class_page import Figures
from autograder.reports.scores import Late
from autograder.reports.student_page import Link, Links
from autograder.text import file_name


def write(run: RunFolder, audience: Audience = Audience.STAFF, late: Late | None = None) -> Summary:
    """Write the pages of a run for an audience, and its gradebook; ``late`` is for the class's.

    Staff get ``report/index.html`` and ``report/students/*.html``, students
    ``report/for-students/*.html``, of which each can be sent alone.

    Returns:
        The class in numbers, as its page shows them.

    Raises:
        UsageError: a result is damaged, or a page cannot be written.
    """
    summary = gradebook.write(run)
    figures = Figures()
    links = _links(summary)
    for results in by_student(run):
        student = results[0].student
        student_page.write(
            student_path(run, student, audience),
            results,
            {result.chapter: code.load(run, student, result.chapter) for result in results},
            audience,
            name=summary.rows[student].name,
            links=links[student],
        )
        for result in results:
            figures.add(result)
    if audience.sees_class:
        class_page.write(run.page, summary, figures, late)
    return summary


def by_student(run: RunFolder) -> Iterator[list[Result]]:
    """Read the results of a run, those of one student at a time."""
    for _, group in groupby(run, key=lambda result: result.student):
        yield list(group)


def student_path(run: RunFolder, student: str, audience: Audience = Audience.STAFF) -> Path:
    """Return the path of a student's page."""
    return students_folder(run, audience) / f"{file_name(student)}.html"


def students_folder(run: RunFolder, audience: Audience) -> Path:
    """Return the folder of the students' pages in one edition."""
    return run.page.parent / ("students" if audience.sees_class else "for-students")


def _links(summary: Summary) -> dict[str, Links]:
    """Where each student's page leads, in the order of the class's page."""
    graded = sorted(row.student for row in summary.rows.values() if row.points)
    named = {student: summary.rows[student].name or student for student in graded}
    pages = [Link(named[one], f"{quote(file_name(one))}.html") for one in graded]
    to_class = "../index.html"
    return {
        student: Links(to_class, before, after)
        for student, before, after in zip(graded, [None, *pages], [*pages[1:], None], strict=False)
    }
