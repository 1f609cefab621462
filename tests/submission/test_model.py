"""A submission knows what it is by, and where each name is, would have been, or should be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from autograder.submission.model import Piece, Problem, Submission

WORK = Submission(
    "ch01_workflow",
    "a.py",
    pieces=(Piece("def f(): pass", "a.py", 3),),
    files={"b.py": b"", "a.txt": b"x"},
    problems=(Problem("a.py:9", "SyntaxError: '(' was never closed", ("g",)),),
    definitions={"f": "a.py:3"},
)
PACKAGE = Submission(
    "ch05_going_modular", "work", files={"going_modular/engine.py": b""}, package="going_modular"
)


def test_equal_work_has_an_equal_digest() -> None:
    """However its files are ordered, and whatever it is called."""
    assert replace(WORK, files={"a.txt": b"x", "b.py": b""}).digest == WORK.digest
    assert replace(WORK, name="ada.py", note="renamed").digest == WORK.digest


@pytest.mark.parametrize(
    "change",
    [
        {"chapter": "ch02_classification"},
        {"pieces": (Piece("def f(): pass", "a.py", 4),)},
        {"pieces": (Piece("def f(): pass", "a.py", 3, flags=1),)},
        {"files": {"b.py": b"x", "a.txt": b""}},
        {"problems": ()},
    ],
)
def test_other_work_has_another_digest(change) -> None:
    """Hidden inputs follow from it."""
    assert replace(WORK, **change).digest != WORK.digest


@pytest.mark.parametrize(
    ("name", "where"), [("f", "a.py:3"), ("g", "a.py:9"), ("not_there", "a.py")]
)
def test_a_name_has_a_place(name: str, where: str) -> None:
    """Its definition, else the broken part that meant to define it, else the file."""
    assert WORK.where(name) == where


def test_a_problem_without_names_may_have_held_anything() -> None:
    """It is said where a name is missing."""
    lost = Problem("a.py:1", "SyntaxError: invalid syntax")
    assert replace(WORK, problems=(*WORK.problems, lost)).nameless == (lost,)


def test_a_module_that_is_not_in_the_package_is_lacking() -> None:
    """Its place is the file that is to be written."""
    assert PACKAGE.lacks("model.TinyVGG")
    assert PACKAGE.where("model.TinyVGG") == "model.py"
    assert not PACKAGE.lacks("engine.train_step")
    assert not WORK.lacks("model.TinyVGG")
