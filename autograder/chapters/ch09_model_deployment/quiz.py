"""The concept check of chapter 09: its questions, and what is said about the answers."""

from __future__ import annotations

from autograder.chapters.ch09_model_deployment.digests import DIGESTS
from autograder.checks.quiz import Question, Quiz

QUESTIONS = {
    "ANSWER_1": Question(
        "on the device or on a server",
        "abc",
        "Follow one photograph from the camera to its answer, both ways.",
        "On the device nothing travels, so answers are quick and private, and an aeroplane is no "
        "problem. The price: the model must be small, and updates reach each device by itself.",
    ),
    "ANSWER_2": Question(
        "online or offline",
        "abc",
        "Is anybody waiting for a single answer?",
        "Nobody waits, so predictions are made in batches when the machine is free. Online means "
        "that each answer is wanted at once.",
    ),
    "ANSWER_3": Question(
        "a choice under a limit",
        "abc",
        "How long may one picture take if thirty come each second?",
        "Thirty pictures a second leave 0.033 s for each. A needs 0.064 s; B makes it, and is "
        "1.6 points worse. First the limit, then the accuracy.",
    ),
    "ANSWER_4": Question(
        "timing a GPU",
        "abc",
        "What has the GPU done at the moment when the call returns?",
        "Work is queued, and the call returns at once. Without synchronize the clock sees the "
        "queueing, and every model looks equally quick.",
    ),
    "ANSWER_5": Question(
        "why to warm up",
        "abc",
        "Time a model's first call and its tenth. What is done only once?",
        "The first calls fetch memory, choose algorithms and fill caches. A server that runs for "
        "days pays for that once.",
    ),
    "ANSWER_6": Question(
        "weights from a GPU",
        "abc",
        "A saved tensor remembers where it was. What if there is no such place here?",
        '`torch.load(path, map_location="cpu")` puts every tensor on the CPU, wherever it was '
        "saved.",
    ),
    "ANSWER_7": Question(
        "the order of the names",
        "abc",
        "The model says 2. Who makes a word of it?",
        "Weights know numbers only, so nothing fails. The app cheerfully calls each sushi a steak.",
    ),
    "ANSWER_8": Question(
        "the main guard",
        "abc",
        "What happens when a test says `import app`?",
        "Run as a program, the module's name is `__main__`; imported, it has its own name, and the "
        "server is not started.",
    ),
    "ANSWER_9": Question(
        "label smoothing",
        "abc",
        "How large is the loss if the model gives the right class a probability of 1?",
        "Every class has a share of the target. A certain network pays for the shares that it "
        "denies; the best it can do is to be almost sure.",
    ),
    "ANSWER_10": Question(
        "versions",
        "abc",
        "Which version is installed where none is named?",
        "The newest there is on that day. Name the versions that you tested, and the demo of today "
        "runs in two years.",
    ),
}

QUIZ = Quiz("ch09_model_deployment", QUESTIONS, DIGESTS)
