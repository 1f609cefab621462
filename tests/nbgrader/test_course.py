"""A course of fourteen on chapters 00 and 01 through every command of the real nbgrader."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook

from autograder.authoring import notebooks
from autograder.classroom.runfolder import RunFolder
from autograder.commands import demo
from autograder.commands.democlass import BROKEN, CLASS, MODULE
from autograder.course import chapters
from autograder.grading.results import Result
from autograder.nbgrader import stock

CH00, CH01 = "ch00_fundamentals", "ch01_workflow"
LATE = "Kavya Iyer"
SETTINGS = """
c.LateSubmissionPlugin.penalty_method = "zero"
"""

pytestmark = [pytest.mark.exhaustive, pytest.mark.xdist_group("course")]


@pytest.fixture(scope="module")
def course(copied: Callable[[Path], Any], tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The class of the kit's demo, in the notebooks that were released, graded and given back."""
    room = copied(tmp_path_factory.mktemp("class"))
    with room.course.config.open("a") as file:
        file.write(SETTINGS)
    room.nbgrader("generate_assignment", CH01)
    room.nbgrader("db", "assignment", "add", CH01, "--duedate", "2030-01-01 12:00:00 UTC")
    for student, recipes in CLASS.items():
        for recipe in recipes:
            _hand_in(room, student, recipe)
    late = room.course.submitted(LATE, CH01) / "timestamp.txt"
    late.write_text("2030-01-02 12:00:00 UTC")
    room.autograder("nbgrader", "autograde", "00")
    room.nbgrader("autograde", CH01)  # without the kit's command
    for chapter in (CH00, CH01):
        room.nbgrader("generate_feedback", chapter)
    room.nbgrader("export", "--to", "grades.csv")
    exporter = "autograder.nbgrader.testsexport.TestsExporter"
    room.nbgrader("export", "--exporter", exporter, "--to", "tests.csv")
    key = ("--key-file", "run/key")
    room.autograder("grade", "submitted", "-o", "again", *key)
    return room


def _hand_in(room: Any, student: str, recipe: Any) -> None:
    """As a student does: the released notebook with answers; some hand in their module."""
    source = chapters.load(chapters.find(recipe.chapter))
    if recipe.form == MODULE and student == "Amara Obi":
        name, content = demo._file(source, recipe)
        room.hand_in_text(student, content.decode(), Path(name).name, recipe.chapter)
        return
    text = notebooks.dumps(room.answered(demo._answers(source, recipe), recipe.chapter))
    half = text[: len(text) // 2] if recipe.form == BROKEN else text
    room.hand_in_text(student, half, f"{recipe.chapter}.ipynb", recipe.chapter)


def results(room: Any, run: str) -> dict[tuple[str, str], Result]:
    """A run's results by student and chapter."""
    return {(one.student, one.chapter): one for one in RunFolder(room.course.root / run)}


def test_the_gradebook_is_that_of_autograder_grade(course: Any) -> None:
    """Every task of everybody who handed in a notebook, and modules where our command was used."""
    graded = results(course, "again")
    with Gradebook(course.course.database) as book:
        found = {
            (grade.student.id, grade.assignment.assignment.name, grade.name): grade.auto_score
            for assignment in book.assignments
            for submission in assignment.submissions
            for notebook in submission.notebooks
            for grade in notebook.grades
            if grade.name.startswith("test_")
        }
    expected = {
        (student, chapter, f"test_{task.task_id}"): task.points
        for (student, chapter), result in graded.items()
        for task in result.tasks()
        if (student, chapter) != ("Amara Obi", CH01)  # a module, which plain nbgrader passes over
    }

    assert len({student for student, _ in graded}) >= 12
    assert found == expected


def test_both_runs_say_the_same_of_every_check(course: Any) -> None:
    """Status, message and recognised mistake too, not the points alone."""
    ours, again = results(course, "run"), results(course, "again")

    for key in ours:
        for one, other in zip(ours[key].tests, again[key].tests, strict=True):
            assert (one.status, one.message, one.misconception) == (
                other.status,
                other.message,
                other.misconception,
            )


def test_totals_are_exported_with_the_late_penalty(course: Any) -> None:
    """Nbgrader's own plugin takes the points of who was late."""
    with (course.course.root / "grades.csv").open(encoding="utf-8") as file:
        rows = {(row["student_id"], row["assignment"]): row for row in csv.DictReader(file)}
    late = rows[LATE, CH01]

    assert float(late["raw_score"]) == 78
    assert float(late["score"]) == 0
    assert float(rows[LATE, CH00]["score"]) == 80
    assert float(rows["Bartek Nowak", CH01]["score"]) == 78


def test_everybody_with_a_notebook_has_a_feedback_page(course: Any) -> None:
    """With the reasons of this very student."""
    for (student, chapter), result in results(course, "run").items():
        if student == "Amara Obi":
            continue
        page = course.feedback(student, chapter)
        for task in result.tasks():
            assert f"{task.task_id}: " in page
        missed = [test for test in result.tests if test.hints]
        assert all(test.hints[0].split("`")[0][:20] in page for test in missed[:1])


def test_a_second_autograde_keeps_what_a_person_graded(course: Any) -> None:
    """A written answer graded by hand, and a task's points changed by hand."""
    names = (CH00, CH00, "Bartek Nowak")
    with Gradebook(course.course.database) as book:
        for cell, points in (("written_answer", 2.5), ("test_pick", 1.0)):
            grade = book.find_grade(cell, *names)
            grade.manual_score, grade.needs_manual_grade = points, False
        book.db.commit()
        before = book.find_submission(CH00, "Bartek Nowak").score
    course.nbgrader("autograde", CH00, "--student", "Bartek Nowak", "--force")

    with Gradebook(course.course.database) as book:
        assert book.find_submission(CH00, "Bartek Nowak").score == before == 80 - 6 + 1 + 2.5
        assert book.find_grade("test_pick", *names).auto_score == 6


def test_modules_that_nbgrader_passes_over_can_be_synced(course: Any) -> None:
    """From any run of `autograder grade`."""
    course.autograder("nbgrader", "sync", "again")

    with Gradebook(course.course.database) as book:
        assert book.find_submission(CH01, "Amara Obi").score == 78


def test_a_notebook_of_the_course_can_be_validated(course: Any) -> None:
    """`nbgrader validate` runs a kernel; it has a home of its own and finds nobody else's."""
    code = "import os, pathlib\npathlib.Path('home.txt').write_text(os.path.expanduser('~'))"
    book = {"cells": [_code(code)], "metadata": {"kernelspec": {"name": "python3"}}}
    path = course.course.root / "look.ipynb"
    path.write_text(json.dumps({**book, "nbformat": 4, "nbformat_minor": 5}))
    stock.run(course.course, "validate", "look.ipynb")

    home = (course.course.root / "home.txt").read_text()
    assert Path(home) == course.course.kernels / "home"


def _code(source: str) -> dict[str, Any]:
    cell = {"cell_type": "code", "id": "a", "source": source, "metadata": {}, "outputs": []}
    return {**cell, "execution_count": None}
