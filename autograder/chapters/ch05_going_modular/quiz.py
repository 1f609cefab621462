"""The concept check of chapter 05: its questions, and what is said about the answers."""

from __future__ import annotations

from autograder.chapters.ch05_going_modular.digests import DIGESTS
from autograder.checks.quiz import Question, Quiz

QUESTIONS = {
    "ANSWER_1": Question(
        "notebooks and programs",
        "abc",
        "Which of them shows you something after each line?",
        "A notebook is for trying and looking. What has stood the test moves into a module, and"
        " what others shall start becomes a program.",
    ),
    "ANSWER_2": Question(
        "what %%writefile does",
        "abc",
        "Could such a cell use a variable of the notebook? Try it.",
        "The cell's text becomes a file, and no line of it is run. That is why a typing error "
        "in it shows only when the module is imported.",
    ),
    "ANSWER_3": Question(
        "code at top level",
        "abc",
        "What does importing a module do with its lines, from the first to the last?",
        "Importing runs the whole file once. Only what stands below `if __name__ == "
        '"__main__":` waits for the file to be started as a program.',
    ),
    "ANSWER_4": Question(
        "importing twice",
        "abc",
        "Does Python read the file again for the second import?",
        "A module is loaded once and then remembered. Restart the kernel, reload it, or let "
        "autoreload do that.",
    ),
    "ANSWER_5": Question(
        "the type of an argument",
        "abc",
        "What does a terminal hand over: numbers or letters?",
        "Arguments are text. Without type=int the batch size is a text, and the loader "
        "complains much later and somewhere else.",
    ),
    "ANSWER_6": Question(
        "relative paths",
        "abc",
        "Start the same program from two folders: does it find the same data?",
        "A relative path starts at the working folder, which is where the terminal is, not "
        "where the program lies.",
    ),
    "ANSWER_7": Question(
        "what a saved model is",
        "abc",
        "Could a program without the class TinyVGG read the file?",
        "A state dict: tensors by name. Whoever loads it needs the class from elsewhere, which "
        "is why the sizes must fit.",
    ),
    "ANSWER_8": Question(
        "from GPU to CPU",
        "abc",
        "The file says where its tensors were. Who says where they shall be?",
        '`torch.load(..., map_location="cpu")` puts them where you are. Good loading code '
        "always says it.",
    ),
}

QUIZ = Quiz("ch05_going_modular", QUESTIONS, DIGESTS)
