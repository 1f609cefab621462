"""Each mistake in a chapter's checks and hints is found, and those in its catalogue."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.authoring import grader_errors
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
PUBLIC = '''\
HINTS = {
    "quiz": ("Look.", "Think.", "There."),
    "make_line": ("Look.", "Think.", "There."),
}

@task("quiz", points=1)
@pytest.mark.parametrize("name", ["A_1", "A_2"])
def test_quiz(student, name):
    """{name}"""

@task("make_line", points=1)
def test_shape(student):
    """y has a shape"""
'''
HIDDEN = '''\
@task("make_line", points=2)
def test_values(student, rng):
    """y is right"""
'''
MISTAKES = "".join(
    f'# %% mistake="{task}_{letter}" task="{task}"\nSeen.\n\nIdea.\n\nPlace.\n\n{code}"{letter}"\n'
    for task, code in (("quiz", "A_1 = "), ("make_line", "     return torch.arange(n) / n\n+    "))
    for letter in "xyz"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Graders without a mistake."""
    write(tmp_path, public=PUBLIC, hidden=HIDDEN, mistakes=MISTAKES)
    return tmp_path


def write(folder: Path, **texts: str) -> None:
    """Write files of graders."""
    for name, text in texts.items():
        (folder / f"{name}{SUFFIX.get(name, '.py')}").write_text(text, encoding="utf-8")


SUFFIX = {"mistakes": ".diff"}


def found(folder: Path) -> list[tuple[str, int, str]]:
    """The errors: file, line, message."""
    chapter = Chapter(1, "ch01_workflow", "PyTorch workflow")
    chapter_source = source(chapter, folder / "solution.py", SOLUTION, solved=True)
    return [
        (path.name, line, text) for path, line, text in grader_errors.found(chapter_source, folder)
    ]


def test_sound_graders_have_no_errors(folder: Path) -> None:
    """Points of all sets of parameters count."""
    assert found(folder) == []


CASES = [
    # file, old, new, file and line of the error, what it says
    ("public", "points=1)\ndef", "points=2)\ndef", "solution.py", 5, "points=3 of 'make_line'"),
    ("public", '["A_1", "A_2"]', '["A_1"]', "solution.py", 1, "but got 1 there"),
    ("hidden", '"make_line"', '"make_lime"', "hidden.py", 2, "Did you mean make_line?"),
    ("hidden", "points=2", "points=POINTS", "hidden.py", 2, "a positive number written out"),
    ("hidden", '@task("make_line", points=2)\n', "", "hidden.py", 1, "to have a decorator such as"),
    ("hidden", "test_values", "values", "hidden.py", 2, "name to start with test_, but got values"),
    ("hidden", '    """y is right"""', "    pass", "hidden.py", 2, "to have a docstring"),
    ("hidden", "rng):", "rng:", "hidden.py", 2, "Expected Python"),
    ("public", '"quiz": (', '"quizz": (', "public.py", 2, "Did you mean quiz?"),
    ("public", '"quiz": (', '"quizz": (', "public.py", 1, "an entry for 'quiz', but got none"),
    ("public", '"Look.", "Think.", "There."', '"Look."', "public.py", 2, "3 texts"),
    ("public", '"Look."', '""', "public.py", 2, "but got an empty one"),
    ("public", '"Look."', "LOOK", "public.py", 2, "but got something else"),
    ("public", '"Look."', "'Write A_1 = \"b\" there'", "public.py", 2, 'its line `A_1 = "b"`'),
    ("public", "HINTS", "TIPS", "public.py", 1, "HINTS = {...} with an entry for each task"),
    ("mistakes", "quiz_y", "quiz_x", "mistakes.diff", 9, "'quiz_x' already in line 1"),
]


@pytest.mark.parametrize(("file", "old", "new", "at", "line", "says"), CASES)
def test_a_mistake_is_found_in_its_line(
    folder: Path, file: str, old: str, new: str, at: str, line: int, says: str
) -> None:
    """In the file where it is to be mended."""
    text = (folder / f"{file}{SUFFIX.get(file, '.py')}").read_text(encoding="utf-8")
    assert old in text
    write(folder, **{file: text.replace(old, new, 1)})

    errors = found(folder)
    assert [e for e in errors if e[:2] == (at, line) and says in e[2]], errors


def test_a_task_without_a_check_is_found(folder: Path) -> None:
    """In the line of its header."""
    write(folder, hidden="", public=PUBLIC.partition('@task("make_line"')[0])
    assert [(at, line) for at, line, text in found(folder) if "Expected a check of" in text] == [
        ("solution.py", 5)
    ]


def test_missing_files_are_one_error_each(folder: Path) -> None:
    """Not one for every task that misses something in them."""
    for name in ("public.py", "hidden.py", "mistakes.diff"):
        (folder / name).unlink()
    errors = [error for error in found(folder) if error[0] != "solution.py"]
    assert [(at, line) for at, line, _ in errors] == [
        ("public.py", 1),
        ("hidden.py", 1),
        ("mistakes.diff", 1),
    ]


@pytest.mark.parametrize(("each", "right"), [(1, True), (2, True), (3, False), (0.5, True)])
def test_a_computed_parametrisation_must_be_able_to_add_up(
    folder: Path, each: float, right: bool
) -> None:
    """How often it runs is not known without running it; 2 points can be once 2 or twice 1."""
    public = PUBLIC.replace('["A_1", "A_2"]', "list(QUESTIONS)")
    write(folder, public=public.replace('"quiz", points=1', f'"quiz", points={each}'))
    assert (found(folder) == []) is right
