"""The concept check of chapter 00: its questions, and what is said about the answers."""

from __future__ import annotations

from autograder.chapters.ch00_fundamentals.digests import DIGESTS
from autograder.checks.quiz import Question, Quiz

QUESTIONS = {
    "ANSWER_1": Question(
        "what machine learning is",
        "abcd",
        "Who finds the pattern: a person, a database, or the program itself? And in what?",
        "A picture, a song or a sentence first becomes numbers; learning is finding patterns in "
        "them. Both halves matter: most of your time goes into the first.",
    ),
    "ANSWER_2": Question(
        "rules and outputs",
        "abc",
        "Write a recipe: you know ingredients and steps and get a dish. Now you know ingredients "
        "and dishes: what is left to find?",
        "A programmer writes rules that turn inputs into outputs. A learner is shown inputs with "
        "the outputs wanted and works out the rules in between.",
    ),
    "ANSWER_3": Question(
        "when to use machine learning",
        "abcd",
        "One of them describes a problem that is solved already, in the simplest way there is.",
        "If a simple rule does the job, use the rule: it is cheaper, clearer and never surprises "
        "you. Learning pays when rules are too many or unknown, when the world keeps changing, "
        "and when large data hides insight.",
    ),
    "ANSWER_4": Question(
        "when not to use deep learning",
        "abc",
        "A network errs now and then, cannot say why, and is hungry for examples. Who suffers?",
        "No error tolerated, an explanation owed, hardly any labelled data: each alone speaks "
        "against a deep network, because its patterns are millions of weights that nobody reads.",
    ),
    "ANSWER_5": Question(
        "structured data",
        "abcd",
        "Rows and columns are structured data. Which family does not look for pixels or words?",
        "For tables, trees usually win: gradient boosting or a random forest. Naive Bayes, "
        "nearest neighbours and support vector machines are other classics for structured data.",
    ),
    "ANSWER_6": Question(
        "kinds of networks",
        "abcd",
        "Forests, Bayes, neighbours, boosting and support vector machines are no networks.",
        "Fully connected, convolutional, recurrent and transformer networks all learn from "
        "pictures, sound and text. You will build three of these four in this course.",
    ),
    "ANSWER_7": Question(
        "the layers of a network",
        "abc",
        "Data comes in at one end and the answer leaves at the other. Where can you not look?",
        "The input layer takes the numbers, the hidden layers between find patterns in them, and "
        "the output layer gives the answer. `Deep` just means many hidden layers.",
    ),
    "ANSWER_8": Question(
        "what is learnt",
        "abcd",
        "What does training change? The plan of the network stays as it was.",
        "Training adjusts the weights, nothing else. Save them and you have saved what was "
        "learnt; load them into the same architecture and it is all back (chapter 01).",
    ),
    "ANSWER_9": Question(
        "ways of learning",
        "abc",
        "Who gives the answers: a person's labels, nobody, the data itself, or a reward?",
        "Labels given: supervised. No labels: unsupervised. Labels made from the data itself: "
        "self-supervised, which is how language models are trained. Rewards: reinforcement.",
    ),
    "ANSWER_10": Question(
        "reusing what was learnt",
        "abc",
        "What was learnt on one problem is carried over to another. Which word says that?",
        "Transfer learning starts from weights that already know edges, textures and shapes, so "
        "a few hundred pictures suffice for the rest. Chapter 06 lives from it.",
    ),
    "ANSWER_11": Question(
        "uses of deep learning",
        "abcd",
        "For which of them is a pocket calculator better, since one rule gives the exact answer?",
        "Sums have a simple exact rule. Recommendation, translation, language models, speech and "
        "vision have none that anyone could write down: that is where deep learning shines.",
    ),
    "ANSWER_12": Question(
        "what a tensor is",
        "abcd",
        "Is `torch.tensor(7)` a tensor? What does its `ndim` say?",
        "Scalar, vector, matrix and beyond: all are tensors, of 0, 1, 2, n dimensions, on "
        "whatever device. Anything that can be numbered can be put into one.",
    ),
    "ANSWER_13": Question(
        "how tensors are named",
        "abc",
        "Think of textbooks: which of the two gets the capital letter?",
        "Scalars and vectors are lower case, matrices and tensors upper case. Hence `X_train` "
        "for a table of features and `y_train` for its column of targets.",
    ),
    "ANSWER_14": Question(
        "the workflow",
        "abc",
        "You cannot train what is not built, nor build without knowing the shape of the data.",
        "Data, model with loss and optimiser, training, evaluation, improvement, saving. Every "
        "chapter from 01 on walks through these steps again.",
    ),
    "ANSWER_15": Question(
        "the picture of gradient descent",
        "abc",
        "You move by changing your place. Which of the three does training change?",
        "The loss gives the height at each place, and the place is the set of weights. The "
        "gradient is the slope under your feet: all a blindfolded walker can feel.",
    ),
    "ANSWER_16": Question(
        "backward pass and step",
        "abcd",
        "One of the two calls only measures; weights move in the other. Which comes first?",
        "`loss.backward()` computes the slope for each weight and moves nothing; the optimiser "
        "then steps against it. In chapter 01 you write both lines, in this order.",
    ),
}

QUIZ = Quiz("ch00_fundamentals", QUESTIONS, DIGESTS)
