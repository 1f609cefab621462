"""Concept checks: how an answer is judged, and what is said about it.

A chapter's questions are data (``quiz.py`` in its folder). The right letters are there as digests
only (``digests.py``, made from the solution), so that reading the questions does not spoil them.
"""

from __future__ import annotations

from dataclasses import dataclass

from autograder.checks import expect
from autograder.course.answers import digest
from autograder.remote.client import Student, StudentError


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    Attributes:
        topic: what it is about, completes "question 3: ...".
        choices: the letters it offers.
        nudge: shown after a wrong answer.
        explanation: shown after the right one.
    """

    topic: str
    choices: str
    nudge: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Quiz:
    """The questions of a chapter, by the name of the constant that holds the answer.

    Attributes:
        chapter: its name, which makes equal answers look different in each chapter.
        questions: in their order.
        digests: of the right letters, see `digest`.
    """

    chapter: str
    questions: dict[str, Question]
    digests: dict[str, str]

    @property
    def topics(self) -> list[tuple[str, str]]:
        """Name and topic of each question, to parametrize a check with."""
        return [(name, question.topic) for name, question in self.questions.items()]

    @property
    def explanations(self) -> dict[str, str]:
        """What is said after the right answer, by name."""
        return {name: question.explanation for name, question in self.questions.items()}

    def letter(self, student: Student, name: str) -> str:
        """Fetch the student's letter, in lower case.

        Raises:
            Failed: the value is not one of the question's letters.
            StudentError: the question is not answered yet.
        """
        value = getattr(student, name).value()
        if value is ...:
            unsolved = "NotImplementedError"
            raise StudentError("error", f"{unsolved}: concept_check", types=(unsolved,))
        choices = self.questions[name].choices
        chosen = value.strip(" ().").lower() if isinstance(value, str) else ""
        offered = ", ".join(f'"{c}"' for c in choices)
        expect.true(
            len(chosen) == 1 and chosen in choices,
            f"Expected {name} to be one of {offered}, but got {value!r}.",
            hint="Write the letter of your choice in quotes.",
        )
        return chosen

    def is_right(self, name: str, letter: str) -> bool:
        """Whether a letter, in lower case, is the right answer."""
        return digest(self.chapter, name, letter) == self.digests[name]

    def check(self, student: Student, name: str) -> None:
        """Fail with a nudge unless the student's letter is the right one."""
        chosen = self.letter(student, name)
        expect.true(
            self.is_right(name, chosen),
            f'Expected {name} to be another choice, but got "{chosen}".',
            hint=self.questions[name].nudge,
        )
