"""Each error in a catalogue of mistakes is found in its line, and said once."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.authoring import leaks, mistake_errors
from autograder.course.chapters import Chapter
from autograder.course.source import source

SOLUTION = '''\
# %% task="quiz" points=2
A_1 = "b"  ### SOLUTION
A_2 = "c"  ### SOLUTION

# %% task="make_line" points=3
def make_line(n):
    """Make a line."""
    ### BEGIN SOLUTION
    return torch.arange(n) / n
    ### END SOLUTION
'''
CHAPTER = Chapter(1, "ch01_workflow", "PyTorch workflow")
QUIZ = """\
# %% mistake="{name}" task="quiz"
You chose {name}.

The idea.

Look there.

A_1 = "{name}"
A_2 = "{name}"
"""
FLAT = """\
# %% mistake="flat" task="make_line"
Your line is flat.

The idea.

Look at the return.

-    return torch.arange(n) / n
+    return n
"""
DOWN = """\
# %% mistake="{name}" task="make_line" based_on="{base}"
Your line goes {name}.

The idea.

Look at the sign.

     return {before}
+    # {name}
"""
WHOLE = """\
# %% mistake="whole" task="make_line"
Your line is whole.

The idea.

Look at the name.

def make_line(n):
    return n
"""
MISTAKES = "Known mistakes.\n\n# %% [markdown]\n# Text\n\n" + "\n".join(
    [
        *(QUIZ.format(name=name) for name in "xyz"),
        FLAT,
        DOWN.format(name="down", base="flat", before="n"),
        DOWN.format(name="up", base="down", before="n"),
        WHOLE,
    ]
)


def found(folder: Path, text: str = MISTAKES) -> list[tuple[int, str]]:
    """The errors: line, message."""
    chapter = source(CHAPTER, folder / "solution.py", SOLUTION, solved=True)
    path = folder / "mistakes.diff"
    path.write_text(text, encoding="utf-8")
    return list(mistake_errors.found(path, chapter, leaks.secrets(chapter)))


def test_a_sound_catalogue_has_no_errors(tmp_path: Path) -> None:
    """Text before the first cell, and cells of text, are for authors."""
    assert found(tmp_path) == []


CASES = [
    # old, new, line of the error, what it says
    ('"flat" task', '"x" task', 36, "'x' already in line 6"),
    ('mistake="y" task="quiz"', 'mistake="y"', 1, "but got 2. Add"),
    ('mistake="y" task="quiz"', 'mistake="y"', 16, "without mistake or task"),
    ('"flat" task', '"flat" points=1 task', 36, "points="),
    ('mistake="flat"', 'misteak="flat"', 36, "Did you mean mistake?"),
    ('"flat" ', "flat ", 36, "could not read"),
    ('task="make_line"\nYour line is flat', 'task="lime"\nYour line is flat', 36, "There: quiz, m"),
    ("def make_line", "def line", 73, "some of make_line, or all"),
    (
        "-    return torch",
        "-def make_line(n):\n+def line(n):\n@@\n-    return torch",
        36,
        "no make_l",
    ),
    ("return n\n\n# %% mistake", "return n +\n\n# %% mistake", 43, "a syntax error"),
    ("    return n\n", "    return n +\n", 43, "a syntax error"),
    ("The idea.\n\n", "The idea.\n", 6, "three paragraphs of hints"),
    ("at the return", "at `return torch.arange(n) / n`", 36, "to give the solution away"),
    ("- ", "- #", 43, "but got no such lines"),
    ("-    return torch.arange(n) / n\n", "", 43, "but got added lines only"),
    (
        "-    return torch.arange(n) / n\n+    return n",
        "     return torch.arange(n) / n",
        43,
        "same",
    ),
    ('based_on="flat"', 'based_on="flap"', 46, "Did you mean flat? There: flat."),
    ('based_on="down"', 'based_on="x"', 56, "a mistake of task 'make_line' above, but got 'x'"),
    ('based_on="flat"', 'based_on="up"', 46, "a mistake of task 'make_line' above, but got 'up'"),
]


@pytest.mark.parametrize(("old", "new", "line", "says"), CASES)
def test_an_error_is_found_in_its_line(
    tmp_path: Path, old: str, new: str, line: int, says: str
) -> None:
    """Where it is to be mended."""
    assert old in MISTAKES

    errors = found(tmp_path, MISTAKES.replace(old, new, 1))

    assert [error for error in errors if error[0] == line and says in error[1]], errors


def test_what_is_based_on_a_broken_mistake_is_not_blamed(tmp_path: Path) -> None:
    """One error, not one for each mistake that needs it."""
    text = MISTAKES.replace("-    return torch", "-    return touch")
    assert [line for line, _ in found(tmp_path, text)] == [43]


def test_a_hint_may_quote_the_mistake_itself(tmp_path: Path) -> None:
    """A right line that the wrong code has as well is no secret to that student."""
    text = MISTAKES.replace("at the return", "at `return torch.arange(n) / n`", 1)
    text = text.replace("+    return n", "+    return torch.arange(n) / n\n+    # wrong", 1)
    assert found(tmp_path, text.replace("     return n", "     return torch.arange(n) / n")) == []


def test_a_missing_catalogue_is_one_error(tmp_path: Path) -> None:
    """Not one for each task without mistakes."""
    chapter = source(CHAPTER, tmp_path / "solution.py", SOLUTION, solved=True)
    errors = list(mistake_errors.found(tmp_path / "mistakes.diff", chapter, {}))
    assert [line for line, _ in errors] == [1]
