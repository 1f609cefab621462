"""Edits of statements: into and out of a loop, another order, one less, an error raised."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from autograder.repair.code import Simple, Span
from autograder.repair.scope import Scope

_LOOP = ast.For | ast.While
_BLOCK = ast.For | ast.While | ast.With | ast.If
_FAR = 4  # how many statements before or behind a loop are tried in it
_ERRORS = ("ValueError", "TypeError", "RuntimeError", "FileNotFoundError", "KeyError", "OSError")


def loop(scope: Scope) -> Iterator[Span]:
    """Move a statement out of a loop or into it."""
    yield from _moved(scope, (ast.For, ast.While))


def block(scope: Scope) -> Iterator[Span]:
    """Move a statement out of a ``with`` or ``if`` or into it."""
    yield from _moved(scope, (ast.With, ast.If))


def _moved(scope: Scope, kinds: tuple[type[ast.stmt], ...]) -> Iterator[Span]:
    for _, body in scope.blocks:
        for at, statement in enumerate(body):
            if isinstance(statement, kinds) and not getattr(statement, "orelse", None):
                yield from _out(scope, statement)
                yield from _into(scope, statement, body[max(0, at - _FAR) : at], body[at + 1 :])


def _out(scope: Scope, around: ast.stmt) -> Iterator[Span]:
    """Put a statement of a block behind it, or before it."""
    assert isinstance(around, _BLOCK)
    code, indent = scope.code, scope.code.indent(around)
    if not code.is_first(around):
        return
    for one in _within(around):
        start, end = code.start(one), code.end(around)
        text = code.shifted(one, indent)
        rest = code.between(code.end(one), end)
        yield Span(start, end, f"pass{rest}\n{indent}{text}")
        begin = code.start(around)
        before = code.between(begin, start)
        yield Span(begin, code.end(one), f"{text}\n{indent}{before}pass", start)


def _within(around: ast.stmt) -> list[ast.stmt]:
    found: list[ast.stmt] = []
    for one in getattr(around, "body", ()):
        found.append(one)
        if isinstance(one, ast.With | ast.If):
            found += one.body
    return found[::-1]


def _into(
    scope: Scope, around: ast.stmt, before: list[ast.stmt], behind: list[ast.stmt]
) -> Iterator[Span]:
    """Put one of the statements before a block at its beginning, or one behind it at its end."""
    assert isinstance(around, _BLOCK)
    code, first, last = scope.code, around.body[0], around.body[-1]
    for one in reversed(before):
        between = code.between(code.end(one), code.start(first)).lstrip("; \n\t")
        inside = code.shifted(one, code.indent(first))
        gap = "; " if isinstance(one, Simple) and isinstance(first, Simple) else None
        gap = gap or f"\n{code.indent(first)}"
        yield Span(code.start(one), code.start(first), f"{between}{inside}{gap}")
    for one in behind[:_FAR]:
        inside = code.shifted(one, code.indent(last))
        is_short = first.lineno == around.lineno
        gap = "; " if is_short else f"\n{code.indent(last)}"
        rest = code.between(code.end(around), code.start(one))
        text = f"{gap}{inside}{rest.rstrip()}"
        yield Span(code.end(around), code.end(one), text, code.start(one))


def order(scope: Scope) -> Iterator[Span]:
    """Swap two neighbouring statements, or two of three."""
    code = scope.code
    for _, body in scope.blocks:
        for distance in (1, 2):
            for one, other in zip(body, body[distance:], strict=False):
                if isinstance(one, ast.FunctionDef) or isinstance(other, ast.FunctionDef):
                    continue
                middle = code.between(code.end(one), code.start(other))
                swapped = f"{code.text(other)}{middle}{code.text(one)}"
                yield Span(code.start(one), code.end(other), swapped)


def removal(scope: Scope) -> Iterator[Span]:
    """Leave a statement out, or the condition before a block."""
    for statement in scope.statements:
        is_definition = isinstance(statement, ast.FunctionDef | ast.ClassDef | ast.Pass)
        if not is_definition and not isinstance(statement, ast.Return | ast.Import):
            yield scope.code.put(statement, "pass")
        if isinstance(statement, ast.If) and not statement.orelse:
            yield scope.code.put(statement.test, "True")


def error(scope: Scope) -> Iterator[Span]:
    """Raise another error, one where none is raised, or one that says what was handed over."""
    code = scope.code
    for node in (*scope.of(ast.Raise), *scope.of(ast.ExceptHandler)):
        for name in ast.walk(node):
            if isinstance(name, ast.Name) and name.id in _ERRORS:
                yield from (code.put(name, other) for other in _ERRORS if other != name.id)
    for handler in scope.of(ast.ExceptHandler):
        if isinstance(handler, ast.ExceptHandler):
            yield code.behind(handler.body[-1], "raise")
            yield from (code.put(one, "raise ValueError") for one in handler.body)
            yield code.put(handler.body[-1], "raise")
    yield from _raised(scope)
    yield from _told(scope)


def _raised(scope: Scope) -> Iterator[Span]:
    """Raise an error at the end of a function, or instead of printing or returning nothing."""
    code = scope.code
    for statement in scope.statements:
        match statement:
            case (
                ast.Expr(ast.Call(func=ast.Name(id="print")))
                | ast.Return(value=None | ast.Constant(value=None))
            ):
                yield code.put(statement, "raise ValueError")
                yield code.put(statement, f"raise ValueError({_handed_over(scope, statement)})")
    for function in scope.functions:
        last = function.body[-1]
        is_end = isinstance(last, ast.Return | ast.Raise) or function.name.startswith("__")
        if not is_end and code.is_first(last):
            at, told = code.end(last), _handed_over(scope, last)
            yield Span(at, at, f"\n{code.indent(last)}raise ValueError")
            yield Span(at, at, f"\n{code.indent(last)}raise ValueError({told})")


def _told(scope: Scope) -> Iterator[Span]:
    """Have an error say what was handed over."""
    for node in scope.nodes:
        match node:
            case (
                ast.Raise(exc=ast.Call(args=[message, *_]))
                | ast.Call(func=ast.Attribute(attr="exit"), args=[message])
            ):
                yield scope.code.put(message, f"str({_handed_over(scope, node)})")


def _handed_over(scope: Scope, node: ast.AST) -> str:
    function = scope.function(node)
    names = ", ".join(scope.names(function)) if function else ""
    return (
        f"[getattr(one, 'shape', one) for one in map(locals().get, {names.split(', ')}) "
        "if one is not None]"
    )
