"""The question of a chapter that people grade."""

from pathlib import Path

import pytest

from autograder.course import chapters
from autograder.errors import UsageError
from autograder.nbgrader.written import parse, written

TEXT = "points: 3\n\n## Explain\nWhy?\n\n---\nBecause (3).\n"


def test_a_question_has_points_text_and_guide() -> None:
    """The three parts are told apart."""
    found = parse(TEXT, Path("written.md"))

    assert (found.points, found.question, found.guide) == (3, "## Explain\nWhy?", "Because (3).")


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("points: 3", "3 points"),
        TEXT.replace("---", ""),
        TEXT.replace("## Explain\nWhy?\n", ""),
        TEXT.replace("Because (3).", ""),
        "",
    ],
)
def test_a_missing_part_is_named_with_its_file(text: str) -> None:
    """An author learns which file is not in order."""
    with pytest.raises(UsageError, match=r"written.md:1: Expected a line such as `points: 3`"):
        parse(text, Path("written.md"))


def test_chapter_00_asks_for_prose_and_01_does_not() -> None:
    """As in the course."""
    assert written(chapters.find("00")) is not None
    assert written(chapters.find("01")) is None
