"""Tell untouched stubs from what somebody has begun, by their syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from autograder.course.source import defined


def untouched(statements: Iterable[ast.stmt]) -> frozenset[str]:
    """Return the names whose last definition among the statements is an untouched stub.

    That is a function that only raises ``NotImplementedError``, a class of such methods, or a name
    whose value is ``...``; docstrings and comments count for nothing.
    """
    known: dict[str, bool] = {}
    for node in statements:
        known |= dict.fromkeys(defined(node), _is_stub(node))
    return frozenset(name for name, is_stub in known.items() if is_stub)


def _is_stub(node: ast.stmt) -> bool:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            body = _without_docstring(node.body)
            return len(body) == 1 and _raises_not_implemented(body[0])
        case ast.ClassDef():
            body = _without_docstring(node.body)
            functions = [n for n in body if isinstance(n, ast.FunctionDef)]
            return bool(body) and functions == body and all(map(_is_stub, functions))
        case ast.Assign(value=value) | ast.AnnAssign(value=value):
            return isinstance(value, ast.Constant) and value.value is ...
        case _:
            return False


def _without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    first = body[0]
    is_text = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return body[1:] if is_text else body


def _raises_not_implemented(node: ast.stmt) -> bool:
    if not isinstance(node, ast.Raise):
        return False
    raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
    return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"
