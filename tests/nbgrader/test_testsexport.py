"""A row for every test."""

import csv
from collections import defaultdict
from pathlib import Path

from nbgrader.api import Gradebook

from autograder.nbgrader.testsexport import COLUMNS, TestsExporter


def exported(room, path: Path, **options: list[str]) -> list[dict[str, str]]:
    """The rows that the plugin writes."""
    with Gradebook(room.course.database) as book:
        TestsExporter(course=str(room.course.root), to=str(path), **options).export(book)
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_test_and_every_graded_cell_has_a_row(small, tmp_path: Path) -> None:
    """Points add up to the gradebook's score of their task; prose has a row of its own."""
    rows = exported(small, tmp_path / "all.csv")
    sums: defaultdict[tuple[str, str], float] = defaultdict(float)
    for row in rows:
        if row["test"]:
            sums[row["student_id"], row["task"]] += float(row["points"])

    assert tuple(rows[0]) == COLUMNS
    assert {row["student_id"] for row in rows} == {"ana", "ben", "cyn", "dan", "eve"}
    assert len([row for row in rows if row["task"] == "written_answer"]) == 5
    for row in rows:
        if row["test"]:
            assert sums[row["student_id"], row["task"]] == float(row["task_score"])


def test_students_and_assignments_can_be_chosen(small, tmp_path: Path) -> None:
    """As for nbgrader's own export."""
    one = exported(small, tmp_path / "one.csv", student=["ana"], assignment=["ch00_fundamentals"])
    none = exported(small, tmp_path / "none.csv", assignment=["ch01_workflow"])

    assert {row["student_id"] for row in one} == {"ana"}
    assert none == []
