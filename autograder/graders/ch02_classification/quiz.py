"""The concept check of chapter 02: how one answer is judged, and what is said about it.

Right letters are stored as digests, so that reading this file does not spoil the quiz.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from autograder import expect
from autograder.client import Student, StudentError

_SALT = "ch02 concept check"


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    Attributes:
        topic: what it is about, completes "question 3: ...".
        choices: the letters it offers.
        digest: of the right letter.
        nudge: shown after a wrong answer.
        explanation: shown after the right one.
    """

    topic: str
    choices: str
    digest: str
    nudge: str
    explanation: str


QUESTIONS = {
    "ANSWER_1": Question(
        "kinds of problems",
        "abc",
        "bb4821927ffd",
        "Ask of each: how many answers are there to choose from, and may several be right at once?",
        "Two classes: binary. One of many: multi-class. Any number of many at once: multi-label, "
        "which is a row of yes-or-no questions.",
    ),
    "ANSWER_2": Question(
        "the sizes of a binary model",
        "abc",
        "c9aa26aa06ef",
        "What goes in is what is known of one patient. How many numbers does a yes-or-no answer "
        "need?",
        "The input size is the number of features. A single logit answers yes or no: positive "
        "means yes.",
    ),
    "ANSWER_3": Question(
        "the output of a multi-class model",
        "abc",
        "3379635c143b",
        "Kinds have no order: a kind 6 is not twice a kind 3. How can a model speak for each of "
        "them?",
        "One logit per class, each saying how much speaks for it. A single number would claim "
        "that classes have an order.",
    ),
    "ANSWER_4": Question(
        "from logits to probabilities",
        "abcd",
        "2d677b6e4ddd",
        "One function looks at a number alone, the other makes several numbers sum to 1. Over "
        "what?",
        "The sigmoid maps one logit to the probability of class 1. The softmax shares out 1 among "
        "the classes of each sample, and never mixes samples.",
    ),
    "ANSWER_5": Question(
        "losses for logits",
        "abc",
        "40f9f28fe983",
        "Two of these names tell or imply that sigmoid or softmax is done inside. Which?",
        "BCEWithLogitsLoss contains the sigmoid and CrossEntropyLoss the softmax. Hand them "
        "probabilities and they squash a second time.",
    ),
    "ANSWER_6": Question(
        "what you may choose",
        "abc",
        "780199fbeefc",
        "Which sizes can you read off the data before you have any idea of the model?",
        "Features and classes fix the two ends. What lies between, and how it is trained, are "
        "hyperparameters: layers, units, activation, loss, optimiser, learning rate, epochs. "
        "Change one at a time.",
    ),
    "ANSWER_7": Question(
        "the loss with the sigmoid inside",
        "abc",
        "04e37de62528",
        "What does float32 make of the sigmoid of 100, and of the logarithm of one minus that?",
        "The sigmoid of 100 rounds to exactly 1, and the logarithm of 0 is infinite. Computed in "
        "one go from the logit, nothing is lost.",
    ),
    "ANSWER_8": Question(
        "why a model may not learn circles",
        "abcd",
        "dc19eeecc8e8",
        "Draw a straight line through the picture that has all red on one side. Does more of the "
        "same help?",
        "Linear layers in a row are one linear layer. A ReLU between them puts kinks into the "
        "line, and that is enough for circles, moons and spirals.",
    ),
    "ANSWER_9": Question(
        "reading an experiment",
        "abc",
        "4842defce667",
        "One part was changed, the data, and it works. Which parts have just been shown to be in "
        "order?",
        "The experiment clears model, loop, loss and learning rate at once. What is left is the "
        "shape of the problem: it needs a curve.",
    ),
    "ANSWER_10": Question(
        "metrics for rare classes",
        "abc",
        "abd1dee18731",
        "Whom does this model fail, and which number looks only at those?",
        "Recall asks how many of the sick were found: none. Precision asks how many alarms were "
        "true, which is what a spam filter must care for. F1 combines both, the confusion matrix "
        "shows all.",
    ),
}


def letter(student: Student, name: str) -> str:
    """Fetch the student's letter, in lower case.

    Raises:
        Failed: the value is not one of the question's letters.
        StudentError: the question is not answered yet.
    """
    value = getattr(student, name).value()
    if value is ...:
        unsolved = "NotImplementedError"
        raise StudentError("error", f"{unsolved}: concept_check", types=(unsolved,))
    choices = QUESTIONS[name].choices
    chosen = value.strip(" ().").lower() if isinstance(value, str) else ""
    offered = ", ".join(f'"{c}"' for c in choices)
    expect.true(
        len(chosen) == 1 and chosen in choices,
        f"Expected {name} to be one of {offered}, but got {value!r}.",
        hint="Write the letter of your choice in quotes.",
    )
    return chosen


def check_answer(student: Student, name: str) -> None:
    """Fail with a nudge unless the student's letter is the right one."""
    chosen = letter(student, name)
    digest = hashlib.sha256(f"{_SALT} {name} {chosen}".encode()).hexdigest()[:12]
    expect.true(
        digest == QUESTIONS[name].digest,
        f'Expected {name} to be another choice, but got "{chosen}".',
        hint=QUESTIONS[name].nudge,
    )
