"""What an author got wrong in a chapter's graders, hints and catalogue of mistakes."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from autograder.authoring import (
    graderfiles,
    leaks,
    mistake_errors,
    promise_errors,
    promises,
)
from autograder.authoring.graderfiles import CheckCode
from autograder.authoring.source_errors import tells
from autograder.course.mistakes import path_of
from autograder.course.source import Source, did_you_mean, read
from autograder.errors import UsageError

Found = tuple[Path, int, str]

_LEVELS = 3


def found(source: Source, folder: Path) -> Iterator[Found]:
    """All that is wrong in the files of a grader folder, as seen from the chapter's tasks."""
    checks: list[CheckCode] = []
    for name in ("public.py", "hidden.py"):
        tree, errors = _tree(folder / name)
        yield from ((folder / name, line, text) for line, text in errors)
        if tree is None:
            continue
        here = graderfiles.checks(tree)
        checks += here
        yield from ((folder / name, c.line, text) for c in here for text in _check(c, source))
        if name == "public.py":
            yield from ((folder / name, line, text) for line, text in _hints(tree, source))
    yield from ((source.path, line, text) for line, text in _points(source, checks))
    catalogue, ledger = path_of(folder), promises.path_of(folder)
    known = _secrets(source)
    yield from ((catalogue, *error) for error in mistake_errors.found(catalogue, source, known))
    yield from ((ledger, *error) for error in promise_errors.found(source, folder))


def _tree(path: Path) -> tuple[ast.Module | None, list[tuple[int, str]]]:
    try:
        return ast.parse(read(path)), []
    except UsageError:
        return None, [(1, "Expected the graders of this chapter here, but got no readable file.")]
    except SyntaxError as error:
        return None, [(error.lineno or 1, f"Expected Python, but got: {error.msg}. Correct it.")]


def _check(check: CheckCode, source: Source) -> Iterator[str]:
    if check.task is None or check.points is None:
        yield (
            f'Expected {check.name} to have a decorator such as @task("make_line", points=2), a '
            "name and a positive number written out, but got none. Add it, or rename a function "
            "that is no check."
        )
    if not check.name.startswith("test_"):
        yield (
            f"Expected a check's name to start with test_, but got {check.name}. Rename it: "
            "pytest passes over it as it is."
        )
    if not check.documented:
        yield (
            f"Expected {check.name} to have a docstring, but got none. Write one line: it is what "
            "the student reads."
        )
    if check.task is not None:
        yield from _unknown(check.task, source)


def _unknown(task: str, source: Source) -> Iterator[str]:
    known = [t.id for t in source.tasks]
    if task not in known:
        yield (
            f"Expected a task of {source.path.name}, but got {task!r}. "
            f"{did_you_mean(task, known)}Its tasks: {', '.join(known) or 'none'}."
        )


def _points(source: Source, checks: list[CheckCode]) -> Iterator[tuple[int, str]]:
    header_lines = {cell.task: cell.header_line for cell in source.cells}
    for task in source.tasks:
        own = [c for c in checks if c.task == task.id and c.name.startswith("test_")]
        if not own:
            yield (
                header_lines[task.id],
                f"Expected a check of task {task.id!r} in public.py or hidden.py, but got none. "
                f'Write one: a function test_... with @task("{task.id}", points={task.points}).',
            )
        elif all(check.points for check in own) and not _adds_up(own, task.points):
            total = sum((c.points or 0) * (1 if c.times is None else c.times) for c in own)
            yield (
                header_lines[task.id],
                f"Expected points={task.points} of {task.id!r} to be the sum of its checks' "
                f"points, but got {total:g} there. Change the header or the checks.",
            )


def _adds_up(checks: list[CheckCode], points: int) -> bool:
    """Whether the checks can give the points; how often a computed one runs is not known here."""
    left = points - sum((c.points or 0) * c.times for c in checks if c.times is not None)
    computed = [c.points or 0 for c in checks if c.times is None]
    if len(computed) == 1:
        return left > 0 and left % computed[0] == 0
    return left >= sum(computed) if computed else left == 0


def _hints(tree: ast.Module, source: Source) -> Iterator[tuple[int, str]]:
    hints, line = graderfiles.hints(tree)
    if line is None:
        yield 1, "Expected HINTS = {...} with an entry for each task, but got none. Add it."
        return
    secrets = _secrets(source)
    for hint in hints:
        yield from ((hint.line, text) for text in _unknown(hint.task, source))
        if hint.levels is None or len(hint.levels) != _LEVELS or not all(hint.levels):
            yield (
                hint.line,
                f"Expected the hints of {hint.task!r} to be {_LEVELS} texts (what to look at, the "
                f"idea, where), but got {_got(hint.levels)}.",
            )
        told = leaks.leak("\n".join(hint.levels or ()), secrets.get(hint.task, ()))
        if told:
            yield hint.line, tells("a hint", told)
    for task in source.tasks:
        if task.id not in [hint.task for hint in hints]:
            yield line, f"Expected HINTS to have an entry for {task.id!r}, but got none. Add it."


def _got(levels: tuple[str, ...] | None) -> str:
    if levels is None:
        return "something else"
    return "an empty one" if len(levels) == _LEVELS else str(len(levels))


def _secrets(source: Source) -> dict[str, tuple[str, ...]]:
    try:
        return leaks.secrets(source)
    except UsageError:  # markers not in order: said where the solution is checked
        return {}
