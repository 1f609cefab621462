"""Write the HTML pages of a class: one for the class, one for each student.

Pages stand alone: no script, no font, no picture from elsewhere; a policy in each forbids them.
Students' text is made harmless as for a terminal, then escaped by the template engine.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined

from autograder.classroom import gradebook, runfolder
from autograder.classroom.gradebook import Summary, ungraded
from autograder.classroom.runfolder import RunFolder
from autograder.course import chapters
from autograder.grading.results import (
    INFRASTRUCTURE,
    NOT_STARTED,
    PASS,
    SKIPPED,
    Result,
    TaskResult,
    TestResult,
)
from autograder.reports.items import Items
from autograder.text import file_name, harmless, number, one_line

_SIGNS = {PASS: "✓", SKIPPED: "–", NOT_STARTED: "·", INFRASTRUCTURE: "?"}
_TENTHS = 10


@dataclass(frozen=True, slots=True)
class Line:
    """A line that was found: whose, of which task, and the change after which the task passes."""

    student: str
    chapter: str
    task: str
    where: str
    change: str


@dataclass(frozen=True, slots=True)
class Column:
    """A tenth of the range of percents, and how many students are in it; ``share`` of the most."""

    percent: int
    students: int
    share: float


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
        values = student_values(results, summary.rows[student].name)
        _write(student_path(run, student), "student.html", values)
        for result in results:
            items.add(result)
            lines += found_lines(result)
    _write(run.page, "class.html", {**class_values(summary, items), "lines": lines})
    return summary


def student_path(run: RunFolder, student: str) -> Path:
    """Return the path of a student's page."""
    return run.page.parent / "students" / f"{file_name(student)}.html"


def class_values(summary: Summary, items: Items) -> dict[str, object]:
    """Return the template values of the class's page."""
    rows = sorted(summary.rows.values(), key=lambda row: row.student)
    percents = [row.percent for row in rows if row.percent is not None]
    points = [points for row in rows for points in row.points.values()]
    return {
        "rows": rows,
        "handed_in": len(points),
        "ungraded": points.count(None),
        "chapters": [chapters.find(name) for name in sorted(summary.chapters)],
        "maximum": summary.chapters,
        "mean": sum(percents) / len(percents) if percents else None,
        "columns": columns(percents),
        "items": items.by_chapter(),
        "mistakes": summary.mistakes(),
        "missing": summary.missing,
    }


def student_values(results: Sequence[Result], name: str = "") -> dict[str, object]:
    """Return the template values of a student's page; ``name`` is empty where it is not known."""
    return {
        "student": results[0].student,
        "name": name,
        "results": [(chapters.find(result.chapter), result) for result in results],
        "points": sum(result.points for result in results),
        "maximum": sum(result.max_points for result in results),
        "ungraded": any(map(ungraded, results)),
    }


def found_lines(result: Result) -> Iterator[Line]:
    """The lines that were found in one chapter of one student, one a task."""
    for task in result.tasks():
        found = next((test for test in task.tests if test.repair), None)
        if found:
            name = (result.student, result.chapter, task.task_id)
            yield Line(*name, found.where, found.repair)


def columns(percents: Sequence[float]) -> list[Column]:
    """How many students have 0 to 10 percent, 10 to 20, and so on; 100 is in the last."""
    counts = [0] * _TENTHS
    for percent in percents:
        counts[min(int(percent / 100 * _TENTHS), _TENTHS - 1)] += 1
    most = max(counts) or 1
    return [Column(100 // _TENTHS * i, count, count / most) for i, count in enumerate(counts)]


def told(task: TaskResult) -> Iterator[tuple[TestResult, bool, str]]:
    """The checks of a task; for each, whether its message is new, and a hint not given above."""
    messages, hints = {""}, {""}
    for test in task.tests:
        is_new = test.has_failed and test.message not in messages
        yield test, is_new, test.first_hint if is_new and test.first_hint not in hints else ""
        messages.add(test.message)
        hints.add(test.first_hint)


def _write(path: Path, template: str, values: dict[str, object]) -> None:
    with runfolder.writing(path) as file:
        file.write(_templates().get_template(template).render(values))


@cache
def _templates() -> Environment:
    """Templates that escape every value, and know how students' text is shown."""
    environment = Environment(
        loader=PackageLoader("autograder.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        harmless=harmless,
        line=one_line,
        number=number,
        sign=lambda status: _SIGNS.get(status, "✗"),
        page=lambda student: f"students/{quote(file_name(student))}.html",
        told=told,
    )
    return environment
