"""The concept check of chapter 03: its questions, and what is said about the answers."""

from __future__ import annotations

from autograder.chapters.ch03_computer_vision.digests import DIGESTS
from autograder.checks.quiz import Question, Quiz

QUESTIONS = {
    "ANSWER_1": Question(
        "uses of computer vision",
        "abcd",
        "What does the program get to see? In one of the four there is no picture at all.",
        "Whatever arrives as pixels is computer vision: quality control, photo search, medical "
        "scans, driving, reading. A table of sales is structured data (chapter 00).",
    ),
    "ANSWER_2": Question(
        "the shape of a batch of pictures",
        "abcd",
        "Batch first, then channels, and a picture's height comes before its width.",
        "PyTorch's order is NCHW: number, channels, height, width. Files and matplotlib keep the "
        "channels last (HWC), so pictures are permuted on their way in and out.",
    ),
    "ANSWER_3": Question(
        "kinds of vision problems",
        "abc",
        "One label for a picture, a box around a thing, a label for every pixel: which is which?",
        "Classification names the picture, detection draws a box around each thing, and "
        "segmentation labels every pixel.",
    ),
    "ANSWER_4": Question(
        "what overfitting is",
        "abcd",
        "Think of a pupil who learns last year's answers by heart. Which exam shows it?",
        "Overfitting is a gap: good on the training data, worse on data never seen. You see it "
        "when the training loss falls on while the test loss starts to rise.",
    ),
    "ANSWER_5": Question(
        "cures for overfitting",
        "abcd",
        "Learning by heart is easy with few questions, much memory and much time. Turn each round.",
        "More (or augmented) data, a simpler model, dropout, weight decay, stopping early, "
        "starting from a pretrained model: all of them make learning by heart harder.",
    ),
    "ANSWER_6": Question(
        "underfitting",
        "abc",
        "Is there a gap between training and test? And is there room above both?",
        "No gap, but far below what is possible: the model has not even learnt its training data. "
        "More layers or units, more epochs, or another learning rate may help.",
    ),
    "ANSWER_7": Question(
        "what a convolution learns",
        "abcd",
        "Which of the four are parameters? Print the state_dict of an nn.Conv2d.",
        "The kernels are the weights. Kernel size, stride and padding are settings that you "
        "choose; the numbers inside the kernel are found by training, edges and textures first.",
    ),
    "ANSWER_8": Question(
        "max pooling",
        "abc",
        "Print list(nn.MaxPool2d(2).parameters()), and read its name once more.",
        "The strongest answer of each window stays, the picture shrinks, and nothing is learnt: "
        "it keeps what was found and forgets precisely where.",
    ),
    "ANSWER_9": Question(
        "what flattening loses",
        "abc",
        "Shuffle the pixels of all pictures in the same way. Which model would not even notice?",
        "After flattening, pixel 5 and pixel 33 are two inputs like any others. A convolution "
        "looks at neighbours together, and reuses one kernel all over the picture.",
    ),
    "ANSWER_10": Question(
        "when a GPU does not help",
        "abc",
        "What has to happen before and between the calculations themselves?",
        "Copying batches and starting kernels has a fixed price. It pays when there is much to "
        "calculate for each: large models, large pictures, large batches.",
    ),
}

QUIZ = Quiz("ch03_computer_vision", QUESTIONS, DIGESTS)
