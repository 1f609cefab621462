"""Which submissions wait to be graded."""

from pathlib import Path

from autograder.nbgrader.layout import Course
from autograder.nbgrader.prepare import PrepareOptions, prepare, submissions, waiting

CHAPTER = "ch00_fundamentals"


def test_what_is_graded_waits_no_more(small) -> None:
    """Nothing is graded twice, and nothing is started for it."""
    assert [job.student for job in submissions(small.course, CHAPTER)] == [
        *("ana", "ben", "cyn", "dan", "eve")
    ]
    assert waiting(small.course, CHAPTER) == ()
    assert prepare(small.course, PrepareOptions("00")) == 0


def test_students_are_chosen_by_pattern_and_hidden_folders_are_none(tmp_path: Path) -> None:
    """As nbgrader chooses them."""
    course = Course(tmp_path)
    for student in ("ana", "anton", "ben", ".cache"):
        course.submitted(student, CHAPTER).mkdir(parents=True)

    assert [job.student for job in waiting(course, CHAPTER, "an*")] == ["ana", "anton"]
    assert len(waiting(course, CHAPTER)) == 3
