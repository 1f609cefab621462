"""The parameters of a chapter's functions and classes, read from its text."""

from __future__ import annotations

import ast
from functools import lru_cache

from autograder.course.source import Source


def parameters(source: Source) -> dict[str, tuple[str, ...]]:
    """Parameter names, in order, of what the tasks' cells define: of a class, those of `__init__`.

    Keys are names as in `Source.names`. What takes ``*args`` or ``**kwargs`` is left out, as is a
    class without an ``__init__`` of its own and a cell that is not Python.
    """
    cells = [cell for cell in source.cells if cell.kind == "code" and cell.task is not None]
    return {
        f"{cell.module}.{name}" if cell.module else name: names
        for cell in cells
        for name, names in _of_cell(cell.source)
    }


@lru_cache(maxsize=1024)  # the same few chapters, for every submission
def _of_cell(code: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    try:
        body = ast.parse(code).body
    except SyntaxError:
        return ()
    found = ((node.name, _names(node)) for node in body if isinstance(node, _Definition))
    return tuple((name, names) for name, names in found if names is not None)


_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def _names(node: _Definition) -> tuple[str, ...] | None:
    if isinstance(node, ast.ClassDef):
        own = (n for n in node.body if isinstance(n, ast.FunctionDef) and n.name == "__init__")
        made_by = next(own, None)
        names = None if made_by is None else _names(made_by)
        return None if names is None else names[1:]
    of = node.args
    if of.vararg or of.kwarg:
        return None
    return tuple(one.arg for one in (*of.posonlyargs, *of.args, *of.kwonlyargs))
