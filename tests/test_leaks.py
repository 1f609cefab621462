"""What counts as giving a solution away."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder import leaks
from autograder.chapters import Chapter
from autograder.source import source

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
