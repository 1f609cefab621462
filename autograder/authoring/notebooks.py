"""Notebooks as plain JSON: format 4.5, no outputs, the same bytes for the same cells."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from autograder.course.percent import Cell, prose

KIT = ".."  # an exercise's notebook lies in a folder of the kit
_ROLES = ("setup", "check")  # of cells that are the kit's, not the chapter's
_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
_SETUP = """\
# Run this cell first. Where the kit is missing, as in Colab, it is installed from KIT: the kit's
# folder, its zip, or its address.
KIT = {kit}
import importlib.util

if getattr(importlib.util.find_spec("autograder"), "origin", None) is None:
    %pip install --quiet "{{KIT}}"
%load_ext autograder
%autograder {label}"""


def setup(label: str, kit: str) -> Cell:
    """The cell that gives a notebook its ``check``, installing the kit first if need be.

    Submissions are read without it: magics and bare calls are no part of the work.

    Args:
        label: of the chapter, e.g. ``01``.
        kit: what pip installs: a folder, an archive or an address.
    """
    return Cell("code", _SETUP.format(kit=json.dumps(kit), label=label), 0, {"setup": label})


def check(task: str | None = None) -> Cell:
    """The cell that checks a task, or all of them."""
    source = f"check({json.dumps(task)})" if task else "check()"
    return Cell("code", source, 0, {"check": task or "all tasks"})


def with_checks(cells: Sequence[Cell]) -> list[Cell]:
    """The cells, with one that checks it after each task's and what ends the same module."""
    made: list[Cell] = []
    task: Cell | None = None
    for cell in cells:
        ends = task and cell.kind == "code" and not cell.task and cell.module == task.module
        if task and not (ends and task.module):
            made.append(check(task.task))
            task = None
        made.append(cell)
        task = cell if cell.task else task
    return [*made, check(task.task)] if task else made


def notebook(cells: Sequence[Cell], name: str) -> dict[str, Any]:
    """Make a notebook of cells; validates against nbformat 4.5.

    Args:
        cells: in order. The cell of a task carries the task's name in its metadata, those made by
            `setup` and `check` say so there. An explore cell may raise without ending *Run all*:
            it calls tasks that are not solved yet.
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
        role = next((f"{key} {cell.header[key]}" for key in _ROLES if key in cell.header), "")
        count += not role
        if cell.task is not None:
            anchor, count = f"{name} {cell.task}", 0
        ids.append(_new_id(cell.task or role or f"{anchor} {count}", ids))
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
    roles = {key: cell.header[key] for key in ("task", *_ROLES) if key in cell.header}
    return {"autograder": roles} if roles else {}


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)
