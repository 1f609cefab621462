"""A failed import is told once, with what to do about it."""

from __future__ import annotations

from autograder.grading.imports import notes
from autograder.remote.faults import StudentError


def absent(module, where="ch06.ipynb[cell 2]:1"):
    """The error of an import of a module that is not there."""
    types = ("ModuleNotFoundError", "ImportError", "Exception")
    return StudentError(
        "error", f"ModuleNotFoundError: No module named '{module}'", types=types, where=where
    )


def test_a_module_of_the_students_own_is_to_be_handed_in():
    """The course has them write it in the chapter before."""
    assert notes([absent("going_modular.engine")]) == [
        "ch06.ipynb[cell 2]:1: Your work imports going_modular, which is not there: hand that file "
        "or folder in with it. What needs it fails, and nothing else."
    ]


def test_a_package_that_is_not_here_is_named_once():
    """At its first import, however many tasks it costs."""
    (note,) = notes([absent("timm"), absent("timm.models", "ch06.ipynb[cell 9]:4")])
    assert note.startswith("ch06.ipynb[cell 2]:1: The package timm is not here. ")
    assert note.endswith(
        "do without it, or hand timm in with your work if it is a file or folder of yours."
    )


def test_a_name_that_a_package_lacks_is_told_as_python_tells_it():
    """It is there, so nothing needs to be handed in."""
    error = StudentError(
        "error",
        "ImportError: cannot import name 'gone' from 'torch'",
        types=("ImportError", "Exception"),
        where="a.py:3",
    )
    (note,) = notes([error])
    assert note.startswith("a.py:3: An import failed: ImportError: cannot import name 'gone'")


def test_other_errors_are_passed_over_and_the_first_three_are_enough():
    """A page of failed imports helps nobody."""
    other = StudentError("error", "ValueError: no", types=("ValueError",))
    assert notes([other]) == []
    assert len(notes([other, *map(absent, "abcdef")])) == 3
