"""The concept check of chapter 02: its questions, and what is said about the answers."""

from __future__ import annotations

from autograder.chapters.ch02_classification.digests import DIGESTS
from autograder.checks.quiz import Question, Quiz

QUESTIONS = {
    "ANSWER_1": Question(
        "kinds of problems",
        "abc",
        "Ask of each: how many answers are there to choose from, and may several be right at once?",
        "Two classes: binary. One of many: multi-class. Any number of many at once: multi-label, "
        "which is a row of yes-or-no questions.",
    ),
    "ANSWER_2": Question(
        "the sizes of a binary model",
        "abc",
        "What goes in is what is known of one patient. How many numbers does a yes-or-no answer "
        "need?",
        "The input size is the number of features. A single logit answers yes or no: positive "
        "means yes.",
    ),
    "ANSWER_3": Question(
        "the output of a multi-class model",
        "abc",
        "Kinds have no order: a kind 6 is not twice a kind 3. How can a model speak for each of "
        "them?",
        "One logit per class, each saying how much speaks for it. A single number would claim "
        "that classes have an order.",
    ),
    "ANSWER_4": Question(
        "from logits to probabilities",
        "abcd",
        "One function looks at a number alone, the other makes several numbers sum to 1. Over "
        "what?",
        "The sigmoid maps one logit to the probability of class 1. The softmax shares out 1 among "
        "the classes of each sample, and never mixes samples.",
    ),
    "ANSWER_5": Question(
        "losses for logits",
        "abc",
        "Two of these names tell or imply that sigmoid or softmax is done inside. Which?",
        "BCEWithLogitsLoss contains the sigmoid and CrossEntropyLoss the softmax. Hand them "
        "probabilities and they squash a second time.",
    ),
    "ANSWER_6": Question(
        "what you may choose",
        "abc",
        "Which sizes can you read off the data before you have any idea of the model?",
        "Features and classes fix the two ends. What lies between, and how it is trained, are "
        "hyperparameters: layers, units, activation, loss, optimiser, learning rate, epochs. "
        "Change one at a time.",
    ),
    "ANSWER_7": Question(
        "the loss with the sigmoid inside",
        "abc",
        "What does float32 make of the sigmoid of 100, and of the logarithm of one minus that?",
        "The sigmoid of 100 rounds to exactly 1, and the logarithm of 0 is infinite. Computed in "
        "one go from the logit, nothing is lost.",
    ),
    "ANSWER_8": Question(
        "why a model may not learn circles",
        "abcd",
        "Draw a straight line through the picture that has all red on one side. Does more of the "
        "same help?",
        "Linear layers in a row are one linear layer. A ReLU between them puts kinks into the "
        "line, and that is enough for circles, moons and spirals.",
    ),
    "ANSWER_9": Question(
        "reading an experiment",
        "abc",
        "One part was changed, the data, and it works. Which parts have just been shown to be in "
        "order?",
        "The experiment clears model, loop, loss and learning rate at once. What is left is the "
        "shape of the problem: it needs a curve.",
    ),
    "ANSWER_10": Question(
        "metrics for rare classes",
        "abc",
        "Whom does this model fail, and which number looks only at those?",
        "Recall asks how many of the sick were found: none. Precision asks how many alarms were "
        "true, which is what a spam filter must care for. F1 combines both, the confusion matrix "
        "shows all.",
    ),
}

QUIZ = Quiz("ch02_classification", QUESTIONS, DIGESTS)
