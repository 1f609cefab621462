"""Run code statement by statement, so that one that fails costs only itself and what needs it."""

from __future__ import annotations
import __future__

import ast
import linecache
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_DEFINITION = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_LAZY = __future__.annotations.compiler_flag


@dataclass(frozen=True, slots=True)
class Failure:
    """A statement that raised, and the names it would have given a value to.

    ``*`` stands for the names of a star import, which nobody knows.
    """

    error: BaseException
    names: tuple[str, ...]


def execute(
    source: str, file: str, line: int, flags: int, namespace: dict[str, Any]
) -> Iterator[Failure]:
    """Run each statement of a piece in a namespace, and yield those that raised.

    A function or class whose annotations or defaults cannot be computed is defined without them:
    no annotation is evaluated, and such a default is None.

    Args:
        source: the code.
        file: its name in tracebacks.
        line: 1-based line of the file at which it starts.
        flags: compiler flags of ``from __future__`` imports before it.
        namespace: where names are found and defined.
    """
    padded = "\n" * (line - 1) + source
    lines = padded.splitlines(keepends=True)
    linecache.cache[file] = (len(padded), None, _merged(file, lines), file)
    for node in ast.parse(padded, file).body:
        flags |= _future_flags(node)
        try:
            _run(node, file, flags, namespace)
        except BaseException as error:
            yield Failure(error, tuple(sorted(bound(node))))
            if isinstance(node, _DEFINITION):
                _define_anyway(node, file, flags | _LAZY, namespace)


def bound(statement: ast.stmt) -> set[str]:
    """Return the names that a statement gives a value to, also inside ``if``, ``try``, ``with``."""
    names: set[str] = set()
    waiting: list[ast.AST] = [statement]
    while waiting:
        node = waiting.pop()
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                names.add(node.name)
                continue
            case ast.alias():
                names.add(node.asname or node.name.partition(".")[0])
            case ast.Name(ctx=ast.Store()):
                names.add(node.id)
        waiting.extend(ast.iter_child_nodes(node))
    return names


def _run(node: ast.stmt, file: str, flags: int, namespace: dict[str, Any]) -> None:
    code = compile(ast.Module([node], []), file, "exec", flags, dont_inherit=True)
    exec(code, namespace)


def _define_anyway(node: ast.stmt, file: str, flags: int, namespace: dict[str, Any]) -> None:
    """Define a function or class as far as it can be; what failed has been told already."""
    try:
        _run(node, file, flags, namespace)
    except BaseException:
        methods = node.body if isinstance(node, ast.ClassDef) else [node]
        for method in methods:
            _without_broken_defaults(method, file, namespace)
        try:
            _run(node, file, flags, namespace)
        except BaseException:
            return


def _without_broken_defaults(node: ast.stmt, file: str, namespace: dict[str, Any]) -> None:
    """Replace each default that cannot be computed by None, in place."""
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return
    for defaults in (node.args.defaults, node.args.kw_defaults):
        for at, default in enumerate(defaults):
            if default is not None and not _has_value(default, file, namespace):
                defaults[at] = ast.copy_location(ast.Constant(None), default)


def _has_value(default: ast.expr, file: str, namespace: dict[str, Any]) -> bool:
    try:
        eval(compile(ast.Expression(default), file, "eval", dont_inherit=True), namespace)
    except BaseException:
        return False
    return True


def _future_flags(node: ast.stmt) -> int:
    if not (isinstance(node, ast.ImportFrom) and node.module == "__future__"):
        return 0
    features = [getattr(__future__, alias.name, None) for alias in node.names]
    return sum(f.compiler_flag for f in features if f is not None)


def _merged(file: str, lines: list[str]) -> list[str]:
    """Several pieces of one file share its place in the line cache: keep the non-blank lines."""
    known = linecache.cache.get(file)
    old = known[2] if known is not None and len(known) == 4 else []
    size = max(len(old), len(lines))
    old, new = old + ["\n"] * (size - len(old)), lines + ["\n"] * (size - len(lines))
    return [n if n.strip() else o for o, n in zip(old, new, strict=True)]
