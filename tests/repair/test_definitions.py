"""A task is made of its last definitions and what they use, in the student's own places."""

from autograder.course import chapters, compose
from autograder.repair.definitions import definitions
from autograder.submission import from_bytes, from_text

TEXT = """\
import torch

def helper(x):
    return x + 1

def other(x):
    return x

def line(x):
    return helper(x) * other(x)

def line(x, n=2):
    return helper(x) * other(x) - n
"""


def submission(text: str = TEXT):
    """A module of chapter 01."""
    return from_text(text, "ch01_workflow", "a.py")


def test_a_task_is_its_last_definition_and_what_it_uses_of_the_student_s():
    """But for what belongs to another task."""
    found = definitions(submission(), ["line"], {"other"})

    assert [sorted(one.names) for one in found] == [["line"], ["helper"]]
    assert (found[0].line, found[0].file) == (12, "a.py")
    assert found[0].code.data.decode().startswith("def line(x, n=2):")


def test_a_notebook_and_a_package_have_their_own_places():
    """A cell with its number, a module by its name."""
    source = chapters.load(chapters.find("05"))
    package = from_text(compose.solved_module(source), source.chapter.name, "a.py")
    (found, *_) = definitions(package, ["engine.train_step"], source.names)
    cells = (
        '{"nbformat": 4, "cells": [{"cell_type": "code", "source": "def line(x):\\n  return x"}]}'
    )
    (cell,) = definitions(from_bytes(cells.encode(), "a.ipynb", "ch01_workflow"), ["line"], ())

    assert found.file == "engine.py"
    assert f"engine.py:{found.line}" == package.definitions["engine.train_step"]
    assert cell.file == "a.ipynb[cell 1]"
