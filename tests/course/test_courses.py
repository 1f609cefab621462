"""Which courses are in force: the built-in one, or those that an option or a setting names."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from autograder.course import chapters, courses
from autograder.errors import UsageError


@pytest.fixture(autouse=True)
def nothing_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A user without settings."""
    monkeypatch.setenv(courses.VARIABLE, "")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


def course(folder: Path, *names: str) -> Path:
    """A course of one's own with a chapter of each of these names."""
    (folder / "solutions").mkdir(parents=True)
    for name in names:
        text = f'# %% [markdown] concepts="all"\n# # {name[2:4]} · A title\n'
        (folder / "solutions" / f"{name}.py").write_text(text, encoding="utf-8")
    return folder


def test_without_a_choice_the_built_in_course_is_in_force() -> None:
    """Neither option, nor variable, nor settings."""
    courses.choose([])

    assert courses.active() == (courses.BUILT_IN,)


def test_a_course_alone_or_beside_the_built_in_one(tmp_path: Path) -> None:
    """As often as the option is given; chapters come by number."""
    mine = course(tmp_path / "mine", "ch11_audio")

    courses.choose([str(mine)])
    assert [(c.name, c.title, c.course) for c in chapters.existing()] == [
        ("ch11_audio", "A title", mine)
    ]
    assert chapters.find("11").folder == mine / "chapters" / "ch11_audio"

    courses.choose(["built-in", str(mine)])
    assert [c.number for c in chapters.existing()] == list(range(12))
    assert courses.private() == (mine,)


def test_the_settings_file_names_courses_relative_to_itself(tmp_path: Path) -> None:
    """It counts where nothing else is said; the variable goes before it."""
    mine, other = course(tmp_path / "mine", "ch11_a"), course(tmp_path / "other", "ch12_b")
    path = courses.settings_file()
    path.parent.mkdir(parents=True)
    path.write_text('course = ["../../mine", "built-in"]\n', encoding="utf-8")

    courses.choose([])
    assert courses.active() == (mine, courses.BUILT_IN)

    os.environ[courses.VARIABLE] = str(other)
    courses.choose([])
    assert courses.active() == (other,)


@pytest.mark.parametrize("text", ["course = ", 'course = "mine"', "course = [1]"])
def test_settings_that_cannot_be_read_are_named(text: str) -> None:
    """By their path."""
    path = courses.settings_file()
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")

    with pytest.raises(UsageError, match=r"config\.toml: Expected"):
        courses.choose([])


def test_a_folder_without_a_course_is_refused(tmp_path: Path) -> None:
    """With what to do."""
    with pytest.raises(UsageError, match="new course"):
        courses.choose([str(tmp_path)])


def test_two_courses_with_a_chapter_of_one_name_are_refused(tmp_path: Path) -> None:
    """Results are known by chapter and student, so names must be different."""
    mine = course(tmp_path / "mine", "ch01_workflow")

    courses.choose(["built-in", str(mine)])

    with pytest.raises(UsageError, match="ch01_workflow"):
        chapters.existing()


def test_one_number_in_two_courses_asks_which(tmp_path: Path) -> None:
    """The names tell them apart."""
    courses.choose(["built-in", str(course(tmp_path / "mine", "ch01_audio"))])

    with pytest.raises(UsageError, match="ch01_audio or ch01_workflow"):
        chapters.find("1")
    assert chapters.find("audio").name == "ch01_audio"
