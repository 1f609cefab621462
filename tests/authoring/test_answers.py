"""A file of answers is read case by case."""

from autograder.authoring.answers import Answer, answers

TEXT = """\
#### 01-W1 wrong task=make_line
# what: too long
def make_line(): ...

#### 01-R1 right task=engine.train
def train(): ...
"""


def test_a_case_has_its_verdict_its_task_and_its_cell():
    """The comments stay in the cell."""
    assert list(answers(TEXT)) == [
        Answer("01-W1", "wrong", "make_line", "\n# what: too long\ndef make_line(): ...\n\n"),
        Answer("01-R1", "right", "engine.train", "\ndef train(): ...\n"),
    ]
