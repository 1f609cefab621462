"""A student's progress and hint levels, kept in ``.autograder/progress.json``."""

from __future__ import annotations

import ast
import contextlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from autograder import atomic
from autograder.course import chapters, source
from autograder.course.chapters import Chapter
from autograder.errors import UsageError
from autograder.grading.results import PASS, Result, TaskResult

FILE = Path(".autograder") / "progress.json"
VERSION = 1


@dataclass(frozen=True, slots=True)
class TaskState:
    """One task's state since its last check.

    Attributes:
        status: as in ``results``; points and max_points are those of the public checks.
        where: ``file:line`` of its code in the student's file.
        misconception: the mistake that was recognised, or None; ``hints`` are its levels.
        level: how many hint levels were shown, 0 to 3.
    """

    points: float
    max_points: float
    status: str
    where: str = ""
    misconception: str | None = None
    hints: tuple[str, ...] = ()
    level: int = 0


@dataclass(frozen=True, slots=True)
class Hint:
    """One hint: its text, its level from 1 on, how many there are."""

    text: str
    level: int
    levels: int


def home() -> Path:
    """Find the folder whose progress this is: the one with ``exercises`` in it, or this one."""
    try:
        folder = chapters.working_folder()
    except UsageError:
        return Path.cwd()
    return folder.parent if folder.name == "exercises" else folder


def read_progress(folder: Path) -> dict[str, TaskState]:
    """Read the progress of a working folder; nothing where the file is absent or damaged."""
    try:
        data = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return {name: _state(values) for name, values in data["tasks"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def write_progress(folder: Path, tasks: Mapping[str, TaskState]) -> None:
    """Write the progress; do nothing where the folder cannot be written."""
    data = {"version": VERSION, "tasks": {name: asdict(state) for name, state in tasks.items()}}
    with contextlib.suppress(OSError):
        atomic.write(folder / FILE, json.dumps(data, indent=1) + "\n")


def name_of(chapter: str, task: str) -> str:
    """Name a task across chapters: ``ch01_workflow.make_line``."""
    return f"{chapter}.{task}"


def remember(tasks: Mapping[str, TaskState], result: Result) -> dict[str, TaskState]:
    """Return the progress after a check; hint levels stay while the hints stay the same."""
    new = {name_of(result.chapter, task.task_id): _seen(task) for task in result.tasks()}
    for name, state in new.items():
        old = tasks.get(name)
        if old and _what(old) == _what(state) and state.status != PASS:
            new[name] = replace(state, level=max(old.level, state.level))
    return {**tasks, **new}


def next_hint(state: TaskState | None, general: tuple[str, ...]) -> Hint | None:
    """Return the hint after the last one shown, at the end the last again; None without hints.

    Args:
        state: of the task, None before its first check.
        general: the hints that fit every mistake in this task.
    """
    texts = state.hints if state and state.hints else general
    if not texts:
        return None
    level = min((state.level if state else 0) + 1, len(texts))
    return Hint(texts[level - 1], level, len(texts))


def advanced(state: TaskState | None, hint: Hint) -> TaskState:
    """Note that a hint was shown."""
    return replace(state or TaskState(0, 0, "not_started"), level=hint.level)


def general_hints(chapter: Chapter, task: str) -> tuple[str, ...]:
    """Read a task's entry in ``HINTS`` of the chapter's public graders, without running them."""
    path = chapter.folder / "public.py"
    for node in ast.parse(source.read(path)).body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        names = [target.id for target in targets if isinstance(target, ast.Name)]
        if "HINTS" in names and isinstance(node, ast.Assign | ast.AnnAssign) and node.value:
            hints: dict[str, tuple[str, ...]] = ast.literal_eval(node.value)
            return tuple(hints.get(task, ()))
    return ()


def _state(values: dict[str, Any]) -> TaskState:
    state = TaskState(**{**values, "hints": tuple(str(hint) for hint in values["hints"])})
    if not (isinstance(state.level, int) and 0 <= state.level <= len(state.hints or "123")):
        raise ValueError(state.level)
    return replace(state, points=float(state.points), max_points=float(state.max_points))


def _what(state: TaskState) -> object:
    """The mistake that was recognised; of one without a name, its hints."""
    return state.misconception or state.hints


def _seen(task: TaskResult) -> TaskState:
    named = next((test for test in task.tests if test.misconception or test.hints), None)
    worst = next((test for test in task.tests if test.status == task.status), task.tests[0])
    return TaskState(
        points=task.points,
        max_points=task.max_points,
        status=task.status,
        where=(named or worst).where,
        misconception=named.misconception if named else None,
        hints=named.hints if named else (),
        level=1 if named and named.hints else 0,  # the check itself shows the first level
    )
