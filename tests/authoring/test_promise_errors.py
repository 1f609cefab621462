"""Each error in a ledger of promises is found in its line, and says what to do."""

from pathlib import Path

import pytest

from autograder.authoring import promise_errors
from autograder.course.chapters import Chapter
from autograder.course.source import source

SOLUTION = '''\
# %% task="line" points=3
def line(n):
    """Make a line.

    Args:
        n: how many.
    """
    ### BEGIN SOLUTION
    return torch.arange(n)
    ### END SOLUTION
'''
MISTAKES = """\
# %% mistake="flat" task="line"
Your line is flat.

The idea.

Look there.

-    return torch.arange(n)
+    return torch.zeros(n)
"""
VARIANTS = '# %% variant="counted" task="line"\ndef line(n):\n    return torch.tensor(range(n))\n'
RIGHT = """\
## line

> Make a line.

`flat`

```diff
-    return torch.arange(n)
+    return torch.ones(n)
```

> n: how many.

free: `counted`
"""


def errors(ledger: str, folder: Path) -> list[tuple[int, str]]:
    """What is found in a ledger of that chapter."""
    chapter = Chapter(1, "ch01_workflow", "PyTorch workflow")
    (folder / "mistakes.diff").write_text(MISTAKES)
    (folder / "variants.py").write_text(VARIANTS)
    (folder / "promises.md").write_text(ledger)
    text = source(chapter, folder / "ch01_workflow.py", SOLUTION, solved=True)
    return list(promise_errors.found(text, folder))


def test_a_ledger_that_holds_every_sentence_is_right(tmp_path):
    """With a known mistake, code, and a variant."""
    assert errors(RIGHT, tmp_path) == []


@pytest.mark.parametrize(
    ("before", "after", "line", "message"),
    [
        ("## line", "## lines", 3, "a heading to be a task's id, but got 'lines'"),
        ("`flat`", "`flt`", 3, "a mistake of task 'line', but got 'flt'. Did you mean"),
        ("`counted`", "`flat`", 12, "a variant of task 'line', but got 'flat'"),
        ("> n: how many.", "> n: how much.", 12, "words of the docstrings of 'line'"),
        ("> n: how many.", "> how many.", 3, "every sentence of 'line' in a promise, but 'n:'"),
        ("free: `counted`", "", 12, "a promise to have a wrong answer that breaks it"),
        ("-    return torch", "-    return numpy", 8, "no such lines"),
    ],
)
def test_an_error_is_named_by_its_line(before, after, line, message, tmp_path):
    """A quote's own line, or the line of its code."""
    found = errors(RIGHT.replace(before, after), tmp_path)

    assert any(number == line and message in text for number, text in found), found
