"""``autograder reset``: put one task back to its stub, and keep a copy of the file."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

from autograder.authoring import notebooks
from autograder.course import chapters, compose, percent
from autograder.course.chapters import Chapter
from autograder.course.source import read
from autograder.errors import UsageError

_WRITES = re.compile(r"%%writefile [^\n]*\n\n*")  # how a cell of a package's notebook begins
BACKUPS = Path(".autograder") / "backups"


def reset(chapter: Chapter, task: str, path: Path, home: Path) -> Path:
    """Put a task's cell back to its stub; the rest of the file stays as it is.

    Args:
        chapter: of the task.
        task: its id.
        path: the student's module or notebook, or the folder of a package.
        home: the folder whose ``.autograder/backups`` gets a copy of the file first.

    Returns:
        The copy.

    Raises:
        UsageError: the file has no such cell, or this kit has no untouched stub.
    """
    if path.is_dir():
        path = path / f"{task.partition('.')[0]}.py"
    text = read(path)
    stub = _stub(chapter, task, path)
    change = _in_notebook if path.suffix == ".ipynb" else _in_module
    changed = change(text, task, stub, path)
    copy = _keep(path, home / BACKUPS)
    path.write_text(changed, encoding="utf-8")
    return copy


def _stub(chapter: Chapter, task: str, path: Path) -> str:
    source = chapters.load(chapter)
    own = path.resolve()
    if not source.solved and source.path.resolve() in (own.with_suffix(".py"), own.parent):
        raise UsageError(
            f"{path}: Expected an untouched copy of the exercises in this kit, but there is none. "
            "Take the cell from a fresh copy of the course."
        )
    cells = percent.parse(compose.module(source, {task: None}), source.path)
    return next(cell.source for cell in cells if cell.task == task)


def _in_module(text: str, task: str, stub: str, path: Path) -> str:
    cells = percent.parse(text, path, strict=False)
    cell = next((cell for cell in cells if cell.task == task and cell.kind == "code"), None)
    if cell is None:
        raise _no_cell(path, task, f'the line `# %% task="{task}"`')
    lines = text.split("\n")
    lines[cell.line - 1 : cell.line - 1 + cell.source.count("\n") + 1] = [stub]
    return "\n".join(lines)


def _in_notebook(text: str, task: str, stub: str, path: Path) -> str:
    try:
        content = json.loads(text)
        cell = next((cell for cell in content["cells"] if _task_of(cell) == task), None)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise UsageError(f"{path}: Expected a notebook, but got something else.") from error
    if cell is None:
        raise _no_cell(path, task, "its cell")
    old = "".join(cell["source"])
    if magic := _WRITES.match(old):
        stub = f"{magic[0]}{stub}\n"
    cell["source"] = stub.splitlines(keepends=True)
    cell["outputs"] = []
    return notebooks.dumps(content)


def _task_of(cell: dict[str, Any]) -> Any:
    return cell.get("metadata", {}).get("autograder", {}).get("task")


def _no_cell(path: Path, task: str, what: str) -> UsageError:
    return UsageError(
        f"{path}: Expected {what}, where {task} belongs, but found none. Take it from a fresh copy "
        "of the exercise."
    )


def _keep(path: Path, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    number = 1
    while (copy := folder / f"{path.stem}.{number}{path.suffix}").exists():
        number += 1
    shutil.copy2(path, copy)
    return copy
