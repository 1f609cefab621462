"""Export plugin of nbgrader: a row for every test of every student."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbgrader.plugins import ExportPlugin
from traitlets import Unicode

from autograder import atomic
from autograder.grading.results import Result, TaskResult
from autograder.nbgrader.cells import test_id
from autograder.nbgrader.layout import Course
from autograder.text import csv_cell, number

COLUMNS = (
    *("assignment", "student_id", "task", "test", "status", "points", "max_points"),
    *("misconception", "task_score", "task_max_score"),
)


class TestsExporter(ExportPlugin):  # type: ignore[misc]
    """nbgrader's export plugin; ``--to``, ``--student`` and ``--assignment`` work as for others.

    Points and status of a test are the kit's. The score of its task is the gradebook's, with what
    a person changed there; cells that people grade have a row without a test.
    """

    __test__ = False  # not a pytest class

    course = Unicode(".", help="Folder of the course.").tag(config=True)

    def export(self, gradebook: Any) -> None:
        """Write the table to ``--to``, ``tests.csv`` by default."""
        run = Course(Path(self.course)).run
        with atomic.writing(Path(self.to or "tests.csv")) as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(COLUMNS)
            for submission in self._submissions(gradebook):
                result = run.load(submission.student.id, submission.assignment.name)
                for notebook in submission.notebooks:
                    writer.writerows(rows(notebook, submission, result))

    def _submissions(self, gradebook: Any) -> Iterator[Any]:
        for assignment in gradebook.assignments:
            if self.assignment and assignment.name not in self.assignment:
                continue
            for submission in sorted(assignment.submissions, key=lambda one: one.student.id):
                if not self.student or submission.student.id in map(str, self.student):
                    yield submission


def rows(notebook: Any, submission: Any, result: Result | None) -> Iterator[list[str]]:
    """The rows of one graded notebook.

    Args:
        notebook: as nbgrader's database has it.
        submission: the one it is of.
        result: the kit's, or None if it has none of this submission.
    """
    names = [csv_cell(submission.assignment.name), csv_cell(submission.student.id)]
    tasks = {test_id(task.task_id): task for task in result.tasks()} if result else {}
    for grade in notebook.grades:
        scores = [number(grade.score), number(grade.max_score)]
        for test in _tests(grade.name, tasks.get(grade.name)):
            yield [*names, *test, *scores]


def _tests(name: str, task: TaskResult | None) -> Iterator[list[str]]:
    if task is None:
        yield [csv_cell(name), "", "", "", "", ""]
        return
    for test in task.tests:
        told = [csv_cell(test.name), test.status, number(test.points), number(test.max_points)]
        yield [csv_cell(task.task_id), *told, csv_cell(test.misconception or "")]
