"""Of the right letters of a concept check there are digests, made from the solution."""

from pathlib import Path

import pytest

from autograder.course import answers, chapters
from autograder.course.source import source

TEXT = """\
# %% task="concept_check" points=2
ANSWER_1 = "b"  ### SOLUTION
ANSWER_2 = "b"  ### SOLUTION

# %% task="limit" points=1
LIMIT = 3  ### SOLUTION
"""
CHAPTER = chapters.Chapter(1, "ch01_workflow", "PyTorch workflow")


def test_letters_are_taken_from_the_solution_of_the_concept_check() -> None:
    """Equal letters look different, in each question and each chapter."""
    found = answers.digests(source(CHAPTER, Path("f"), TEXT, solved=True))

    assert found == {
        name: answers.digest("ch01_workflow", name, "b") for name in ("ANSWER_1", "ANSWER_2")
    }
    others = [answers.digest("ch02_classification", name, "b") for name in found]
    assert len({*found.values(), *others}) == 4


def test_a_chapter_without_a_concept_check_has_none() -> None:
    """Constants of other tasks are no answers."""
    text = TEXT.partition('# %% task="limit"')[2]
    assert answers.digests(source(CHAPTER, Path("f"), text, solved=True)) == {}


@pytest.mark.parametrize("letter", "abcd")
def test_a_digest_does_not_show_the_letter(letter: str) -> None:
    """Twelve hexadecimal digits, the same each time."""
    made = answers.digest("ch01_workflow", "ANSWER_1", letter)
    assert len(made) == 12
    assert int(made, 16) >= 0
    assert made == answers.digest("ch01_workflow", "ANSWER_1", letter)
