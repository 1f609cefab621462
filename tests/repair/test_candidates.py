"""The edits of a submission: of the task's own code and what it uses, in the student's file."""

from autograder.course import chapters, compose
from autograder.repair.candidates import candidates, definitions, edited
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


def test_an_edit_is_made_in_its_place_and_nowhere_else():
    """All other lines stay."""
    work = submission()
    every = candidates(definitions(work, ["line"], {"other"}), "", ())
    one = next(c for c in every if c.edit.kind == "number" and c.where == "a.py:12")
    (piece,) = edited(work, one).pieces

    assert piece.source.count("\n") == work.pieces[0].source.count("\n")
    before, after = work.pieces[0].source.split("\n"), piece.source.split("\n")
    assert [i for i, (a, b) in enumerate(zip(before, after, strict=True)) if a != b] == [11]


def test_two_edits_in_two_definitions_are_made_at_once():
    """Of one piece, too."""
    work = submission()
    every = candidates(definitions(work, ["line"], {"other"}), "", ())
    one = next(c for c in every if c.where == "a.py:12" and c.edit.kind == "number")
    two = next(c for c in every if c.where == "a.py:4" and c.edit.kind == "arithmetic")

    assert one.fits(two)
    text = edited(work, one, two).pieces[0].source
    assert "return x - 1" in text
    assert "n=2" not in text


def test_a_message_and_a_place_decide_what_is_tried_first():
    """The line of an error before all others, the kinds of a message before other kinds."""
    found = definitions(submission(), ["line"], {"other"})

    assert candidates(found, "", {"a.py:4"})[0].where == "a.py:4"
    assert candidates(found, "Expected a dtype", ())[0].edit.kind in ("dtype", "value", "wrapper")


def test_the_same_edit_in_all_places_is_one_more():
    """As where a loss has the same wrong argument twice."""
    text = "def line(x):\n    return x.sum(dim=1) + x.mean(dim=1)\n"
    every = candidates(definitions(submission(text), ["line"], ()), "", ())
    both = [c for c in every if len(c.edit.spans) == 2 and c.edit.kind == "dim"]

    texts = [edited(submission(text), one).pieces[0].source for one in both]
    assert "def line(x):\n    return x.sum(dim=0) + x.mean(dim=0)" in [t.strip() for t in texts]


def test_a_notebook_and_a_package_have_their_own_places():
    """A cell with its number, a module by its name."""
    source = chapters.load(chapters.find("05"))
    package = from_text(compose.solved_module(source), source.chapter.name, "a.py")
    (found, *_) = definitions(package, ["engine.train_step"], source.names)
    cells = (
        '{"nbformat": 4, "cells": [{"cell_type": "code", "source": "def line(x):\\n  return x"}]}'
    )
    notebook = from_bytes(cells.encode(), "a.ipynb", "ch01_workflow")
    (cell,) = definitions(notebook, ["line"], ())

    assert found.file == "engine.py"
    assert f"engine.py:{found.line}" == package.definitions["engine.train_step"]
    assert cell.file == "a.ipynb[cell 1]"
    one = candidates([found], "", ())[0]
    changed = edited(package, one).files
    assert [k for k in changed if changed[k] != package.files[k]] == ["going_modular/engine.py"]
