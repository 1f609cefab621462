"""A composed chapter has for each task its solution, its stub, or the code that was given."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course import compose
from autograder.course.chapters import Chapter
from autograder.course.percent import parse
from autograder.course.source import Source
from autograder.course.source import source as parse_source
from autograder.errors import UsageError

TEXT = '''\
# %% [markdown]
# # 01 · PyTorch workflow
#
# What this is about.

# %%
import torch

N = 100

# %% [markdown]
# ## Questions
#
# Which letter?

# %% task="quiz" points=1
ANSWER_1 = "b"  ### SOLUTION

# %% [markdown]
# ## Make a line
# Größe counts.

# %% task="make_line" points=5 minutes=10
def make_line(n: int = N) -> list[int]:
    """Count to n."""
    ### BEGIN SOLUTION
    return [i + 1 for i in range(n)]
    ### END SOLUTION

# %% [markdown]
# Play with it.

# %% explore
make_line(3)
'''


@pytest.fixture
def source() -> Source:
    """A chapter of two tasks."""
    chapter = Chapter(1, "ch01_workflow", "PyTorch workflow")
    return parse_source(chapter, Path("solution.py"), TEXT, solved=True)


def test_the_stub_module(source: Source) -> None:
    """To the letter: banner, marks, prose with points, no explore cells, no solution."""
    assert (
        compose.stub_module(source).partition("\n\n")[2]
        == '''\
# %% [markdown]
# # 01 · PyTorch workflow
#
# What this is about.

# %%
import torch

N = 100

# %% [markdown]
# ## Questions
#
# *1 point*
#
# Which letter?

# %% task="quiz" points=1
ANSWER_1 = ...

# %% [markdown]
# ## Make a line
#
# *5 points · about 10 minutes*
#
# Größe counts.


# %% task="make_line" points=5 minutes=10
def make_line(n: int = N) -> list[int]:
    """Count to n."""
    # TODO: your code here
    raise NotImplementedError("make_line")


# %% [markdown]
# Play with it.
'''
    )


def test_the_banner_says_what_to_do(source: Source) -> None:
    """Only comments; the source's name and the command."""
    banner = compose.stub_module(source).partition("\n\n")[0]
    assert all(line.startswith("#") for line in banner.split("\n"))
    assert "autograder check 01" in banner
    assert "solutions/ch01_workflow.py" in banner


def test_a_stub_is_its_own_source(source: Source) -> None:
    """A student's kit without solutions composes the same stub, with one banner and one line."""
    text = compose.stub_module(source)
    from_stub = parse_source(source.chapter, Path("stub.py"), text, solved=False)

    assert compose.stub_module(from_stub) == text
    assert compose.module(from_stub, {}) == text


def test_compose_replaces_a_tasks_whole_cell(source: Source) -> None:
    """Other tasks stay solved, None gives what a student starts from."""
    text = compose.module(
        source, {"make_line": "\ndef make_line(n):\n    return []\n", "quiz": None}
    )
    cells = {cell.task: cell.source for cell in parse(text, "f")}

    assert cells["make_line"] == "def make_line(n):\n    return []"
    assert cells["quiz"] == "ANSWER_1 = ..."
    assert 'ANSWER_1 = "b"' in compose.module(source, {"make_line": None})


def test_compose_refuses_a_task_that_is_not_there(source: Source) -> None:
    """A misspelt replacement would silently test the solution."""
    with pytest.raises(UsageError, match="got 'make_lines'"):
        compose.module(source, {"make_lines": None})
