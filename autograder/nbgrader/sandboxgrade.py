"""Preprocessor in place of nbgrader's ``Execute``: writes the kit's results as cell outputs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Unicode

from autograder.course import chapters
from autograder.errors import KitError
from autograder.grading.results import Result
from autograder.nbgrader import feedback, waiting_results
from autograder.nbgrader.cells import test_id
from autograder.nbgrader.layout import Course


class SandboxGrade(NbGraderPreprocessor):  # type: ignore[misc]
    """Writes scores and feedback that the kit has prepared; runs nothing.

    Every test cell gets a plain float between 0 and its points, which nbgrader's SaveAutoGrades
    reads. A submission that the kit itself failed to grade is an error, never a zero.
    """

    course = Unicode(".", help="Folder of the course.").tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> Any:
        """Fill in one notebook.

        Raises:
            UsageError: the assignment is no chapter of the kit.
            KitError: there is no result for this very submission.
        """
        names = resources["nbgrader"]
        chapter = chapters.find(names["assignment"])
        result = waiting_results.load(Course(Path(self.course)), names["student"], chapter.name)
        if result is None:
            raise KitError(
                f"{names['student']}: Expected a result of {chapter.name} in "
                f"{Course(Path(self.course)).run.path}, but the kit could not grade it. See the "
                f"messages above, and try `autograder nbgrader autograde {chapter.name}`."
            )
        _fill(nb, result)
        return nb, resources


def _fill(nb: Any, result: Result) -> None:
    tasks = {test_id(task.task_id): task for task in result.tasks()}
    for cell in nb.cells:
        if cell.cell_type != "code":
            continue
        cell.outputs, cell.execution_count = [], None
        if utils.is_grade(cell) and not utils.is_solution(cell):
            role = cell.metadata.nbgrader
            task, most = tasks.get(role.grade_id), float(role.points)
            text = feedback.report(task, most) if task else feedback.unknown(role.grade_id)
            cell.outputs = _outputs(text, feedback.score(task, most))


def _outputs(text: str, score: float) -> list[Any]:
    said = NotebookNode(output_type="stream", name="stdout", text=text)
    value = NotebookNode(output_type="execute_result", execution_count=None)
    value.update(metadata=NotebookNode(), data=NotebookNode({"text/plain": repr(score)}))
    return [said, value]
