"""Answers written from the tasks' texts alone: the right ones earn all points, others lose some.

A case of ``chNN.txt`` is a line ``#### NAME VERDICT task=TASK``, two comment lines (what is
unusual or wrong; which words of the task it keeps or breaks), and the cell that stands in the
solution's place. The verdict is ``right``, ``wrong``, or ``double`` for two mistakes at once.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograder.authoring import cases, selftest
from autograder.course import chapters, compose
from autograder.remote.launch import Template
from autograder.submission import from_text

FOLDER = Path(__file__).parent
HEADER = re.compile(r"^#### (\S+) (right|wrong|double) task=(\S+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to a task: its name, whether it is right, and its cell."""

    name: str
    right: bool
    task: str
    cell: str


def answers(text: str) -> Iterator[Answer]:
    """The answers of a file's text, in its order."""
    _, *parts = HEADER.split(text)
    for name, verdict, task, cell in zip(*(parts[i::4] for i in range(4)), strict=True):
        yield Answer(name, verdict == "right", task, cell)


def fault(answer: Answer, label: str, template: Template) -> str:
    """What is wrong with an answer's grade under one fixed key; empty if nothing."""
    chapter = chapters.find(label)
    text = compose.module(chapters.load(chapter), {answer.task: answer.cell})
    submission = from_text(text, chapter.name, f"{chapter.name}.py")
    case = cases.Case(cases.VARIANT, answer.name, answer.task, submission)
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
