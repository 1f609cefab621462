"""Find authors' errors in a chapter's solution: pairs of line and message."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from autograder.authoring import leaks
from autograder.course import compose, solutions
from autograder.course.changes import WORDS
from autograder.course.percent import Cell, prose
from autograder.course.source import Source, bare, definitions, did_you_mean
from autograder.errors import UsageError
from autograder.submission.units import is_main_guard

Found = tuple[int, str]

_KEYS = ("task", "points", "minutes", "needs", "concept", "changes", "file")
_FIRST_KEYS = ("concepts", "package", "draft")
_NUMBERED = re.compile(r"# # (\d\d) · \S")
_WORTH = re.compile(r"\*\d+ points?\b.*\*$")
_CONSTANT_NAME = re.compile(r"[A-Z][A-Z0-9_]*|__\w+__")


def found(source: Source) -> list[Found]:
    """Yield the errors in the text of a solution, apart from its checks."""
    errors = [*_opening(source), *_between(source)]
    for cell in source.cells:
        errors += _in_cell(cell, is_first=cell is source.cells[0])
    if not errors:
        errors += _whole(source)
    return errors


def _in_cell(cell: Cell, *, is_first: bool) -> Iterator[Found]:
    keys, on = (_FIRST_KEYS, "markdown") if is_first else (_KEYS, "code")
    yield from header(cell, keys, on)
    if cell.kind == "code" and cell.header and cell.task is None and not cell.module:
        yield (
            cell.header_line,
            'Expected a header with values to name its task, but got no task="...".',
        )
    if cell.kind == "markdown":
        yield from _markdown(cell)
        return
    yield from _marks(cell)
    tree, errors = parsed(cell)
    yield from errors
    if tree is None or cell.kind == "explore":
        return
    if cell.task is None:
        strays = (n for n in _strays(tree) if not (cell.module and is_main_guard(n)))
        yield from ((cell.line + n.lineno - 1, _stray(n)) for n in strays)
    else:
        yield from _task(cell, tree)


def header(cell: Cell, keys: tuple[str, ...], on: str = "code") -> Iterator[Found]:
    """Keys that a header of this kind of file does not have."""
    for key in [key for key in cell.header if key not in keys]:
        yield (
            cell.header_line,
            f"Expected a header of {', '.join(keys)}, but got {key}=. {did_you_mean(key, keys)}"
            "Correct or remove it.",
        )
    if cell.kind != on and cell.header:
        yield (
            cell.header_line,
            f"Expected a {cell.kind} cell to have no values in its header, but got "
            f"{', '.join(cell.header)}. Put them on the code cell.",
        )


def parsed(cell: Cell) -> tuple[ast.Module | None, list[Found]]:
    """The cell's code as a tree, or None and the error; notebook commands are not looked at."""
    if cell.kind == "explore" and re.search(r"^\s*[%!]", cell.source, re.MULTILINE):
        return None, []
    try:
        return ast.parse(cell.source), []
    except SyntaxError as error:
        line = cell.line + (error.lineno or 1) - 1
        return None, [(line, f"Expected Python, but got a syntax error: {error.msg}. Correct it.")]


def _opening(source: Source) -> Iterator[Found]:
    first = source.cells[0] if source.cells else Cell("code", "", 1)
    number = _NUMBERED.match(first.source)
    if first.header_line == 0:
        yield (1, "Expected the file to begin with a cell `# %% [markdown]`, but got other text.")
    elif first.kind != "markdown" or number is None or number[1] != source.chapter.label:
        got = first.source.split("\n")[0]
        yield (
            first.line,
            "Expected the first line of the text to be the chapter's number and title, as in "
            f"`# # {source.chapter.label} · Title`, but got `{got}`. Change it.",
        )


def _markdown(cell: Cell) -> Iterator[Found]:
    for number, line in enumerate(cell.source.split("\n"), start=cell.line):
        if line.strip() and not line.startswith("#"):
            yield (
                number,
                f"Expected each line of a markdown cell to start with `# `, but got {line!r}. "
                "Start a code cell with a line `# %%`, or comment the line.",
            )
        elif _WORTH.match(line.removeprefix("# ")):
            yield (
                number,
                "Expected no line with points and minutes in the text, but got one. Remove it: "
                "it is generated from the task's header.",
            )


def _marks(cell: Cell) -> Iterator[Found]:
    markers = solutions.markers(cell.source)
    yield from ((cell.line + number, problem) for number, problem in markers.problems)
    is_task = cell.kind == "code" and cell.task is not None
    if markers and not is_task:
        yield cell.line, solutions.OUTSIDE
    if is_task and not markers:
        yield cell.header_line, solutions.no_solution(cell.task)


def _task(cell: Cell, tree: ast.Module) -> Iterator[Found]:
    yield from _numbers(cell)
    yield from _changes(cell)
    yield from _definition(cell, tree)
    markers = solutions.markers(cell.source)
    if not markers or markers.problems:
        return
    try:
        stub = ast.parse(solutions.stub(cell, ""))
    except SyntaxError as error:
        yield (
            cell.header_line,
            f"Expected what is left without the solution to be Python, but got: {error.msg}. Put "
            "whole statements between the markers, at one level of indentation.",
        )
        return
    yield from ((cell.header_line, _stray(node)) for node in _strays(stub))


def _numbers(cell: Cell) -> Iterator[Found]:
    for key in ("points", "minutes"):
        value = cell.header.get(key)
        if value is None and key == "points":
            yield (
                cell.header_line,
                f"Expected task {cell.task!r} to have points, but got none. Write points=N into "
                "its header, the sum of the points of its checks.",
            )
        elif value is not None and (not isinstance(value, int) or value < 1):
            yield (
                cell.header_line,
                f"Expected {key} to be a positive whole number, but got {value!r}. "
                f"Write it without quotes, e.g. {key}=5.",
            )


