"""A ready course."""

import json
from pathlib import Path

import pytest

from autograder.course import chapters
from autograder.errors import UsageError
from autograder.nbgrader.init import init
from autograder.nbgrader.layout import CONFIG, Course, find_course


def test_a_course_has_every_finished_chapter_settings_and_a_key(tmp_path: Path) -> None:
    """The key is its owner's alone."""
    made = init(tmp_path / "course")
    course = find_course(tmp_path / "course")
    names = [chapter.name for chapter in chapters.existing()]

    assert [path.name for path in made] == [CONFIG, *(f"{name}.ipynb" for name in names)]
    assert (course.run.path / "key").stat().st_mode & 0o077 == 0
    compile(course.config.read_text(encoding="utf-8"), CONFIG, "exec")


def test_what_is_there_stays(tmp_path: Path) -> None:
    """The settings and notebooks are the instructor's from then on; new chapters are added."""
    init(tmp_path)
    course = Course(tmp_path)
    course.config.write_text("mine")
    lost = course.source("ch01_workflow") / "ch01_workflow.ipynb"
    lost.unlink()

    assert init(tmp_path) == [lost]
    assert course.config.read_text() == "mine"


def test_notebooks_install_the_kit_from_where_they_are_told(tmp_path: Path) -> None:
    """Colab has no kit."""
    init(tmp_path, kit="https://example.org/kit.zip")
    path = Course(tmp_path).source("ch01_workflow") / "ch01_workflow.ipynb"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]

    assert any("https://example.org/kit.zip" in "".join(cell["source"]) for cell in cells)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """One line for the instructor."""
    (tmp_path / "file").write_text("")

    with pytest.raises(UsageError, match="Expected a folder to write the course to"):
        init(tmp_path / "file")


def test_a_folder_without_settings_is_no_course(tmp_path: Path) -> None:
    """It says how to make one."""
    with pytest.raises(UsageError, match="autograder nbgrader init"):
        find_course(tmp_path)
