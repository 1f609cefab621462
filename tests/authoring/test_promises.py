"""A ledger's text becomes promises, and is compared with the words of the tasks."""

import shutil
from dataclasses import replace

import pytest

from autograder.authoring import promises
from autograder.authoring.promises import FREE, GIVEN, Promise
from autograder.course import answers, chapters

TEXT = """\
# What the tasks promise

A sentence about this file.

## make_line

> noise: standard deviation of
> normal noise

`one_noise`, `uniform_noise`

> y: float32.

```diff
-    return y
+    return y.double()
```

```python
def make_line(n):
    return n
```

> n: at least 1.

given: what checks draw

## split

> in any order

free: `backwards`
"""


def test_a_quote_has_what_stands_below_it():
    """Names of known mistakes, code, or that nothing is asked."""
    assert promises.parsed(TEXT) == [
        Promise(
            "make_line",
            "noise: standard deviation of normal noise",
            7,
            names=("one_noise", "uniform_noise"),
        ),
        Promise(
            "make_line",
            "y: float32.",
            12,
            codes=(
                (15, "-    return y\n+    return y.double()"),
                (20, "def make_line(n):\n    return n"),
            ),
        ),
        Promise("make_line", "n: at least 1.", 24, GIVEN),
        Promise("split", "in any order", 30, FREE, ("backwards",)),
    ]


@pytest.mark.parametrize("chapter", chapters.existing(), ids=lambda chapter: chapter.name)
def test_each_task_of_the_course_has_promises(chapter):
    """What an answer must keep, and a wrong answer that breaks it."""
    every = promises.ledger(promises.path_of(chapter.folder))
    held = {one.task for one in every if one.names or one.codes}
    assert held == {task.id for task in chapters.load(chapter).tasks if task.id != answers.TASK}


def test_a_chapter_without_a_ledger_has_no_promises(tmp_path):
    """Nobody has to write one."""
    assert promises.ledger(promises.path_of(tmp_path)) == ()


def test_a_task_s_text_is_all_its_docstrings(workflow):
    """Of functions, classes and methods, without the names of sections."""
    (cell,) = (c for c in workflow.cells if c.kind == "code" and c.task == "make_line")
    text = promises.text_of(cell)

    assert text.startswith("Make n points on the line y = weight * x + bias. weight: slope of")
    assert text.endswith("y: float32, shape (n, 1).")
    assert "Args:" not in text


def test_what_stands_in_no_quote_is_found_and_what_is_not_there():
    """Equal words at two places need two quotes."""
    text = "Cut in two. y: float32. z: float32. In order."

    assert promises.unquoted(text, ["float32.", "Cut in two.", "In order."]) == (
        ["y:", "z: float32."],
        [],
    )
    assert promises.unquoted(text, ["float32.", "float32.", "Cut", "in two.", "In"]) == (
        ["y:", "z:", "order."],
        [],
    )
    assert promises.unquoted(text, [text, "float64."]) == ([], ["float64."])


def test_a_draft_quotes_every_sentence(workflow, tmp_path):
    """What is drafted covers the chapter, and names the known mistakes to choose from."""
    chapter = replace(workflow.chapter, course=tmp_path)
    chapter.solution.parent.mkdir(parents=True)
    shutil.copy(workflow.path, chapter.solution)
    chapter.folder.mkdir(parents=True)
    shutil.copy(workflow.chapter.folder / "mistakes.diff", chapter.folder)
    text = promises.draft(chapters.load(chapter))
    every = promises.parsed(text)

    assert {one.task for one in every} == {task.id for task in workflow.tasks}
    for task in workflow.tasks:
        cell = next(c for c in workflow.cells if c.kind == "code" and c.task == task.id)
        quotes = [one.quote for one in every if one.task == task.id]
        assert promises.unquoted(promises.text_of(cell), quotes) == ([], [])
    assert "\n`flat_line`, `float_step`" in text
