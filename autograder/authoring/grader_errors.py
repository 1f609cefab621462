"""What an author got wrong in a chapter's graders, hints and catalogue of mistakes."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from autograder.authoring import graderfiles, leaks
from autograder.authoring.graderfiles import CheckCode
from autograder.authoring.source_errors import header, parsed, tells
from autograder.course.mistakes import hints_in
from autograder.course.percent import Cell, PercentError, parse
from autograder.course.source import Source, bare, definitions, did_you_mean, read
from autograder.errors import UsageError

Found = tuple[Path, int, str]

_LEAST_MISTAKES = 3
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
    mistakes = folder / "mistakes.py"
    yield from ((mistakes, line, text) for line, text in _mistakes(mistakes, source))


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
    marks = {cell.task: cell.mark for cell in source.cells}
    for task in source.tasks:
        own = [c for c in checks if c.task == task.id and c.name.startswith("test_")]
        if not own:
            yield (
                marks[task.id],
                f"Expected a check of task {task.id!r} in public.py or hidden.py, but got none. "
                f'Write one: a function test_... with @task("{task.id}", points={task.points}).',
            )
        elif all(check.points for check in own) and not _adds_up(own, task.points):
            total = sum((c.points or 0) * (1 if c.times is None else c.times) for c in own)
            yield (
                marks[task.id],
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


def _mistakes(path: Path, source: Source) -> Iterator[tuple[int, str]]:
    try:
        cells = parse(read(path), path)
    except PercentError as error:
        yield error.line, error.problem
        return
    except UsageError:
        yield 1, "Expected the catalogue of known mistakes here, but got no readable file."
        return
    secrets = _secrets(source)
    seen: dict[object, int] = {}
    for cell in cells:
        if cell.kind == "code":
            yield from _mistake(cell, source, secrets, seen)
    yield from _too_few(cells, source)


def _too_few(cells: list[Cell], source: Source) -> Iterator[tuple[int, str]]:
    for task in source.tasks:
        count = sum(1 for c in cells if c.task == task.id and "misconception" in c.header)
        if count < _LEAST_MISTAKES:
            yield (
                1,
                f"Expected at least {_LEAST_MISTAKES} misconceptions of task {task.id!r}, but got "
                f"{count}. Add what students get wrong there.",
            )


def _mistake(
    cell: Cell, source: Source, secrets: dict[str, tuple[str, ...]], seen: dict[object, int]
) -> Iterator[tuple[int, str]]:
    tree, errors = parsed(cell)
    yield from errors
    if cell.mark == 0 and (tree is None or not _code_lines(tree, cell)):
        return  # the file's own docstring and comments
    yield from header(cell, ("misconception", "task"))
    name = cell.header.get("misconception")
    if not isinstance(name, str) or cell.task is None:
        yield (
            cell.mark or 1,
            'Expected a header `# %% misconception="name" task="name"`, but got one without '
            "misconception or task. A cell replaces the whole cell of its task.",
        )
        return
    if seen.setdefault(name, cell.mark) != cell.mark:
        yield (
            cell.mark,
            f"Expected each misconception's name once, but got {name!r} already in line "
            f"{seen[name]}. Rename one of them.",
        )
    yield from ((cell.mark, text) for text in _unknown(cell.task, source))
    if tree is not None:
        told = secrets.get(cell.task, ())
        yield from ((cell.mark, text) for text in _content(cell, tree, source, told))


def _content(
    cell: Cell, tree: ast.Module, source: Source, secrets: tuple[str, ...]
) -> Iterator[str]:
    levels = hints_in(cell.source)
    if len(levels) != _LEVELS:
        yield (
            f"Expected the docstring to have exactly {_LEVELS} paragraphs (observed, idea, where "
            f"to look), but got {len(levels)}. For constants it is a string at the cell's top."
        )
    own = {leaks.squeeze(line) for line in _code_lines(tree, cell)}
    told = leaks.leak("\n".join(levels), [line for line in secrets if line not in own])
    if told:
        yield tells("a hint", told)
    wanted = next((t.names for t in source.tasks if t.id == cell.task), ())
    missing = [name for name in map(bare, wanted) if name not in definitions(cell.source)]
    if missing:
        yield (
            f"Expected the cell to define all that the task's cell defines, but got no "
            f"{', '.join(missing)}. Copy the missing parts from the solution."
        )


def _code_lines(tree: ast.Module, cell: Cell) -> list[str]:
    """The lines of a cell that are neither blank, nor a comment, nor in a string statement."""
    hidden: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            hidden.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    lines = enumerate(cell.source.split("\n"), start=1)
    return [x for n, x in lines if n not in hidden and x.strip() and not x.lstrip().startswith("#")]


def _secrets(source: Source) -> dict[str, tuple[str, ...]]:
    try:
        return leaks.secrets(source)
    except UsageError:  # marks not in order: said where the solution is checked
        return {}
