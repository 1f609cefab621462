"""Answers written from the tasks' texts alone: the right ones earn all points, others lose some.

The form of the cases in ``chNN.txt`` is that of `autograder.authoring.answers`.
"""

import re

import pytest
from written_answers import FOLDER, faults

from autograder.authoring.answers import answers


@pytest.mark.exhaustive
@pytest.mark.parametrize("file", sorted(FOLDER.glob("ch*.txt")), ids=lambda file: file.stem)
def test_right_answers_earn_all_points_and_wrong_ones_lose_some(template, file):
    """Whatever the words of the task allow or forbid, and however it is written."""
    assert faults(answers(file.read_text()), file.stem[2:], template) == {}


def test_a_right_answer_earns_all_points_and_a_wrong_one_loses_some(template):
    """The first of each kind in chapter 00."""
    every = list(answers((FOLDER / "ch00.txt").read_text()))
    chosen = [next(a for a in every if a.right is right) for right in (True, False)]

    assert faults(iter(chosen), "00", template) == {}


def test_every_file_holds_answers_that_can_be_told_apart():
    """A header with a slip in it would hide an answer in the one before."""
    for file in FOLDER.glob("ch*.txt"):
        text = file.read_text()
        names = [answer.name for answer in answers(text)]

        assert len(set(names)) == len(names) == len(re.findall("^####", text, re.MULTILINE))
