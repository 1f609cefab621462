"""The catalogue of mistakes: three hints and a difference each, read as text and composed."""

from pathlib import Path

import pytest

from autograder.course import chapters
from autograder.course.mistakes import Mistake, catalogue, cells, mistake
from autograder.course.percent import PercentError
from autograder.course.source import Source, source

SOLUTION = '''\
# %% task="make" points=3
def make(n: int) -> list[int]:
    """Make a list."""
    ### BEGIN SOLUTION
    found = list(range(n))
    found.reverse()
    return found
    ### END SOLUTION

# %% task="quiz" points=2
A_1 = "b"  ### SOLUTION
A_2 = "c"  ### SOLUTION
'''
TEXT = """\
Known mistakes.

# %% mistake="forwards" task="make"
What was
observed.

The idea.

Where to look.

-    found.reverse()

# %% mistake="returns_none" task="make" based_on="forwards"
--verbose is no option here.

Idea.

Place.

-    return found
+    print(found)

# %% mistake="never_run" task="make"
Seen.

Idea.


Place.

def make(n):
    raise SystemExit("never run")

# %% mistake="other_letter" task="quiz"
Seen.

Idea.

Place.

A_2 = "a"
"""


@pytest.fixture
def course() -> Source:
    """A chapter of two tasks."""
    chapter = chapters.Chapter(1, "ch01_workflow", "PyTorch workflow")
    return source(chapter, Path("solution.py"), SOLUTION, solved=True)


def composed(text: str, course: Source, folder: Path) -> dict[str, Mistake]:
    """The mistakes of a catalogue, by id."""
    path = folder / "mistakes.diff"
    path.write_text(text, encoding="utf-8")
    found: dict[str, Mistake] = {}
    for cell in cells(path):
        made = mistake(cell, course, found, path)
        found[made.id] = made
    return found


def test_a_mistake_is_the_difference_it_is(course: Source, tmp_path: Path) -> None:
    """From the solution without its marks, from another mistake, or whole; none is run."""
    found = composed(TEXT, course, tmp_path)
    head = 'def make(n: int) -> list[int]:\n    """Make a list."""\n    found = list(range(n))\n'

    assert [(m.id, m.task) for m in found.values()] == [
        ("forwards", "make"),
        ("returns_none", "make"),
        ("never_run", "make"),
        ("other_letter", "quiz"),
    ]
    assert found["forwards"].source == f"{head}    return found"
    assert found["returns_none"].source == f"{head}    print(found)"
    assert found["never_run"].source == 'def make(n):\n    raise SystemExit("never run")'
    assert found["other_letter"].source == 'A_1 = "b"\nA_2 = "a"'


def test_hints_are_three_paragraphs(course: Source, tmp_path: Path) -> None:
    """Each is one line to the student, and may begin with a dash."""
    found = composed(TEXT, course, tmp_path)

    assert found["forwards"].hints == ("What was observed.", "The idea.", "Where to look.")
    assert found["returns_none"].hints == ("--verbose is no option here.", "Idea.", "Place.")
    assert found["never_run"].hints == ("Seen.", "Idea.", "Place.")


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("-    found.reverse()", "-    found.revert()", 11, "but got no such lines"),
        ("-    found.reverse()", "+    found.reverse()", 11, "but got added lines only"),
        ("-    found.reverse()", "     found.reverse()", 11, "the same as before"),
        ("-    found.reverse()", "-    return found\n+    return (", 11, "a syntax error"),
        ("-    found.reverse()", "-    return found\n+    x\nfound", 13, "to begin with"),
        ("The idea.\n\n", "", 3, "three paragraphs of hints"),
        ("The idea.\n\n", "The\n\nidea.\n\n", 11, "Expected Python"),
        ('based_on="forwards"', 'based_on="forward"', 13, "Did you mean forwards?"),
        ('based_on="forwards"', 'based_on="returns_none"', 13, "a mistake of task 'make' above"),
        ('based_on="forwards"', 'based_on="never_run"', 13, "above, but got 'never_run'"),
        ('task="quiz"', 'task="quiz" based_on="forwards"', 34, "There: none."),
        ('task="quiz"', 'task="quizz"', 34, "Did you mean quiz? There: make, quiz."),
        ("    raise SystemExit(", "    raise SystemExit((", 32, "a syntax error"),
        ('A_2 = "a"', 'A_2 = "c"', 41, "the same as before"),
        ('A_2 = "a"', 'A_2 = "a"\nA_3 = "a"', 42, "some of A_1, A_2, or all"),
    ],
)
def test_what_cannot_be_composed_names_its_line(
    course: Source, tmp_path: Path, old: str, new: str, line: int, says: str
) -> None:
    """The file and the line where an author has to mend it."""
    assert old in TEXT
    with pytest.raises(PercentError) as caught:
        composed(TEXT.replace(old, new, 1), course, tmp_path)

    assert says in caught.value.problem
    assert caught.value.line == line
    assert str(caught.value).startswith(f"{tmp_path / 'mistakes.diff'}:{line}: ")


@pytest.mark.parametrize("chapter", chapters.existing(), ids=lambda c: c.name)
def test_every_task_has_three_known_mistakes(chapter):
    """A diagnosis needs something to compare with, in every task."""
    known = catalogue(chapter)

    for task in chapters.load(chapter).tasks:
        mine = [m for m in known if m.task == task.id]
        assert len(mine) >= 3, task.id
        assert all(len(m.hints) == 3 for m in mine), task.id
    assert len({m.id for m in known}) == len(known)
