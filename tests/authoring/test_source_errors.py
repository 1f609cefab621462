"""Each mistake in a solution is found, in its line, with what to do about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.authoring import source_errors
from autograder.course.chapters import Chapter
from autograder.course.source import source

TEXT = '''\
# %% [markdown]
# # 01 · PyTorch workflow

# %%
"""Code of the chapter."""
from __future__ import annotations
import torch
N, M = 1, 2
__all__ = ["make_line"]

# %% [markdown]
# ## Questions

# %% task="quiz" points=2
ANSWER_1 = "b"  ### SOLUTION

# %% [markdown]
# ## A line

# %% task="make_line" points=5 minutes=10 needs="quiz"
def make_line(n):
    """Make a line, y = weight * n."""
    ### BEGIN SOLUTION
    y = weight * n
    return torch.stack([y, n], dim=1)
    ### END SOLUTION

# %% explore
make_line(3);
%matplotlib inline
'''


def found(text: str) -> list[tuple[int, str]]:
    """The errors in a text."""
    chapter = Chapter(1, "ch01_workflow", "PyTorch workflow")
    return source_errors.found(source(chapter, Path("ch01_workflow.py"), text, solved=True))


def test_a_sound_chapter_has_no_errors() -> None:
    """Its docstring may say the formula that is to be computed."""
    assert found(TEXT) == []


LINE = '# %% task="make_line" points=5 minutes=10 needs="quiz"'


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("# # 01 · PyTorch workflow", "# # 1 · Workflow", 2, "as in `# # 01 · Title`"),
        ("# %% [markdown]\n# # 01", "# %%\n# # 01", 2, "first line of the text"),
        ("# %% [markdown]\n# # 01", "# Mine\n# %% [markdown]\n# # 01", 1, "begin with a cell"),
        ("# ## A line", "# ## A line\nx = 1", 19, "each line of a markdown cell"),
        ("# ## A line", "# ## A line\n# *5 points · about 9 minutes*", 19, "generated"),
        ("# %% [markdown]\n# ## A line\n\n", "", 17, "a markdown cell with a heading before"),
        ("# ## A line", "# A line", 20, "a markdown cell with a heading before"),
        (" points=5", "", 20, "to have points, but got none"),
        (" points=5", " points=0", 20, "points to be a positive whole number, but got 0"),
        (" points=5", ' points="5"', 20, "positive whole number, but got '5'"),
        (" minutes=10", ' minutes="10"', 20, "minutes to be a positive whole number"),
        (" minutes=10", " minuets=10", 20, "got minuets=. Did you mean minutes?"),
        ('# %%\n"""', '# %% points=3\n"""', 4, 'no task="..."'),
        ("# %% explore", '# %% explore task="make_line"', 28, "explore cell to have no values"),
        (
            'needs="quiz"',
            'needs="quizz"',
            20,
            "'quizz', no task of this chapter. Did you mean quiz",
        ),
        ("points=2", 'points=2 needs="make_line"', 14, "'make_line', a later task"),
        ('task="quiz"', 'task="make_line"', 20, "each task once, but got 'make_line' already in l"),
        ('ANSWER_1 = "b"', 'make_line = "b"', 20, "'make_line', which task 'quiz' defines too"),
        ('task="quiz"', 'task="1st"', 14, "to be a Python name, but got '1st'"),
        ("def make_line", "def make_lines", 20, "'make_line' of its task, but got make_lines"),
        ('"""Make a line, y = weight * n."""', "pass", 21, "to have a docstring"),
        ("    ### END SOLUTION\n", "", 23, "followed by its own END SOLUTION"),
        ("    ### BEGIN SOLUTION\n", "", 25, "follow a BEGIN SOLUTION"),
        ("    y = weight * n\n", "    ### BEGIN SOLUTION\n", 23, "followed by its own END"),
        ("    ### END SOLUTION\n", "    ### End solution\n", 26, "'### End solution'"),
        ("  ### SOLUTION", "", 14, "'quiz' to have a solution, but got no markers"),
        ("N, M = 1, 2", "N, M = 1, 2  # SOLUTION\nN = 1  ### SOLUTION", 5, "cell of a task only"),
        ("make_line(3);", "A = 1  ### SOLUTION", 29, "cell of a task only"),
        ("import torch", "import torch as", 7, "a syntax error: "),
        ("    y = weight * n", "    y = weight *", 24, "a syntax error: "),
        ("%matplotlib inline", "make_line(", 30, "a syntax error: "),
        ("N, M = 1, 2", "n = 1", 8, "but got `n = 1`. Move it into a function"),
        ("N, M = 1, 2", "N[0] = 2", 8, "but got `N[0] = 2`"),
        ("N, M = 1, 2", "print(1)", 8, "but got `print(1)`"),
        ("N, M = 1, 2", "if True:\n    N = 1", 8, "but got `if True:`"),
        ('ANSWER_1 = "b"  #', 'answer = 2\nANSWER_1 = "b"  #', 14, "but got `answer = 2`"),
        ("y = weight * n.", "torch.stack([y, n], dim=1)", 21, ""),
    ],
)
def test_a_mistake_is_found_in_its_line(old: str, new: str, line: int, says: str) -> None:
    """One mistake, one error, unless one brings another with it."""
    assert old in TEXT
    errors = found(TEXT.replace(old, new, 1))
    if not says:  # half of a line is no leak
        assert errors == []
        return
    assert [text for at, text in errors if at == line and says in text], errors


def test_an_unknown_word_of_what_may_change_is_found() -> None:
    """With the one that was meant."""
    text = TEXT.replace(LINE, LINE + ' changes="mode grad"')
    ((line, says),) = found(text)
    assert text.splitlines()[line - 1].startswith(LINE)
    assert "'grad'" in says
    assert "Did you mean grads?" in says


def test_a_stub_that_is_no_python_is_found() -> None:
    """Markers that cut a statement in two."""
    cut = TEXT.replace("    y = weight * n\n", "    if n:\n        pass\n    ### END SOLUTION\n")
    cut = cut.replace("    return torch", "    else:\n    ### BEGIN SOLUTION\n        return torch")
    assert any("what is left without the solution to be Python" in text for _, text in found(cut))


def test_a_stub_that_only_fails_as_a_whole_is_found() -> None:
    """A __future__ import must come before all other code."""
    text = TEXT.replace('"""Code of the chapter."""\n', "import os\n")
    assert [line for line, text in found(text) if "the stub to compile" in text] == [1]


def test_a_docstring_that_gives_the_solution_away_is_found() -> None:
    """In any definition of the task's cell."""
    text = TEXT.replace("y = weight * n.", "`return torch.stack([y, n], dim=1)`")
    assert found(text) == [
        (
            21,
            "Expected a docstring not to give the solution away, but got its line "
            "`return torch.stack([y, n], dim=1)`. Say it in words, or write the solution "
            "otherwise.",
        )
    ]


def test_an_empty_file_is_an_error() -> None:
    """And not a crash."""
    assert found("")[0][0] == 1


def test_all_errors_are_reported_together() -> None:
    """An author mends them in one go."""
    text = TEXT.replace(" points=5", "").replace(" points=2", ' points="2"')
    text = text.replace("N, M = 1, 2", "n = 1").replace("# # 01", "# # 02")
    assert [line for line, _ in found(text)] == [2, 8, 14, 20]
