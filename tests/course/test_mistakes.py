"""The catalogue of mistakes is read as text, with three hints for each."""

import pytest

from autograder.course import chapters
from autograder.course.mistakes import catalogue, hints_in, read

TEXT = '''\
# %% misconception="first" task="make"
def make():
    """What was
    observed.

    The idea.

    Where to look.
    """
    raise SystemExit("never run")


# %% misconception="second" task="answer"
"""Seen.

Idea.

Place.
"""
ANSWER = "a"
'''


def test_a_catalogue_is_read_without_running_it(tmp_path):
    """Ids, tasks, code and hints come from the text."""
    path = tmp_path / "mistakes.py"
    path.write_text(TEXT)

    first, second = read(path)

    assert (first.id, first.task) == ("first", "make")
    assert first.hints == ("What was observed.", "The idea.", "Where to look.")
    assert first.source.startswith("def make")
    assert second.hints == ("Seen.", "Idea.", "Place.")


def test_code_without_a_docstring_has_no_hints():
    """An author's omission is an empty tuple here and an author's error in the build."""
    assert hints_in("def f():\n    return 1\n") == ()


@pytest.mark.parametrize("chapter", chapters.existing(), ids=lambda c: c.name)
def test_every_task_has_three_known_mistakes(chapter):
    """A diagnosis needs something to compare with, in every task."""
    known = catalogue(chapter)

    for task in chapters.load(chapter).tasks:
        mine = [m for m in known if m.task == task.id]
        assert len(mine) >= 3, task.id
        assert all(len(m.hints) == 3 for m in mine), task.id
    assert len({m.id for m in known}) == len(known)
