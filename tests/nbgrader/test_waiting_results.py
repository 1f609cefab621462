"""Results are bound to what they were made from."""

from pathlib import Path

import pytest

from autograder.classroom.runfolder import read_key
from autograder.grading import incomplete
from autograder.nbgrader import waiting_results
from autograder.nbgrader.layout import Course

CHAPTER = "ch00_fundamentals"


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A course in which ana handed in a file that has a result."""
    made = Course(tmp_path)
    read_key(made.open_run().path / "key")
    file = made.submitted("ana", CHAPTER) / f"{CHAPTER}.py"
    file.parent.mkdir(parents=True)
    file.write_text("x = 1\n")
    result = incomplete.unreadable(CHAPTER, "ana", "no", hidden=False)
    made.run.save(result)
    waiting_results.note(made, "ana", CHAPTER, waiting_results.fingerprint_of(made, "ana", CHAPTER))
    return made


def test_a_result_is_found_for_the_very_files(course: Course) -> None:
    """It is there, and nobody else has it."""
    assert waiting_results.load(course, "ana", CHAPTER) is not None
    assert waiting_results.load(course, "ben", CHAPTER) is None


@pytest.mark.parametrize("name", [f"{CHAPTER}.py", "helper.py", "folder/data.csv"])
def test_any_changed_or_added_file_makes_it_stale(course: Course, name: str) -> None:
    """A later hand-in is graded anew."""
    path = course.submitted("ana", CHAPTER) / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("x = 2\n")

    assert waiting_results.load(course, "ana", CHAPTER) is None


def test_another_key_makes_it_stale(course: Course) -> None:
    """The hidden inputs are others then."""
    (course.run.path / "key").unlink()
    read_key(course.run.path / "key")

    assert waiting_results.load(course, "ana", CHAPTER) is None


def test_links_and_unreadable_folders_are_told_apart_from_files(course: Course) -> None:
    """A folder swapped for a link is another submission."""
    folder = course.submitted("ana", CHAPTER)
    folder.rename(folder.with_name("elsewhere"))
    folder.symlink_to(folder.with_name("elsewhere"))

    assert waiting_results.load(course, "ana", CHAPTER) is None
    assert waiting_results.fingerprint_of(course, "nobody", CHAPTER)
