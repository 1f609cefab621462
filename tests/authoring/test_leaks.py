"""What counts as giving a solution away."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.authoring import leaks
from autograder.authoring.leaks import Search, Secret, lines_of, solution_lines, words
from autograder.course.chapters import Chapter
from autograder.course.source import source

TEXT = '''\
# %% task="step" points=1
def step(model, x, y, loss_fn, optimizer):
    """Do a step."""
    ### BEGIN SOLUTION
    # Set the model to learn (it may have dropout)
    model.train()
    for _ in range(1):
        loss = loss_fn(model(x),  y)
        optimizer.zero_grad()
        loss.backward()
    with torch.inference_mode():
        rest = weight * x + bias
    print(f(x))
    return torch.optim.SGD(model.parameters(), lr=0.1)
    ### END SOLUTION

# %% task="quiz" points=1
A_1 = "b"  ### SOLUTION
A_2: str = "c"  ### SOLUTION

# %% task="other" points=1
def other(x):
    """Give the optimiser."""
    given = torch.optim.Adam(model.parameters())
    ### BEGIN SOLUTION
    given = torch.optim.Adam(model.parameters())
    return given
    ### END SOLUTION
'''


def secrets() -> dict[str, tuple[str, ...]]:
    """The secrets of the chapter above."""
    chapter = Chapter(1, "ch01_workflow", "PyTorch workflow")
    return leaks.secrets(source(chapter, Path("f.py"), TEXT, solved=True))


def test_calls_with_arguments_and_answers_are_secrets() -> None:
    """Not the names of steps, loops, comments, bare formulas, or what the stub shows anyway."""
    assert secrets() == {
        "step": (
            "loss = loss_fn(model(x), y)",
            "return torch.optim.SGD(model.parameters(), lr=0.1)",
        ),
        "quiz": ('A_1 = "b"', 'A_2: str = "c"'),
        "other": (),
    }


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Write `loss = loss_fn(model(x),\n    y)` first.", True),
        ("Write `loss = loss_fn(model(x), y_true)` first.", False),
        ("Write new_loss = loss_fn(model(x), y).", False),
        ("Call `optimizer.zero_grad()` before `loss.backward()`.", False),
    ],
)
def test_a_leak_is_a_whole_line_however_it_is_set(text: str, told: bool) -> None:
    """Line breaks, spaces and back-quotes do not hide it."""
    assert (leaks.leak(text, secrets()["step"]) is not None) is told


LINES = "answer = spin(left, right) * 7\nreturn x\nspun = left"


@pytest.mark.parametrize(
    "text",
    [
        "answer = spin(left, right) * 7",
        "Write `answer =\n  spin(left, right) * 7`, says the book.",
        "> answer = spin(left,\n> right) * 7",
        "# answer=spin( left,right )*7",
        '["answer = spin(left, right) * 7\\n", "x"]',
        r"\"old\\nanswer = spin(left, right) * 7\\n\"",
    ],
)
def test_a_line_is_found_in_any_layout(text: str) -> None:
    """Wrapped, quoted, commented out, escaped."""
    assert [s.place for s in Search(lines_of(LINES, "f.py")).found_in(text)] == ["f.py:1"]


@pytest.mark.parametrize(
    "text", ["", "return x", "spun = right", "answer = spin(right, left) * 7", "answer = spin(left"]
)
def test_other_lines_are_none(text: str) -> None:
    """Nor is a line that is too short to tell anything."""
    assert list(Search(lines_of(LINES, "f.py")).found_in(text)) == []


def test_what_is_public_is_no_secret() -> None:
    """However the public text sets it."""
    search = Search(lines_of(LINES, "f.py")).without(["# spun\n#   = left"])
    assert [secret.place for secret in search.secrets] == ["f.py:1"]


def test_long_names_are_secrets_by_themselves() -> None:
    """Those with an underscore: others are words."""
    search = Search(
        [Secret("a", ("flat_line",)), Secret("b", ("x_1",)), Secret("c", ("flatness",))]
    )
    assert [s.place for s in search.found_in("flat_line x_1 flatness")] == ["a"]


def test_solution_lines_are_numbered_as_in_the_file() -> None:
    """Regions without their marks, and constants."""
    chapter = Chapter(1, "ch01_workflow", "PyTorch workflow")
    lines = TEXT.split("\n")
    found = [lines[n - 1] for n in solution_lines(source(chapter, Path("f.py"), TEXT, solved=True))]

    assert found[0].strip() == "# Set the model to learn (it may have dropout)"
    assert found[-1].strip() == "return given"
    assert 'A_1 = "b"  ### SOLUTION' in found
    assert not [line for line in found if "BEGIN" in line or "END" in line]


def test_words_are_what_is_left_without_layout() -> None:
    """Signs count; quotes, back-quotes, escapes and hashes do not."""
    assert words('`x_1 += "a\\n"`  # 2.5') == ["x_1", "+", "=", "a", "2", ".", "5"]
