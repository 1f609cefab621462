"""Which file is graded."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from autograder.errors import UsageError
from autograder.submission.choose import choose
from autograder.submission.files import folder
from autograder.submission.model import Limits

LIMITS = Limits()
NAMES = ("make_line", "split", "plot_predictions", "accuracy")


def work(begun: int) -> str:
    """A module with some tasks of chapter 01 begun and others untouched."""
    done = [f"def {name}():\n    return 1\n" for name in NAMES[:begun]]
    left = [f"def {name}():\n    raise NotImplementedError\n" for name in NAMES[begun:]]
    return "\n".join(done + left)


def book(source: str) -> str:
    """A notebook with one cell."""
    return json.dumps({"nbformat": 4, "cells": [{"cell_type": "code", "source": source}]})


def chosen(place: Path, files: dict[str, str], chapter: str = "ch01_workflow") -> tuple[str, str]:
    """Write files and choose."""
    for name, text in files.items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    choice = choose(folder(place, "sub", LIMITS), chapter, LIMITS)
    return str(choice.entry.path), choice.note


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"ch01_workflow.py": work(1), "ch01_workflow.ipynb": book(work(3))}, 1),
        ({"ch01_workflow.py": work(0), "old/anna.ipynb": book(work(1))}, 1),
        ({"ch01_workflow (2).ipynb": book(work(2)), "ch01_workflow.ipynb": book(work(2))}, 1),
        ({"final.ipynb": book(work(2)), "x/CH01_WORKFLOW.ipynb": book(work(2))}, 1),
        ({"final.ipynb": book(work(2)), "anna ch01.ipynb": book(work(2))}, 1),
        ({"a/ch01_workflow.py": work(2), "ch01_workflow.py": work(2)}, 1),
        ({"ch01 (9).ipynb": book(work(2)), "ch01 (10).ipynb": book(work(2))}, 1),
        ({"ch01_workflow.ipynb": book(work(2)), "ch01_workflow.py": work(2)}, 1),
        ({"a/ch01_workflow.py": work(2), "b/ch01_workflow.py": work(2)}, 1),
        ({"ch01_workflow.ipynb": "{cut", "ch01_workflow.py": work(1)}, 1),
        ({"ch01_workflow.py": work(0), "ch01_workflow.ipynb": "{cut"}, 1),
        ({"helper.py": "x = 1", "notes.py": "", "my work.ipynb": book("x = 1")}, 2),
    ],
)
def test_one_of_several_is_graded(tmp_path: Path, files: dict[str, str], expected: int) -> None:
    """Tasks begun, then the name, then the place, then the number in the name."""
    assert chosen(tmp_path, files)[0] == list(files)[expected]


@pytest.mark.parametrize(
    ("files", "note"),
    [
        ({"ch01_workflow.py": work(1)}, ""),
        ({"ch01_workflow.py": work(0), "ch01_workflow.ipynb": book(work(1))}, ""),
        ({"ch01_workflow.py": work(1), "ch01_workflow (1).py": work(0)}, ""),
        ({"ch01_workflow.py": "x = 1", "helpers.py": "x = 1"}, ""),
        (
            {"ch01_workflow.py": work(0), "mine.py": work(2)},
            "mine.py was graded; in ch01_workflow.py no task is begun.",
        ),
        (
            {"mine.py": work(2)},
            "There is no ch01_workflow.py or ch01_workflow.ipynb; mine.py was graded.",
        ),
        (
            {"ch02_classification.py": "def my_relu():\n  pass\ndef my_tanh():\n  pass\n"},
            "ch02_classification.py was graded, though it looks like work on another chapter.",
        ),
        (
            {"ch01_workflow.py": work(1), "ch01_workflow (1).py": work(3)},
            "Work on this chapter is in 2 files: ch01_workflow (1).py (3 tasks begun), "
            "ch01_workflow.py (1 task begun). ch01_workflow (1).py was graded: it has the most "
            "tasks begun. To have another graded, hand in that one alone.",
        ),
    ],
)
def test_the_note_says_what_was_graded_and_why(
    tmp_path: Path, files: dict[str, str], note: str
) -> None:
    """Only where something else could have been meant."""
    assert chosen(tmp_path, files)[1] == note


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({"ch01_workflow.py": work(2), "mine.py": work(2)}, "its name says the chapter most plain"),
        ({"ch01_workflow.py": work(2), "a/ch01_workflow.py": work(2)}, "it is nearest to the top"),
        ({"ch01 (1).py": work(2), "ch01 (2).py": work(2)}, "it is the last of them by name"),
        ({f"ch01 ({n}).py": work(2) for n in range(9)}, "5 more. ch01 (8).py was graded"),
        ({"a.py": work(1), "ch01_workflow.ipynb": "{" + book(work(2))}, "cannot be read"),
    ],
)
def test_the_note_gives_the_rule_that_decided(
    tmp_path: Path, files: dict[str, str], why: str
) -> None:
    """Of several that are worked on; what cannot be read is told too."""
    assert why in chosen(tmp_path, files)[1]


def test_work_on_another_chapter_is_the_last_resort(tmp_path: Path) -> None:
    """Though chapters share names, such as ``predict``."""
    other = (
        "def my_relu():\n  1\ndef my_tanh():\n  1\ndef my_sigmoid():\n  1\ndef predict():\n  1\n"
    )
    other += "".join(f"def {n}():\n  1\n" for n in ("make_circles_data", "accuracy", "train_step"))
    files = {"ch02_classification.py": other, "ch01_workflow.py": work(0)}
    assert chosen(tmp_path, files) == ("ch01_workflow.py", "")


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([], "no module or notebook"),
        (["a.txt"], "no module or notebook"),
        (["a.pdf"], "found only a.pdf: it is a PDF. Hand in the .ipynb file itself"),
    ],
)
def test_nothing_to_choose_is_refused(tmp_path: Path, names: list[str], said: str) -> None:
    """The message says what is there instead."""
    with pytest.raises(UsageError) as caught:
        chosen(tmp_path, dict.fromkeys(names, "x = 1"))
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_of_many_files_those_of_a_chapter_are_looked_at(tmp_path: Path) -> None:
    """However many others there are."""
    files = {f"f{n:04}.py": "x = 1" for n in range(1_000)} | {"z/ch01.py": work(2)}
    path, note = chosen(tmp_path, files)
    assert path == "z/ch01.py"
    assert note.endswith("801 further modules and notebooks were not looked at.")


def test_a_package_is_a_folder_or_a_notebook(tmp_path: Path) -> None:
    """The one with more begun; a folder of the right name wins over others."""
    chapter, engine = "ch05_going_modular", "def train_step():\n    return 1\n"
    files = {"going_modular/engine.py": engine, "old/engine.py": engine}
    assert chosen(tmp_path, files, chapter)[0] == "going_modular"
    more = f"%%writefile going_modular/engine.py\n{engine}\n\ndef test_step():\n    return 1\n"
    assert chosen(tmp_path, {"mine.ipynb": book(more)}, chapter)[0] == "mine.ipynb"
