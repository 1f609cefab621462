"""The file that a student works in."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from autograder.course.chapters import find
from autograder.submission.own import own

WORK = "def make_line():\n    return 1\n"
STUB = "def make_line():\n    raise NotImplementedError\n"


def book(source: str) -> str:
    """A notebook with one cell."""
    return json.dumps({"nbformat": 4, "cells": [{"cell_type": "code", "source": source}]})


def chosen(place: Path, files: dict[str, tuple[str, int]], chapter: str = "01") -> str | None:
    """Write files, each at a time in seconds, and choose."""
    for name, (text, when) in files.items():
        (place / name).parent.mkdir(exist_ok=True, parents=True)
        (place / name).write_text(text)
        os.utime(place / name, (when, when))
    found = own(place, find(chapter))
    return found.path.relative_to(place).as_posix() if found else None


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, None),
        ({"ch00_fundamentals.py": (WORK, 1)}, None),
        ({"ch01_workflow.py": (STUB, 99), "ch01_workflow.ipynb": (book(WORK), 1)}, ".ipynb"),
        ({"ch01_workflow.py": (WORK, 1), "ch01_workflow.ipynb": (book(WORK), 9)}, ".ipynb"),
        ({"ch01_workflow.py": (WORK, 1), "ch01_workflow.ipynb": (book(WORK), 2)}, ".py"),
        ({"ch01_workflow.py": (STUB, 9), "ch01_workflow (2).py": (WORK, 1)}, " (2).py"),
        ({"ch01_workflow.py": (STUB, 9), "other.py": (WORK, 9), "a/ch01.py": (WORK, 9)}, ".py"),
    ],
)
def test_more_work_counts_then_the_name_then_the_time(
    tmp_path: Path, files: dict[str, tuple[str, int]], expected: str | None
) -> None:
    """Only files of the folder itself that bear the chapter's name."""
    assert chosen(tmp_path, files) == (f"ch01_workflow{expected}" if expected else None)


def test_a_package_is_chosen_as_its_folder(tmp_path: Path) -> None:
    """Or the notebook, where more is begun in it, or as much and later."""
    work = "def train_step():\n    return 1\n"
    files = {"ch05_going_modular/engine.py": (work, 1)}
    assert chosen(tmp_path, files, "05") == "ch05_going_modular"
    later = book(f"%%writefile going_modular/engine.py\n{work}")
    files = {"ch05_going_modular.ipynb": (later, 9)}
    assert chosen(tmp_path, files, "05") == "ch05_going_modular.ipynb"
