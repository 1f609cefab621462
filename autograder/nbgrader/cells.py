"""Make the source notebook of a chapter for nbgrader: answers, tests, a written question.

Each task has two cells: the answer, which nbgrader calls an autograded solution, and its test,
locked and worth the task's points. The test cell is the chapter's own check, as `score("task")`: it
holds no test, students run it as they work, and after grading the kit's result is its output.
"""

from __future__ import annotations

import hashlib
from typing import Any

from autograder.authoring import build, notebooks
from autograder.course.source import Source
from autograder.nbgrader.written import Written

Json = dict[str, Any]

WRITTEN = "written_answer"


def test_id(task: str) -> str:
    """The id of the cell that holds a task's points."""
    return f"test_{answer_id(task)}"


def answer_id(task: str) -> str:
    """The id of the cell with a task's answer; a task of a package has a dot, an id has none."""
    return task.replace(".", "-")


def source_notebook(source: Source, question: Written | None, kit: str = notebooks.KIT) -> Json:
    """The instructor's notebook of a chapter, solutions between nbgrader's markers.

    Args:
        source: the chapter, read from its solution.
        question: what is answered in prose, or None.
        kit: what the first cell installs where the kit is missing.
    """
    notebook = build.compose_notebook(source, _marked(source), kit)
    cells = [_with_role(cell, source) for cell in notebook["cells"]]
    if question:
        cells[-2:-2] = _prose(question, source.chapter.name)  # the last two check all tasks
    return {**notebook, "cells": cells}


def _marked(source: Source) -> dict[str, str]:
    """Each task's cell as its author wrote it, solution markers included."""
    return {c.task: c.source for c in source.cells if c.kind == "code" and c.task is not None}


def _with_role(cell: Json, source: Source) -> Json:
    ours = cell["metadata"].get("autograder", {})
    points = {task.id: task.points for task in source.tasks}
    task, checked = ours.get("task"), ours.get("check")
    if task in points:
        role = _role(answer_id(task), solution=True)
    elif checked in points:
        # The bridge runs no such cell; a stock nbgrader takes its value for the points.
        cell = {**cell, "source": f'score("{checked}")'}
        role = _role(test_id(checked), grade=True, locked=True, points=points[checked])
    else:
        return cell
    return {**cell, "metadata": {**cell["metadata"], "nbgrader": role}}


def _prose(question: Written, chapter: str) -> list[Json]:
    text = f"{question.question}\n\n*{question.points} points, graded by a person.*"
    asked = {"nbgrader": _role(f"{WRITTEN}_question", locked=True)}
    answered = {"nbgrader": _role(WRITTEN, grade=True, solution=True, points=question.points)}
    return [
        _markdown(text, asked, f"{chapter} question"),
        _markdown(question.guide, answered, f"{chapter} answer"),
    ]


def _markdown(text: str, metadata: Json, name: str) -> Json:
    return {"cell_type": "markdown", "id": _cell_id(name), "metadata": metadata, "source": text}


def _role(
    grade_id: str,
    *,
    grade: bool = False,
    solution: bool = False,
    locked: bool = False,
    points: int | None = None,
) -> Json:
    role: Json = {"schema_version": 3, "grade_id": grade_id, "task": False}
    role |= {"grade": grade, "solution": solution, "locked": locked}
    return role if points is None else {**role, "points": float(points)}


def _cell_id(text: str) -> str:
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()[:12]
