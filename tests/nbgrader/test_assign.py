"""What students get."""

import json

import nbformat
import pytest

from autograder.authoring import build
from autograder.course import chapters
from autograder.errors import UsageError
from autograder.nbgrader.assign import ClearTasks

CHAPTER = "ch00_fundamentals"


def test_the_released_notebook_is_the_exercise(pristine) -> None:
    """Stubs, texts and checks are the kit's own; only the written question is added."""
    released = pristine.released()["cells"]
    plain = build.stub_notebook(chapters.load(chapters.find(CHAPTER)))["cells"]
    ids = [cell["metadata"].get("nbgrader", {}).get("grade_id", "") for cell in released]
    prose = [cell for cell, name in zip(released, ids, strict=True) if "written" in name]
    tests = [cell["id"] for cell, name in zip(released, ids, strict=True) if "test_" in name]
    others = {cell["id"]: "".join(cell["source"]) for cell in released if cell not in prose}

    assert list(others) == [cell["id"] for cell in plain]
    for cell in plain:
        if cell["id"] not in tests:
            assert others[cell["id"]] == "".join(cell["source"])
    assert "".join(prose[1]["source"]) == "YOUR ANSWER HERE"


def test_no_solution_and_no_guide_is_released(pristine) -> None:
    """Nor is there a mark where one was."""
    text = json.dumps(pristine.released())

    assert "SOLUTION" not in text
    assert "Three points:" not in text


def test_a_test_the_kit_would_not_run_is_refused(pristine) -> None:
    """It would have no output, which nbgrader takes for full marks."""
    path = pristine.course.source(CHAPTER) / f"{CHAPTER}.ipynb"
    book = nbformat.read(path, as_version=4)
    role = {"grade_id": "mine", "grade": True, "solution": False, "locked": True, "points": 5}
    book.cells.append(nbformat.v4.new_code_cell("assert f()", metadata={"nbgrader": role}))

    with pytest.raises(UsageError, match="to be of a task of the kit, but got 'mine'"):
        ClearTasks().preprocess(book, {"nbgrader": {"notebook": CHAPTER}})
