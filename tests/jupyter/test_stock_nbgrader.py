"""nbgrader without the kit's preprocessor: a test cell's value is its points."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest

from autograder.course import percent, solutions
from autograder.course.mistakes import catalogue
from autograder.course.source import Source
from autograder.grading.grader import grade
from autograder.grading.request import GradeRequest
from autograder.remote.launch import Template
from autograder.submission import from_bytes

pytest.importorskip("nbgrader", reason="needs the extra `instructor`")
nbclient = pytest.importorskip("nbclient")
pytestmark = [pytest.mark.filterwarnings("ignore"), pytest.mark.exhaustive]


def handed_in(source: Source) -> dict[str, object]:
    """The notebook of a student with one mistake and one task not begun, both named in the test."""
    from autograder.nbgrader.cells import source_notebook

    notebook = source_notebook(source, None)
    mistake = next(m for m in catalogue(source.chapter) if m.task == "make_line")
    for cell in notebook["cells"]:
        task = cell["metadata"].get("autograder", {}).get("task")
        if task is not None:
            code = percent.Cell("code", "".join(cell["source"]), 1, {"task": task})
            solved = solutions.stub(code, "f") if task == "split" else solutions.solved(code, "f")
            cell["source"] = mistake.source if task == "make_line" else solved
    return notebook


def test_partial_credit_is_that_of_the_kit(
    workflow: Source, template: Template, tmp_path: Path
) -> None:
    """Task by task, hidden checks included; nothing is above or below its bounds."""
    from nbgrader.utils import determine_grade, is_grade

    notebook = handed_in(workflow)
    data = json.dumps(notebook).encode()
    submission = from_bytes(data, "ch01_workflow.ipynb", "ch01_workflow", wanted=workflow.names)
    result = grade(submission, "", GradeRequest(hidden=True, template=template))
    ran = nbformat.reads(data.decode(), as_version=4)
    resources = {"metadata": {"path": str(tmp_path)}}
    nbclient.NotebookClient(ran, timeout=300, kernel_name="python3", resources=resources).execute()
    points = [determine_grade(cell)[0] for cell in ran.cells if is_grade(cell)]

    wanted = [task.points for task in result.tasks()]
    assert points == pytest.approx(wanted, abs=0.01)
    assert sum(points) < workflow.points
    assert points[1] == 0


def test_the_validate_button_knows_solved_from_unsolved(workflow: Source, tmp_path: Path) -> None:
    """It lists the two tasks that are wrong, and none of the others."""
    from nbgrader.validator import Validator
    from traitlets.config import Config

    path = tmp_path / "ch01_workflow.ipynb"
    path.write_text(json.dumps(handed_in(workflow)), encoding="utf-8")
    found = Validator(config=Config(Execute={"timeout": 300})).validate(str(path))

    assert [cell["source"] for cell in found["failed"]] == [
        'score("make_line")',
        'score("split")',
    ]
