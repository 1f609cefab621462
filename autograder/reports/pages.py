"""Write the HTML pages of a class: one for the class, one for each student."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from autograder.classroom import gradebook
from autograder.classroom.gradebook import Summary
from autograder.classroom.runfolder import RunFolder
from autograder.reports import class_page, rendering, student_page
from autograder.reports.class_page import Line
from autograder.reports.items import Items
from autograder.text import file_name


def write(run: RunFolder) -> Summary:
    """Write ``report/index.html`` and ``report/students/*.html`` of a run, and its gradebook.

    Returns:
        The class in numbers, as the page shows them.

    Raises:
        UsageError: a result is damaged, or a page cannot be written.
    """
    summary = gradebook.write(run)
    items = Items()
    lines: list[Line] = []
    for _, group in groupby(run, key=lambda result: result.student):
        results = list(group)
        student = results[0].student
        values = student_page.values(results, summary.rows[student].name)
        rendering.write(student_path(run, student), "student.html", values)
        for result in results:
            items.add(result)
            lines += class_page.found_lines(result)
    rendering.write(run.page, "class.html", class_page.values(summary, items, lines))
    return summary


def student_path(run: RunFolder, student: str) -> Path:
    """Return the path of a student's page."""
    return run.page.parent / "students" / f"{file_name(student)}.html"
