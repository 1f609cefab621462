"""A file of answers is read case by case."""

from autograder.authoring.answers import Answer, answers, to_task

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


def test_the_answers_to_a_task_are_read_from_its_chapters_file(tmp_path):
    """A chapter without a file has none."""
    (tmp_path / "ch01.txt").write_text(TEXT, encoding="utf-8")

    assert [one.name for one in to_task(tmp_path, "01", "engine.train")] == ["01-R1"]
    assert list(to_task(tmp_path, "02", "engine.train")) == []
