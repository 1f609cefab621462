"""The concept check of chapter 07: its questions, and what is said about the answers."""

from __future__ import annotations

from autograder.chapters.ch07_experiment_tracking.digests import DIGESTS
from autograder.checks.quiz import Question, Quiz

QUESTIONS = {
    "ANSWER_1": Question(
        "what tracking is for",
        "abc",
        "Think of a lab notebook. Does it make the experiment faster, or choose its result?",
        "Tracking answers, weeks later, what was tried and how it went. With five runs a dict of "
        "results will do, with fifty it will not.",
    ),
    "ANSWER_2": Question(
        "a fair comparison",
        "abcd",
        "If the two runs differ in two things, which of them made the difference?",
        "Change one thing, keep the rest: model, epochs, seed and, above all, the test set.",
    ),
    "ANSWER_3": Question(
        "a curve at step 0",
        "abc",
        "The values differ, so something was learnt and logged. What is the x axis of a plot?",
        "The step is the x axis. Without global_step every point stands at 0.",
    ),
    "ANSWER_4": Question(
        "many event files",
        "abc",
        "Who opens an event file, and how often did that happen in this run?",
        "A closed writer that is used again opens a new file. No value is lost, but the run lies "
        "there in fragments. Flush as often as you like, close once.",
    ),
    "ANSWER_5": Question(
        "ten runs in one folder",
        "abc",
        "TensorBoard takes each folder for one run. What does it do with ten points at step 0?",
        "One folder is one run: all points become one curve, which runs to the end and jumps back, "
        "ten times. Give each run its own folder.",
    ),
    "ANSWER_6": Question(
        "a start that is too good",
        "abcd",
        "Same model, data and seed: what should the first loss be? What must have happened before?",
        "The same seed and the same model must start at the same loss. A lower start means that "
        "the model had been trained before: the same object went on learning.",
    ),
    "ANSWER_7": Question(
        "where augmentation belongs",
        "abc",
        "Which of the two sets is a measuring instrument?",
        "The training data should vary, the measurement should not. So two transforms.",
    ),
    "ANSWER_8": Question(
        "after the quick experiments",
        "abc",
        "Quick runs are there to find out what deserves a long one.",
        "Experiment, experiment, experiment: many small runs show a direction, a few large ones "
        "follow it. The records of those that lost save you from trying them again.",
    ),
}

QUIZ = Quiz("ch07_experiment_tracking", QUESTIONS, DIGESTS)
