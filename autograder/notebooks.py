"""Notebooks as plain JSON: format 4.5, no outputs, the same bytes for the same cells."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from autograder.percent import Cell, prose

_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def notebook(cells: Sequence[Cell], name: str) -> dict[str, Any]:
    """Make a notebook of cells; validates against nbformat 4.5.

    Args:
        cells: in order. The cell of a task carries the task's name in its metadata. An explore
            cell may raise without ending *Run all*: it calls tasks that are not solved yet.
        name: the chapter, from which ids of cells are made that belong to no task.
    """
    ids = _ids(cells, name)
    return {
        "cells": [_cell(cell, id_) for cell, id_ in zip(cells, ids, strict=True)],
        "metadata": {"kernelspec": dict(_KERNEL)},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def dumps(content: dict[str, Any]) -> str:
    """The text of a notebook file, as Jupyter writes it."""
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def _ids(cells: Sequence[Cell], name: str) -> list[str]:
    """An id for each cell; a cell without a task counts from the task before it.

    So a new cell changes the ids up to the next task, not those of the whole notebook.
    """
    ids: list[str] = []
    anchor, count = name, 0
    for cell in cells:
        count += 1
        if cell.task is not None:
            anchor, count = f"{name} {cell.task}", 0
        ids.append(_new_id(cell.task or f"{anchor} {count}", ids))
    return ids


def _new_id(text: str, taken: list[str]) -> str:
    digest = hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()[:8]
    return _new_id(f"{text} again", taken) if digest in taken else digest


def _cell(cell: Cell, id_: str) -> dict[str, Any]:
    if cell.kind == "markdown":
        source = prose(cell)
        return {"cell_type": "markdown", "id": id_, "metadata": {}, "source": _lines(source)}
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": id_,
        "metadata": _metadata(cell),
        "outputs": [],
        "source": _lines(cell.source),
    }


def _metadata(cell: Cell) -> dict[str, Any]:
    if cell.kind == "explore":
        return {"tags": ["raises-exception"]}
    return {} if cell.task is None else {"autograder": {"task": cell.task}}


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)
