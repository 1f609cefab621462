"""The concept check of chapter 06: its questions, and what is said about the answers."""

from __future__ import annotations

from autograder.chapters.ch06_transfer_learning.digests import DIGESTS
from autograder.checks.quiz import Question, Quiz

QUESTIONS = {
    "ANSWER_1": Question(
        "what is transferred",
        "abc",
        "What did you load from the file of a pretrained network?",
        "The weights hold what a network found out about pictures: edges, textures, shapes. Those "
        "patterns serve other pictures as well.",
    ),
    "ANSWER_2": Question(
        "the first attempt",
        "abc",
        "What can be learnt from 200 pictures, and what has to be known already?",
        "A frozen network with a new head learns in minutes, from few pictures, and sets the mark "
        "for anything larger. Large steps would wipe out what the network knew.",
    ),
    "ANSWER_3": Question(
        "the right transform",
        "abc",
        "The network expects what it saw while it learnt. Who knows what that was?",
        "Size, crop, mean and standard deviation are habits of the weights. "
        "`weights.transforms()` gives them; others cost accuracy, and no error tells.",
    ),
    "ANSWER_4": Question(
        "counting a head",
        "abcd",
        "A linear layer has a weight for each pair of input and output. What else does it have?",
        "1280 * 3 weights and 3 biases: 3843. The rest of EfficientNet-B0, some four million "
        "numbers, is frozen.",
    ),
    "ANSWER_5": Question(
        "what freezing leaves out",
        "abc",
        "requires_grad is about parameters. What does a layer have that is no parameter?",
        "Buffers are updated in the forward pass, not by an optimiser. A frozen BatchNorm keeps "
        "still only in evaluation mode.",
    ),
    "ANSWER_6": Question(
        "a picture of another world",
        "abc",
        "Softmax makes the outputs sum to 1. Is there an output for anything else?",
        "A classifier must choose among the classes it knows, and can be sure of nonsense. A low "
        "highest probability is a warning; a high one is no promise.",
    ),
    "ANSWER_7": Question(
        "when to thaw more",
        "abcd",
        "What must change in the backbone, and who pays for the learning: how many pictures?",
        "The more pictures, and the stranger they are to the network, the more of it may adapt: "
        "from the end, in small steps, once the head has learnt.",
    ),
    "ANSWER_8": Question(
        "which model to take",
        "abc",
        "Where will it run: on a server, a telephone, a watch? What is a second worth there?",
        "A large model may be a little better and ten times as slow. Try a small one first; "
        "chapters 07 and 09 measure the trade.",
    ),
}

QUIZ = Quiz("ch06_transfer_learning", QUESTIONS, DIGESTS)
