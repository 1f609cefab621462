"""Preprocessor of ``nbgrader generate_assignment``: puts the kit's stubs in place of solutions."""

from __future__ import annotations

from typing import Any

from nbgrader import utils
from nbgrader.preprocessors import ClearSolutions

from autograder.course import solutions
from autograder.course.percent import Cell
from autograder.errors import UsageError
from autograder.nbgrader.cells import test_id


class ClearTasks(ClearSolutions):  # type: ignore[misc]
    """nbgrader's ClearSolutions, with the kit's stubs in the cells of the kit's tasks.

    A notebook that could not be graded is refused: the kit fills in tests of its own tasks only,
    and runs no others.
    """

    def preprocess(self, nb: Any, resources: Any) -> Any:
        """Clear a notebook's solutions.

        Raises:
            UsageError: solution markers are not in order, or a test is not of one of its tasks.
        """
        known = {test_id(task) for cell in nb.cells if (task := _task(cell)) is not None}
        for cell in nb.cells:
            if utils.is_grade(cell) and not utils.is_solution(cell):
                _refuse_other(cell.metadata.nbgrader.grade_id, known, resources)
        return super().preprocess(nb, resources)

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> Any:
        """Make one cell a stub."""
        task = _task(cell)
        if cell.cell_type != "code" or task is None:
            return super().preprocess_cell(cell, resources, cell_index)
        text = Cell("code", cell.source, 1, {"task": task})
        cell.source = solutions.stub(text, f"{_notebook(resources)}[cell {cell_index + 1}]")
        return cell, resources


def _task(cell: Any) -> str | None:
    task = cell.metadata.get("autograder", {}).get("task")
    return None if task is None else str(task)


def _refuse_other(grade_id: str, known: set[str], resources: Any) -> None:
    if grade_id not in known:
        raise UsageError(
            f"{_notebook(resources)}: Expected every test to be of a task of the kit, but got "
            f"{grade_id!r}, which the kit would not run. Make that cell manually graded."
        )


def _notebook(resources: Any) -> str:
    return f"{resources['nbgrader']['notebook']}.ipynb"