def _changes(cell: Cell) -> Iterator[Found]:
    for word in str(cell.header.get("changes", "")).split():
        if word not in WORDS:
            yield (
                cell.header_line,
                f"Expected changes to name what the task's functions may change, of "
                f"{', '.join(WORDS)}, but got {word!r}. {did_you_mean(word, tuple(WORDS))}"
                "Correct or remove it.",
            )


def _definition(cell: Cell, tree: ast.Module) -> Iterator[Found]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    defined = {node.name: node for node in tree.body if isinstance(node, kinds)}
    task = defined.get(bare(cell.task or ""))
    if task is None and (defined or not solutions.markers(cell.source).constants):
        names = ", ".join(defined) or "none"
        yield (
            cell.header_line,
            f"Expected the cell to define the function or class {cell.task!r} of its task, but "
            f"got {names}. Give the task the name of its first definition.",
        )
    elif not all(part.isidentifier() for part in (cell.task or "").split(".")):
        yield (
            cell.header_line,
            f"Expected a task's name to be a Python name, but got {cell.task!r}.",
        )
    elif task is not None and ast.get_docstring(task) is None:
        yield (
            cell.line + task.lineno - 1,
            f"Expected {cell.task!r} to have a docstring, but got none. Write one: it is the "
            "specification that the student reads.",
        )


def _strays(tree: ast.Module) -> Iterator[ast.stmt]:
    """Top-level statements a stub must not have: only imports, definitions and constants."""
    for node in tree.body:
        match node:
            case ast.Import() | ast.ImportFrom() | ast.Expr(value=ast.Constant(value=str())):
                continue
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                continue
            case ast.Assign() | ast.AnnAssign() if _is_constant(node):
                continue
            case _:
                yield node


def _is_constant(node: ast.stmt) -> bool:
    names = definitions(ast.unparse(node))
    return bool(names) and all(_CONSTANT_NAME.fullmatch(name) for name in names)


def _stray(node: ast.stmt) -> str:
    code = ast.unparse(node).split("\n")[0]
    return (
        f"Expected imports, definitions and UPPER_CASE constants only, but got `{code}`. Move it "
        "into a function, or into a cell `# %% explore`, which only the notebook has."
    )


def _between(source: Source) -> Iterator[Found]:
    """Yield errors between tasks: double names, wrong needs, missing introductions."""
    cells = [c for c in source.cells if c.task is not None and c.kind == "code"]
    order = [task.id for task in source.tasks]
    for index, cell in enumerate(cells):
        yield from _twice(source, cells, index)
        yield from _needs(cell, source.tasks[index].needs, order[:index], order)
    yield from _introductions(source)


def _twice(source: Source, cells: list[Cell], index: int) -> Iterator[Found]:
    task, before = source.tasks[index], source.tasks[:index]
    same = next((i for i, other in enumerate(before) if other.id == task.id), None)
    if same is not None:
        yield (
            cells[index].header_line,
            f"Expected each task once, but got {task.id!r} already in line "
            f"{cells[same].header_line}. Rename one of them.",
        )
        return
    for name in task.names:
        other = next((o for o in before if name in o.names), None)
        if other is not None:
            yield (
                cells[index].header_line,
                f"Expected each name in one task, but got {name!r}, which task {other.id!r} "
                "defines too. Rename one of them.",
            )


def _needs(
    cell: Cell, needs: tuple[str, ...], before: list[str], order: list[str]
) -> Iterator[Found]:
    for name in needs:
        if name not in before:
            what = "a later task" if name in order else "no task of this chapter"
            yield (
                cell.header_line,
                f"Expected needs= to name tasks above, but got {name!r}, {what}. "
                f"{did_you_mean(name, before)}Correct the name, or move the tasks.",
            )


def _introductions(source: Source) -> Iterator[Found]:
    last: Cell | None = None
    for cell in source.cells:
        if cell.kind == "markdown":
            last = cell
        elif cell.kind == "code" and cell.task is not None:
            if last is None or compose.heading(prose(last).split("\n")) is None:
                yield (
                    cell.header_line,
                    f"Expected a markdown cell with a heading before task {cell.task!r}, but got "
                    "none. Add one, e.g. `# ## Make a line`; points and minutes go below it.",
                )
            last = None


def _whole(source: Source) -> Iterator[Found]:
    """Yield errors that show only in the whole stub."""
    try:
        compile(compose.stub_module(source), "stub", "exec", dont_inherit=True)
    except SyntaxError as error:
        yield 1, f"Expected the stub to compile, but got: {error.msg} (`{error.text}`)."
        return
    except UsageError as error:
        yield 1, str(error)
        return
    for task, lines in leaks.secrets(source).items():
        yield from _telling_docstrings(source, task, lines)


def _telling_docstrings(source: Source, task: str, lines: tuple[str, ...]) -> Iterator[Found]:
    cell = next(c for c in source.cells if c.task == task)
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    for node in ast.walk(ast.parse(cell.source)):
        told = leaks.leak(ast.get_docstring(node) or "", lines) if isinstance(node, kinds) else None
        if told and isinstance(node, kinds):
            yield cell.line + node.lineno - 1, tells("a docstring", told)


def tells(what: str, line: str) -> str:
    """The message about a text that contains a solution's line."""
    return (
        f"Expected {what} not to give the solution away, but got its line `{line}`. "
        "Say it in words, or write the solution otherwise."
    )
