"""Exporter of ``nbgrader autograde``: reads any submission, and restores its graded cells."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbgrader.api import Gradebook

from autograder.nbgrader import handed_in
from autograder.nbgrader.handed_in import HandedIn
from autograder.nbgrader.restore import Expected, Json, restored
from autograder.text import one_line


class HandedInExporter(NotebookExporter):
    """Reads a submission as data and restores the cells that nbgrader grades.

    Its parent is nbgrader's Autograde, which comes here twice: with what was handed in, and then
    with its own copy, in which students have written nothing but text. There is one for a run of
    it, so what the gradebook says about an assignment is asked once.
    """

    _known: tuple[tuple[str, ...], tuple[list[Expected], Json]] | None = None

    def from_filename(self, filename: str, resources: Any = None, **kw: Any) -> Any:
        """Convert one notebook."""
        names = resources["nbgrader"]
        folder = Path(self._folder(names["student"], names["assignment"]))
        if Path(filename).parent != folder:
            return super().from_filename(filename, resources=resources, **kw)
        found = handed_in.read(Path(filename), names["assignment"])
        expected, kernel = self._released(names)
        node = nbformat.from_dict(_notebook(found, expected, kernel))
        resources["metadata"] = {"name": names["notebook"], "path": str(folder)}
        convert: Any = self.from_notebook_node
        return convert(node, resources=resources, **kw)

    def _released(self, names: Any) -> tuple[list[Expected], Json]:
        """The cells that students were given, and the kernel; looked up once a run."""
        key = (names["db_url"], names["assignment"], names["notebook"])
        if self._known is None or self._known[0] != key:
            with Gradebook(names["db_url"]) as gradebook:
                book = gradebook.find_notebook(names["notebook"], names["assignment"])
                released = list(_expected(book)), json.loads(book.kernelspec or "{}")
            self._known = (key, released)
        return self._known[1]

    def _folder(self, student: str, assignment: str) -> str:
        course: Any = self.parent.coursedir  # type: ignore[union-attr]
        return str(course.format_path(course.submitted_directory, student, assignment))


def _expected(book: Any) -> Iterator[Expected]:
    """The cells of nbgrader's database, in the order of the notebook."""
    graded = {cell.name: cell for cell in book.grade_cells}
    answers = {cell.name for cell in book.solution_cells}
    for cell in book.source_cells:
        grade = graded.get(cell.name)
        yield Expected(
            grade_id=cell.name,
            kind=cell.cell_type,
            source=cell.source or "",
            checksum=cell.checksum or "",
            grade=grade is not None,
            solution=cell.name in answers,
            locked=bool(cell.locked),
            points=None if grade is None else float(grade.max_score),
        )


def _notebook(found: HandedIn, expected: list[Expected], kernel: Json) -> Json:
    cells = restored(found.cells, expected)
    if found.note:
        # Four spaces make it code, in which markdown obeys no mark.
        text = f"**About this submission**\n\n    {one_line(found.note, 500)}"
        cells.insert(0, {"cell_type": "markdown", "metadata": {}, "source": text})
    return {
        "cells": [{**cell, "id": f"cell-{number}"} for number, cell in enumerate(cells, 1)],
        "metadata": {"kernelspec": kernel},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
