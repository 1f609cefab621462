"""What nbgrader knows of late work is shown in the class's page."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder.classroom.runfolder import RunFolder
from autograder.cli import run as command
from autograder.grading.results import Result, TestResult
from autograder.nbgrader.lateness import late
from autograder.nbgrader.layout import Course

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own

CHAPTER = "ch01_workflow"
DUE = datetime(2030, 1, 31, 12)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A gradebook in which ada was in time, ben two hours late, cem at no known time."""
    course = Course(tmp_path)
    course.config.write_text("", encoding="utf-8")
    with Gradebook(course.database) as gradebook:
        gradebook.add_assignment(CHAPTER, duedate=DUE)
        for student, when in (("ada", DUE), ("ben", DUE + timedelta(hours=2)), ("cem", None)):
            gradebook.add_student(student)
            gradebook.add_submission(CHAPTER, student, timestamp=when)
    return course


def test_work_after_the_due_date_is_late(course: Course) -> None:
    """By the difference; to the minute is in time."""
    assert late(course) == {("ben", CHAPTER): timedelta(hours=2)}


def test_the_class_page_names_who_was_late(
    course: Course, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With a filter for it, which a class without due dates does not have."""
    run = RunFolder(tmp_path / "run")
    for student in ("ada", "ben"):
        test = TestResult("works", "public.test_line", "line", "pass", 1, 1)
        run.save(Result(CHAPTER, student, "pass", "", 1, 1, "cpu", (), 0.1, True, "a", "", (test,)))

    assert command(["report", str(run.path)]) == 0
    assert ">late<" not in run.page.read_text(encoding="utf-8")
    assert command(["report", str(run.path), "--nbgrader", str(course.root)]) == 0
    page = run.page.read_text(encoding="utf-8")
    assert "ch01 2 hours late" in page
    assert page.count("1 ✓ late") == 1
    assert ">late<" in page


def test_a_folder_without_a_course_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """That names it."""
    RunFolder(tmp_path).save(
        Result(CHAPTER, "ada", "fail", "", 0, 1, "cpu", (), 0.1, True, "a", "", ())
    )

    assert command(["report", str(tmp_path), "--nbgrader", str(tmp_path)]) == 2
    assert "Expected an nbgrader course" in capsys.readouterr().err
