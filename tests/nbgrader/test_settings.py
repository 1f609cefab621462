"""The settings of a course are Python that nbgrader takes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from autograder.course.courses import VARIABLE
from autograder.nbgrader.settings import settings

pytest.importorskip("nbgrader")
from traitlets.config import Config, PyFileConfigLoader


def loaded(folder: Path, text: str) -> Config:
    """What nbgrader makes of it."""
    (folder / "nbgrader_config.py").write_text(text, encoding="utf-8")
    return PyFileConfigLoader("nbgrader_config.py", str(folder)).load_config()


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings name a home for kernels and courses; that ends with the test."""
    monkeypatch.setenv("JUPYTER_PATH", "")
    monkeypatch.setenv(VARIABLE, "")  # so that it is put back
    monkeypatch.delenv(VARIABLE)


def test_nbgrader_takes_the_settings(tmp_path: Path) -> None:
    """The course is where the file is, and no student's code is run by a preprocessor."""
    found = loaded(tmp_path, settings(["ch00_fundamentals"]))
    assert found.CourseDirectory.root == str(tmp_path)
    assert found.SandboxGrade.course == str(tmp_path)
    assert not [name for name in found.Autograde.autograde_preprocessors if "Execute" in name]
    assert VARIABLE not in os.environ


def test_a_chapters_module_is_what_its_student_handed_in(tmp_path: Path) -> None:
    """The released one is not written over it."""
    found = loaded(tmp_path, settings(["ch00_fundamentals", "ch01_workflow"]))
    assert found.Autograde.exclude_overwriting == {
        "ch00_fundamentals": ["ch00_fundamentals.py"],
        "ch01_workflow": ["ch01_workflow.py"],
    }


def test_courses_of_ones_own_are_in_force(tmp_path: Path) -> None:
    """Whatever their folder is called; who set the variable is asked first."""
    named = """/home/o'neil/"mine"{x}"""
    loaded(tmp_path, settings(["ch11_audio"], named))
    assert os.environ[VARIABLE] == named
    loaded(tmp_path, settings(["ch11_audio"], "/other"))
    assert os.environ[VARIABLE] == named
