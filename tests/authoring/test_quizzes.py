"""The digests of a concept check are a module beside its questions, made from the solution."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.authoring import build
from autograder.course import answers, chapters

SOLUTION = """\
# %% [markdown]
# # 01 · PyTorch workflow

# %% task="concept_check" points=1
ANSWER_1 = "b"  ### SOLUTION
"""
WRITTEN = "chapters/ch01_workflow/digests.py"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course of one chapter, built."""
    (tmp_path / "solutions").mkdir()
    (tmp_path / "solutions" / "ch01_workflow.py").write_text(SOLUTION, encoding="utf-8")
    assert tmp_path / WRITTEN in build.build(tmp_path)
    return tmp_path


def test_build_writes_the_digests(course: Path) -> None:
    """As Python that needs nothing, by the name of the constant."""
    found: dict[str, dict[str, str]] = {}
    exec((course / WRITTEN).read_text(encoding="utf-8"), found)

    assert found["DIGESTS"] == {"ANSWER_1": answers.digest("ch01_workflow", "ANSWER_1", "b")}
    assert build.build(course, check=True) == []


def test_a_stale_digest_is_noticed(course: Path) -> None:
    """Whoever changes a letter has to build."""
    path = course / "solutions" / "ch01_workflow.py"
    path.write_text(SOLUTION.replace('"b"', '"c"'), encoding="utf-8")

    assert build.build(course, check=True) == [course / WRITTEN]


def test_a_draft_has_its_digests_too(course: Path) -> None:
    """Its author grades it."""
    (course / WRITTEN).unlink()
    path = course / "solutions" / "ch01_workflow.py"
    path.write_text(SOLUTION.replace("[markdown]", "[markdown] draft=1"), encoding="utf-8")

    assert build.build(course, check=True) == [course / WRITTEN]


@pytest.mark.parametrize("chapter", chapters.existing(), ids=lambda chapter: chapter.name)
def test_a_chapter_with_questions_has_a_digest_for_each(chapter: chapters.Chapter) -> None:
    """Salted by the chapter's name, in the order of the questions."""
    made = answers.digests(chapters.load(chapter))
    quiz = chapter.folder / "quiz.py"
    text = quiz.read_text(encoding="utf-8") if quiz.is_file() else ""

    assert bool(made) == bool(text)
    assert all(f'"{name}": Question(' in text for name in made)
    assert not made or f'Quiz("{chapter.name}", QUESTIONS, DIGESTS)' in text
