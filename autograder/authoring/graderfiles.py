"""Graders read as text: which checks and hints they hold. They are never imported here."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from math import prod


@dataclass(frozen=True, slots=True)
class CheckCode:
    """A test function of a grader file.

    Attributes:
        name: the function's name.
        task: the task it checks, or None where that cannot be read.
        points: what each of its checks earns, or None likewise.
        times: how many checks it is, one for each set of parameters; None where they are computed.
        documented: whether it has the docstring that students read.
        line: 1-based line of its definition.
    """

    name: str
    task: str | None
    points: float | None
    times: int | None
    documented: bool
    line: int


@dataclass(frozen=True, slots=True)
class HintCode:
    """An entry of HINTS: the task, its levels (None where they are not plain text), its line."""

    task: str
    levels: tuple[str, ...] | None
    line: int


def checks(tree: ast.Module) -> list[CheckCode]:
    """The checks of a grader file in order: functions named ``test_...`` or with ``@task``.

    They need both to be right.
    """
    functions = [n for n in tree.body if isinstance(n, ast.FunctionDef)]
    return [
        _check(f, tree)
        for f in functions
        if f.name.startswith("test_") or any(_decorators(f, "task"))
    ]


def hints(tree: ast.Module) -> tuple[list[HintCode], int | None]:
    """The entries of ``HINTS = {...}`` and its line, None where there is no such literal."""
    for node in tree.body:
        match node:
            case (
                ast.Assign(targets=[ast.Name(id="HINTS")], value=ast.Dict() as value)
                | ast.AnnAssign(target=ast.Name(id="HINTS"), value=ast.Dict() as value)
            ):
                return list(_hints(value)), node.lineno
            case _:
                pass
    return [], None


def _hints(value: ast.Dict) -> Iterator[HintCode]:
    for key, levels in zip(value.keys, value.values, strict=True):
        if isinstance(key, ast.Constant):
            yield HintCode(str(key.value), _texts(levels), key.lineno)


def _texts(node: ast.expr) -> tuple[str, ...] | None:
    try:
        value = ast.literal_eval(node)
    except ValueError:
        return None
    plain = isinstance(value, tuple | list) and all(isinstance(text, str) for text in value)
    return tuple(value) if plain else None


def _check(function: ast.FunctionDef, tree: ast.Module) -> CheckCode:
    call = next(_decorators(function, "task"), None)
    keywords = {k.arg: k.value for k in call.keywords} if call else {}
    first = call.args[0] if call and call.args else keywords.get("name")
    task = first.value if isinstance(first, ast.Constant) else None
    return CheckCode(
        name=function.name,
        task=task if isinstance(task, str) else None,
        points=_positive(keywords.get("points")),
        times=_times(function, tree),
        documented=ast.get_docstring(function) is not None,
        line=function.lineno,
    )


def _decorators(function: ast.FunctionDef, name: str) -> Iterator[ast.Call]:
    for node in function.decorator_list:
        match node:
            case ast.Call(func=ast.Name(id=called) | ast.Attribute(attr=called)) if called == name:
                yield node
            case _:
                pass


def _times(function: ast.FunctionDef, tree: ast.Module) -> int | None:
    """Count the checks that a function's parametrisation makes; None where it is computed."""
    calls = _decorators(function, "parametrize")
    counts = [_length(c.args[1], tree) if len(c.args) > 1 else None for c in calls]
    known = [count for count in counts if count is not None]
    return prod(known) if len(known) == len(counts) else None


def _length(node: ast.expr, tree: ast.Module) -> int | None:
    match node:
        case ast.List(elts=items) | ast.Tuple(elts=items):
            starred = any(isinstance(item, ast.Starred) for item in items)
            return None if starred else len(items)
        case ast.Name(id=name):
            value = _assigned(name, tree)
            return None if value is None else _length(value, tree)
        case _:
            return None


def _assigned(name: str, tree: ast.Module) -> ast.expr | None:
    for node in tree.body:
        match node:
            case (
                ast.Assign(targets=[ast.Name(id=target)], value=value)
                | ast.AnnAssign(target=ast.Name(id=target), value=value)
            ) if target == name and not isinstance(value, ast.Name):
                return value
            case _:
                pass
    return None


def _positive(node: ast.expr | None) -> float | None:
    match node:
        case ast.Constant(value=bool()):
            return None
        case ast.Constant(value=(int() | float()) as value) if value > 0:
            return value
        case _:
            return None
