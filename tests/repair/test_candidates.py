"""The edits of a submission, the likeliest first, each in its own place."""

from autograder.course import chapters, compose
from autograder.repair.candidates import candidates, edited
from autograder.repair.definitions import definitions
from autograder.submission import from_text

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


def test_a_module_of_a_package_is_edited_in_its_file():
    """And no other file."""
    source = chapters.load(chapters.find("05"))
    package = from_text(compose.solved_module(source), source.chapter.name, "a.py")
    (found, *_) = definitions(package, ["engine.train_step"], source.names)
    changed = edited(package, candidates([found], "", ())[0]).files

    assert [k for k in changed if changed[k] != package.files[k]] == ["going_modular/engine.py"]
