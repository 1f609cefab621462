"""Tasks are read alike from a solution and from the stub a student has."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course import compose
from autograder.course.chapters import Chapter
from autograder.course.source import Source, definitions, did_you_mean, docstring, read, source
from autograder.errors import UsageError

CHAPTER = Chapter(1, "ch01_workflow", "PyTorch workflow")
TEXT = '''\
# %% [markdown]
# # 01 · PyTorch workflow
# ## Answers

# %% task="quiz" points=2
ANSWER_1 = "b"  ### SOLUTION
ANSWER_2: str = "c"  ### SOLUTION

# %% [markdown]
# ## A line

# %% task="make_line" points=5 minutes=10 needs="quiz"
def make_line():
    """Make a line.

    More.
    """
    ### BEGIN SOLUTION
    return 1
    ### END SOLUTION


def helper():
    ### BEGIN SOLUTION
    return 2
    ### END SOLUTION
'''


def parsed(text: str, *, solved: bool = True) -> Source:
    """A source that was never on disk."""
    return source(CHAPTER, Path("ch01_workflow.py"), text, solved=solved)


def test_tasks_of_a_solution() -> None:
    """Everything a report says about a task comes from its header and its code."""
    quiz, line = parsed(TEXT).tasks

    assert (quiz.id, quiz.points, quiz.minutes) == ("quiz", 2, 0)
    assert quiz.names == ("ANSWER_1", "ANSWER_2")
    assert (line.needs, line.names) == (("quiz",), ("make_line", "helper"))
    assert (line.line, line.summary) == (13, "Make a line.")
    assert parsed(TEXT).points == 7


def test_a_stub_has_the_tasks_of_its_solution() -> None:
    """Only their lines differ, so a student's kit needs no solutions."""
    solution = parsed(TEXT)
    stub = parsed(compose.stub_module(solution), solved=False)

    def without_line(tasks: Source) -> list[tuple[object, ...]]:
        return [(t.id, t.points, t.minutes, t.needs, t.names, t.summary) for t in tasks.tasks]

    assert without_line(stub) == without_line(solution)


def test_a_stub_a_student_broke_still_has_its_tasks() -> None:
    """A syntax error in one cell costs its names, not the chapter."""
    broken = compose.stub_module(parsed(TEXT)).replace("def make_line():", "def make_line(:")
    tasks = parsed(broken + "\n# %% my notes\n", solved=False).tasks

    assert [task.id for task in tasks] == ["quiz", "make_line"]
    assert tasks[1].names == ()


def test_a_task_is_found_by_any_name_its_cell_defines() -> None:
    """A student looks for the function that fails, not for the task's id."""
    assert parsed(TEXT).task("helper").id == "make_line"
    assert parsed(TEXT).task("quiz").id == "quiz"


def test_an_unknown_task_is_named_with_what_exists() -> None:
    """With the nearest name, for a slip of the finger."""
    with pytest.raises(
        UsageError, match=r"'make_lin'. Did you mean make_line\? Its tasks: quiz, m"
    ):
        parsed(TEXT).task("make_lin")


def test_header_values_that_are_no_numbers_count_as_none() -> None:
    """The author is told elsewhere; a student's edited header stops nothing."""
    assert parsed('# %% task="a" points="x"\ndef a(): pass\n').tasks[0].points == 0


def test_definitions_are_the_top_level_names() -> None:
    """Functions, classes and constants; not what they hold, and not changes of something else."""
    code = (
        "import os\nA, (B, *C) = 1, (2, 3)\nD: int = 1\nclass E:\n    F = 1\n"
        "async def g():\n    h = 1\nos.environ['x'] = '1'\nA += 1\n"
    )
    assert definitions(code) == ("A", "B", "C", "D", "E", "g")


def test_docstring_is_the_first_there_is() -> None:
    """A string at the top of a cell of constants counts."""
    assert docstring('"Top."\nA = 1') == "Top."
    assert docstring('def f():\n    pass\nclass G:\n    "Text."') == "Text."
    assert docstring("A = 1") == ""


def test_equal_text_is_parsed_once() -> None:
    """The diagnosis asks for a chapter once for each mistake it tries."""
    assert parsed(TEXT) is parsed(TEXT)
    assert parsed(TEXT) is not parsed(TEXT + "\n# %%\nA = 1\n")


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """Missing, a folder, or not text: one line with the file's name."""
    latin = tmp_path / "latin.py"
    latin.write_bytes("# müde".encode("latin-1"))

    with pytest.raises(UsageError, match=r"latin\.py: Expected UTF-8 text, but byte 3 is not"):
        read(latin)
    with pytest.raises(UsageError, match=r"none\.py: Expected a file to read"):
        read(tmp_path / "none.py")


def test_did_you_mean_shows_the_spelling_asked_for() -> None:
    """Nothing near, nothing said."""
    assert did_you_mean("splt", {"split": "01.split"}) == "Did you mean 01.split? "
    assert did_you_mean("zzz", ["split"]) == ""
