"""The concept check of chapter 08: its questions, and what is said about the answers."""

from __future__ import annotations

from autograder.chapters.ch08_paper_replicating.digests import DIGESTS
from autograder.checks.quiz import Question, Quiz

QUESTIONS = {
    "ANSWER_1": Question(
        "the length of the sequence",
        "abcd",
        "How many squares are there, and what is put in front of them?",
        "14 rows of 14 patches are 196, and the class token makes 197.",
    ),
    "ANSWER_2": Question(
        "patches out of order",
        "abc",
        "Attention compares every vector with every other. What in that depends on where they "
        "stand?",
        "Attention sees a set, not a row: the class token gets the same mixture in any order. "
        "Only the position embeddings tell a place.",
    ),
    "ANSWER_3": Question(
        "learning before",
        "abc",
        "What does a convolution have built in that attention has to find out?",
        "Neighbours belong together, and a cat is a cat in each corner: a convolution has that "
        "by its form. A transformer learns it, and that takes many pictures.",
    ),
    "ANSWER_4": Question(
        "warmup",
        "abc",
        "Look at the factor at step 0 and after, and think of what the weights are then.",
        "From random numbers the first gradients point anywhere and are large. Small steps at "
        "first let norms and attention settle.",
    ),
    "ANSWER_5": Question(
        "decay",
        "abc",
        "What happens to a ball in a narrow valley that moves a metre at a time?",
        "Large steps cover ground, small ones find the bottom. The schedule has both, one after "
        "the other.",
    ),
    "ANSWER_6": Question(
        "clipping",
        "abcd",
        "All gradients together are one arrow. What about it changes, and what stays?",
        "Divided by 40, the arrow has length 1 and the same direction. Cutting each number "
        "would turn it.",
    ),
    "ANSWER_7": Question(
        "the width of a head",
        "abc",
        "The heads share the hidden size among themselves.",
        "768 / 12 = 64: each head works on a part of the vector, and their results are put side "
        "by side.",
    ),
    "ANSWER_8": Question(
        "smaller patches",
        "abc",
        "How many times as many patches are there, and how many pairs do n vectors make?",
        "Half the side gives four times as many patches, and n vectors make n * n pairs: "
        "sixteen times as many.",
    ),
}

QUIZ = Quiz("ch08_paper_replicating", QUESTIONS, DIGESTS)
