"""The concept check of chapter 10: its questions, and what is said about the answers."""

from __future__ import annotations

from autograder.chapters.ch10_torch_compile.digests import DIGESTS
from autograder.checks.quiz import Question, Quiz

QUESTIONS = {
    "ANSWER_1": Question(
        "when compiling happens",
        "abc",
        "Which shapes and dtypes could it compile for, before it has seen an input?",
        "torch.compile only wraps. The first call shows it an input; graph and code are made then, "
        "and so do errors of the backend appear only then.",
    ),
    "ANSWER_2": Question(
        "operator fusion",
        "abc",
        "What does a GPU wait for between two small operations?",
        "Neighbouring operations become one: data is read once and written once. Parameters and "
        "precision stay.",
    ),
    "ANSWER_3": Question(
        "the slow first epoch",
        "abc",
        "What is done in the first call and never again?",
        "Capturing and compiling take seconds to minutes, once. Leave the first epoch out of a "
        "comparison of long trainings, and leave it in for a short one.",
    ),
    "ANSWER_4": Question(
        "where it helps most",
        "abc",
        "Who gains from fewer trips to memory: one whose calculations are fast, or slow?",
        "Newer GPUs calculate so fast that memory holds them up. A large model and large batches "
        "give the compiled code something to save.",
    ),
    "ANSWER_5": Question(
        "a graph break",
        "abc",
        "Does a compiled function that prints something still print?",
        "What cannot be captured runs in Python as ever, between two graphs. Nothing is lost but "
        "speed.",
    ),
    "ANSWER_6": Question(
        "names with a prefix",
        "abcd",
        "The numbers in the file are right. What is not?",
        "Only the names differ, by the wrapper's. strict=False would load nothing and keep silent.",
    ),
    "ANSWER_7": Question(
        "TF32",
        "abc",
        "The numbers stay float32 in memory. What changes while they are multiplied?",
        "The multiplying units read ten bits behind the point instead of twenty-three: less exact, "
        "several times as fast, on GPUs from (8, 0) on.",
    ),
    "ANSWER_8": Question(
        "a comparison that is too good",
        "abc",
        "Compiling changes results by rounding only. What else was not the same in both arms?",
        "It is the slip of the course's own experiment: its compiled runs went on with a model "
        "that was trained already.",
    ),
}

QUIZ = Quiz("ch10_torch_compile", QUESTIONS, DIGESTS)
