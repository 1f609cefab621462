"""A chapter's facts come from the head of its file, whichever of its files there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course import chapter
from autograder.course.chapter import Chapter
from autograder.errors import UsageError

SOLUTION = """\
# %% [markdown] concepts="loops, and when to leave them"{facts}
# # 11 · Audio: a first look
#
# Text.
"""


def written(folder: Path, text: str, name: str = "ch11_audio.py") -> Path:
    """A file of a chapter."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_solution_says_all_of_a_chapter(tmp_path: Path) -> None:
    """Number and name by its file, title and concepts by its first cell."""
    found = chapter.from_solution(written(tmp_path, SOLUTION.format(facts="")), tmp_path)
    assert found == Chapter(
        11, "ch11_audio", "Audio: a first look", tmp_path, "loops, and when to leave them"
    )
    assert found.label == "11"


def test_a_draft_and_a_package_say_so(tmp_path: Path) -> None:
    """A package has the chapter's name without its number, and is a folder as a stub."""
    text = SOLUTION.format(facts=" package=1 draft=1")
    found = chapter.from_solution(written(tmp_path, text), tmp_path)
    assert (found.package, found.is_draft) == ("audio", True)
    assert found.stub == tmp_path / "exercises" / "ch11_audio"
    assert found.solution == tmp_path / "solutions" / "ch11_audio.py"


def test_a_stub_says_the_title_too(tmp_path: Path) -> None:
    """Below the banner; a package's stands in its docstring."""
    module = written(tmp_path, '"""Yours."""\n\n# %% [markdown]\n# # 11 · Audio\n')
    assert chapter.from_stub(module, tmp_path) == Chapter(11, "ch11_audio", "Audio", tmp_path)
    written(tmp_path, '"""12 · Speech. Written by you."""\n', "ch12_speech/__init__.py")
    package = chapter.from_stub(tmp_path / "ch12_speech", tmp_path)
    assert package == Chapter(12, "ch12_speech", "Speech", tmp_path, package="speech")


def test_without_a_heading_the_name_is_the_title(tmp_path: Path) -> None:
    """A student may have deleted it."""
    assert chapter.from_stub(written(tmp_path, "x = 1\n"), tmp_path).title == "ch11_audio"
    assert chapter.from_solution(written(tmp_path, ""), tmp_path).title == "ch11_audio"


@pytest.mark.parametrize("text", ["11", "ch11", "ch11_audio", "audio", "011"])
def test_a_chapter_answers_to_its_names(text: str) -> None:
    """With and without zeros."""
    assert Chapter(11, "ch11_audio", "Audio").is_called(text)


@pytest.mark.parametrize("text", ["1", "111", "", "ch", "AUDIO", "ch11_", "11_audio", "١١"])
def test_a_chapter_answers_to_no_other(text: str) -> None:
    """Not to a part of its number, nor to digits of other scripts."""
    assert not Chapter(11, "ch11_audio", "Audio").is_called(text)


@pytest.mark.parametrize("name", ["audio.py", "ch1_audio.py", "ch11_.py", "ch11-audio.py"])
def test_another_file_is_no_chapter(tmp_path: Path, name: str) -> None:
    """The message shows a name that is one."""
    with pytest.raises(UsageError, match="Expected a chapter's name such as ch01_workflow"):
        chapter.from_solution(written(tmp_path, "", name), tmp_path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """With the reason the system gives."""
    gone = tmp_path / "ch11_audio.py"
    with pytest.raises(UsageError, match=r"ch11_audio\.py: Expected a file to read, but got: no "):
        chapter.from_stub(gone, tmp_path)
