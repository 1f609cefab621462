"""A course of nbgrader is where its settings are."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.errors import UsageError
from autograder.nbgrader.layout import CONFIG, Course, find_course


def test_folders_are_those_nbgrader_uses(tmp_path: Path) -> None:
    """By student and assignment."""
    course = Course(tmp_path)
    assert course.source("a") == tmp_path / "source" / "a"
    assert course.submitted("ada", "a") == tmp_path / "submitted" / "ada" / "a"
    assert course.autograded("ada", "a") == tmp_path / "autograded" / "ada" / "a"
    assert course.database == f"sqlite:///{tmp_path}/gradebook.db"


def test_a_course_is_found_by_its_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also from inside, where it is a dot; its root is absolute."""
    (tmp_path / CONFIG).touch()
    monkeypatch.chdir(tmp_path)
    assert find_course(Path()) == Course(tmp_path.resolve())


def test_the_run_is_made_when_it_is_opened(tmp_path: Path) -> None:
    """Looking at results makes none."""
    course = Course(tmp_path)
    assert not course.run.path.exists()
    assert course.open_run().path.is_dir()
    assert course.open_run() == course.run


def test_a_run_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """One line for the instructor."""
    (tmp_path / "run").touch()
    with pytest.raises(UsageError, match="Expected a folder"):
        Course(tmp_path).open_run()
