"""Concept checks: letters judged, wrong ones nudged, unanswered ones not started."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from autograder.checks.quiz import Question, Quiz
from autograder.course.answers import digest
from autograder.remote.channels import LocalChannel
from autograder.remote.client import Student
from autograder.remote.faults import Failed, StudentError
from autograder.remote.session import Session
from autograder.submission import from_text

NAME = "ANSWER_1"
QUIZ = Quiz(
    "some chapter",
    {NAME: Question("tests", "abc", "N?", "E.")},
    {NAME: digest("some chapter", NAME, "b")},
)


@pytest.fixture
def answering() -> Iterator[Callable[[str], Student]]:
    """Make a student whose module is a text."""
    with ExitStack() as stack:

        def load(text: str) -> Student:
            session = Session(from_text(text, "ch01_workflow", "quiz.py"), LocalChannel)
            stack.callback(session.close)
            session.begin(0)
            return Student(session)

        yield load


@pytest.mark.parametrize("answer", ['"b"', '"B"', '" b"', '"(B)"', '" (b) "', '"b."'])
def test_the_right_letter_passes_however_it_is_written(answering, answer):
    """Case, blanks and brackets do not matter."""
    QUIZ.check(answering(f"{NAME} = {answer}"), NAME)


def test_another_letter_fails_with_the_nudge_and_not_the_answer(answering):
    """The message never tells which letter is right."""
    with pytest.raises(Failed) as caught:
        QUIZ.check(answering(f'{NAME} = "c"'), NAME)

    assert caught.value.hint == "N?"
    assert '"b"' not in str(caught.value)


@pytest.mark.parametrize("answer", ['"d"', '"ab"', '""', "2", "None", '["b"]'])
def test_what_is_no_letter_of_the_question_is_said_to_be_none(answering, answer):
    """The letters that are offered are listed."""
    with pytest.raises(Failed, match='one of "a", "b", "c"'):
        QUIZ.check(answering(f"{NAME} = {answer}"), NAME)


def test_an_open_question_is_not_started(answering):
    """The stub's three dots are neither right nor wrong."""
    with pytest.raises(StudentError) as caught:
        QUIZ.check(answering(f"{NAME} = ..."), NAME)

    assert "NotImplementedError" in caught.value.types


def test_topics_and_explanations_are_by_name():
    """A check is parametrized with the topics, and what follows a right answer is looked up."""
    assert QUIZ.topics == [(NAME, "tests")]
    assert QUIZ.explanations == {NAME: "E."}
