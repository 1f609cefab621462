"""What names of files say."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from autograder.course import chapters
from autograder.submission import naming

CHAPTER = chapters.find("01")


@pytest.mark.parametrize(
    ("path", "clarity"),
    [
        ("ch01_workflow.ipynb", 4),
        ("CH01_WORKFLOW.IPYNB", 4),
        ("ch01_workflow.ipynb.txt", 4),
        ("ch01_workflow.py.txt", 4),
        ("ch01_workflow.ipynb.json", 4),
        ("Copy of ch01_workflow.ipynb", 3),
        ("ch01_workflow (1).ipynb", 3),
        ("ch01_workflow-Copy1.ipynb", 3),
        ("anna_ch01.ipynb", 3),
        ("Chapter 01 Anna.ipynb", 3),
        ("01.ipynb", 3),
        ("homework 01.ipynb", 2),
        ("my_workflow.ipynb", 2),
        ("ch01/solution.py", 1),
        ("ch011.py", 0),
        ("ch02_classification.py", 0),
        ("notes.py", 0),
    ],
)
def test_a_name_tells_its_chapter_more_or_less_clearly(path: str, clarity: int) -> None:
    """Plain, within a longer name, by a number, by a folder."""
    assert naming.clarity(PurePosixPath(path), CHAPTER) == clarity


@pytest.mark.parametrize(
    ("name", "is_work", "may_be"),
    [
        ("a.py", True, True),
        ("a.IPYNB", True, True),
        ("a.ipynb.txt", True, True),
        ("ch01.json", False, True),
        ("ch01_workflow", False, True),
        ("data.json", False, False),
        ("ch01.csv", False, False),
        ("README", False, False),
    ],
)
def test_work_is_told_from_data_by_its_ending(name: str, is_work: bool, may_be: bool) -> None:
    """What browsers and mail programs append is no matter."""
    path = PurePosixPath(name)
    assert (naming.is_work(path), naming.may_be_work(path)) == (is_work, may_be)
