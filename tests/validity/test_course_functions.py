"""The course's own functions, in every signature it publishes, earn all points in our chapters.

The cases in ``courseNN.txt`` are written anew from what the functions are documented to do, in the
form that `autograder.authoring.answers` describes.
"""

import pytest
from written_answers import FOLDER, faults

from autograder.authoring.answers import answers


@pytest.mark.exhaustive
@pytest.mark.parametrize("file", sorted(FOLDER.glob("course*.txt")), ids=lambda file: file.stem)
def test_what_the_course_publishes_is_right_in_every_chapter(template, file):
    """With and without a device, the loader first or the model, whatever its names."""
    assert faults(answers(file.read_text()), file.stem[-2:], template) == {}


def test_both_signatures_of_a_training_step_are_right(template):
    """One that takes a device, in a chapter whose text has none, and one that reads a global."""
    every = answers((FOLDER / "course04.txt").read_text())

    assert faults((one for one in every if one.task == "train_step"), "04", template) == {}
