"""The concept check of chapter 04: its questions, and what is said about the answers."""

from __future__ import annotations

from autograder.chapters.ch04_custom_datasets.digests import DIGESTS
from autograder.checks.quiz import Question, Quiz

QUESTIONS = {
    "ANSWER_1": Question(
        "reading a flat curve",
        "abc",
        "The model does badly even on pictures that it has seen 20 times. What is that called?",
        "A model that cannot even fit its training data underfits: it is too small, has trained "
        "too briefly, or its learning rate does not suit.",
    ),
    "ANSWER_2": Question(
        "remedies against underfitting",
        "abcd",
        "The model needs to be able to learn more, not less. What gives it more power or time?",
        "More units or layers, more epochs, a better learning rate; also transfer learning and "
        "less regularisation. This is the course's first exercise of the chapter.",
    ),
    "ANSWER_3": Question(
        "remedies against overfitting",
        "abc",
        "The model learns its pictures by heart. What makes that harder, or stops it in time?",
        "More or more varied data, a simpler model, regularisation such as dropout, stopping "
        "early: each makes learning by heart harder than learning the pattern.",
    ),
    "ANSWER_4": Question(
        "where augmentation belongs",
        "abcd",
        "Evaluate twice: the same model should get the same mark twice.",
        "Augmentation adds variety to what is learnt from. The test set is a measuring rod: if "
        "it changes with every look, the marks cannot be compared.",
    ),
    "ANSWER_5": Question(
        "where labels come from",
        "abc",
        "Rename a picture: is it another dish now? Move it to another folder: is it?",
        "The parent folder names the class, and the sorted names are numbered from 0. A picture "
        "in the wrong folder is a wrong label, and nobody will notice.",
    ),
    "ANSWER_6": Question(
        "what ToTensor does",
        "abc",
        "Three things change: type, range and the order of axes. Which one comes before width?",
        "Pillow says (width, height) and keeps whole numbers with colours last. The tensor has "
        "colours first, then height, then width, and floats from 0 to 1.",
    ),
    "ANSWER_7": Question(
        "the two promises of a dataset",
        "abcd",
        "What does Python call when you write dataset[i]?",
        "`dataset[i]` calls `__getitem__(i)`, `len(dataset)` calls `__len__()`. With these two a "
        "DataLoader can shuffle, batch and divide work among processes.",
    ),
    "ANSWER_8": Question(
        "a picture of your own",
        "abc",
        "Which three things did every error about tensors in this course come down to?",
        "Wrong shape, wrong data type, wrong device: the three classic errors. Size and batch "
        "dimension, float32 from 0 to 1, and the device of the model's parameters.",
    ),
}

QUIZ = Quiz("ch04_custom_datasets", QUESTIONS, DIGESTS)
