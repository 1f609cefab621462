"""Results of `autograder grade` in nbgrader's gradebook."""

from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder.classroom import gradebook
from autograder.classroom.layouts import Person
from autograder.errors import UsageError
from autograder.nbgrader.sync import name, names, sync

CHAPTER = "ch00_fundamentals"

# nbgrader's own way to add a submission makes SQLAlchemy warn.
pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")


def test_a_run_is_in_the_gradebook(room, small) -> None:
    """Every student's points are, with feedback, and nobody without a notebook is waited for."""
    assert sync(room.course, small.course.run.path) == 5
    kit = {row.student: row.total for row in gradebook.write(small.course.run).rows.values()}

    with Gradebook(room.course.database) as book:
        found = book.assignment_submissions(CHAPTER)
        scores = {one.student.id: one.score for one in found}
        waiting = [one.student.id for one in found if one.needs_manual_grade]
        comment = book.find_comment("pick", CHAPTER, CHAPTER, "ana").auto_comment
    assert scores == kit
    assert waiting == []
    assert comment.startswith("pick: 6 of 6 points")


def test_what_a_person_graded_stays(room, small) -> None:
    """A second time too; nbgrader shows it to that person again, as it does after autograding."""
    sync(room.course, small.course.run.path)
    with Gradebook(room.course.database) as book:
        book.find_grade("test_pick", CHAPTER, CHAPTER, "ana").manual_score = 1.0
        book.db.commit()
    sync(room.course, small.course.run.path)

    with Gradebook(room.course.database) as book:
        assert book.find_submission(CHAPTER, "ana").score == 75
        assert book.find_grade("test_pick", CHAPTER, CHAPTER, "ana").needs_manual_grade


def test_a_folder_without_results_is_named(room, tmp_path: Path) -> None:
    """It says how to make one."""
    with pytest.raises(UsageError, match="autograder grade SUBMISSIONS"):
        sync(room.course, tmp_path)


@pytest.mark.parametrize(
    ("full", "first", "last"),
    [
        ("Schmidt, Anna Maria", "Anna Maria", "Schmidt"),
        ("Anna Maria Schmidt", "Anna Maria", "Schmidt"),
        ("Anna", "", "Anna"),
        ("", "", ""),
    ],
)
def test_a_full_name_has_two_parts(full: str, first: str, last: str) -> None:
    """As nbgrader keeps names."""
    assert names(full) == (first, last)


def test_names_are_in_the_gradebook(room) -> None:
    """What is not known stays as it is."""
    name(room.course, [Person("ana", "Schmidt, Anna", "anna@example.org"), Person("ben")])
    name(room.course, [Person("ana")])

    with Gradebook(room.course.database) as book:
        ana = book.find_student("ana")
        assert (ana.first_name, ana.last_name, ana.email) == ("Anna", "Schmidt", "anna@example.org")
        assert book.find_student("ben").last_name is None
