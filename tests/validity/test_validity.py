"""Answers written from the tasks' texts alone: the right ones earn all points, others lose some."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.authoring import cases, selftest
from autograder.authoring.answers import Answer, answers
from autograder.course import chapters
from autograder.remote.launch import Template

FOLDER = Path(__file__).parent


def fault(answer: Answer, label: str, template: Template) -> str:
    """What is wrong with an answer's grade under one fixed key; empty if nothing."""
    chapter = chapters.find(label)
    source = chapters.load(chapter)
    case = cases.answer(source, answer.task, cases.VARIANT, answer.name, answer.cell)
    lost = case.fault(selftest.grade_case(case, template))
    if answer.right:
        return lost
    return "" if lost else "lost no point"


def faults(found: Iterator[Answer], label: str, template: Template) -> dict[str, str]:
    """What is wrong, by the name of the answer."""
    every = {answer.name: fault(answer, label, template) for answer in found}
    return {name: wrong for name, wrong in every.items() if wrong}


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
