"""Edits of arguments and items: one goes or comes, two change places."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import pairwise

from autograder.repair.code import Span
from autograder.repair.scope import Scope, called

_SHOWN = 6


def argument(scope: Scope) -> Iterator[Span]:
    """Leave an argument out."""
    for call in scope.calls:
        for keyword in call.keywords:
            yield from _dropped(scope, call, keyword)
        for at, one in enumerate(call.args):
            if len(call.args) + len(call.keywords) > 1 and not isinstance(one, ast.Starred):
                yield item_out(scope, call.args, at)


def swapped(scope: Scope) -> Iterator[Span]:
    """Have two neighbouring arguments, items, keys or values change places."""
    for call in scope.calls:
        yield from _neighbours(scope, call.args)
    for node in scope.nodes:
        match node:
            case ast.Tuple(elts=parts, ctx=ast.Load()):
                yield from _neighbours(scope, parts)
            case ast.Dict(keys=keys, values=values) if None not in keys:
                yield from _neighbours(scope, [key for key in keys if key is not None])
                yield from _neighbours(scope, values)
            case ast.List(elts=parts) if len(parts) < _SHOWN:
                yield from _neighbours(scope, parts)


def handed_on(scope: Scope) -> Iterator[Span]:
    """Hand a parameter on to a call: one that is never read, or that calls beside it get."""
    for one in scope.calls:
        function_ = scope.function(one)
        for name in scope.unused(function_) if function_ else ():
            if name not in {keyword.arg for keyword in one.keywords}:
                yield added(scope, one, f"{name}={name}")
    for one in scope.calls:
        yield from (added(scope, one, text) for text in _handed_on(scope, one))
        if called(one) == "mkdir":
            yield from (added(scope, one, f"{word}=True") for word in ("exist_ok", "parents"))


def added(scope: Scope, call: ast.Call, text: str) -> Span:
    """An argument more."""
    at = scope.code.end(call) - 1
    inside = scope.code.between(scope.code.end(call.func), at).rstrip()
    gap = "" if inside.endswith(("(", ",")) else ", "
    return Span(at, at, f"{gap}{text}")


def item_out(scope: Scope, items: list[ast.expr], at: int) -> Span:
    """One item less, with the comma that goes with it."""
    code = scope.code
    if at + 1 < len(items):
        return Span(code.start(items[at]), code.start(items[at + 1]), "")
    if at:
        return Span(code.end(items[at - 1]), code.end(items[at]), "")
    return code.put(items[at], "")


def _dropped(scope: Scope, call: ast.Call, keyword: ast.keyword) -> Iterator[Span]:
    if keyword.arg is None:
        return
    end = scope.code.end(keyword.value)
    start = scope.code.data.rindex(keyword.arg.encode(), 0, scope.code.start(keyword.value))
    before = scope.code.between(scope.code.end(call.func), start)
    comma = before.rstrip()
    if comma.endswith(","):
        yield Span(start - len((before[len(comma) - 1 :]).encode()), end, "")
    else:
        rest = scope.code.between(end, scope.code.end(call))
        after = rest[: len(rest) - len(rest.lstrip().removeprefix(",").lstrip())]
        yield Span(start, end + len(after.encode()), "")


def _neighbours(scope: Scope, items: list[ast.expr]) -> Iterator[Span]:
    code = scope.code
    for one, other in pairwise(items):
        if isinstance(one, ast.Starred) or isinstance(other, ast.Starred):
            continue
        middle = code.between(code.end(one), code.start(other))
        text = f"{code.text(other)}{middle}{code.text(one)}"
        yield Span(code.start(one), code.end(other), text)


def _handed_on(scope: Scope, call: ast.Call) -> Iterator[str]:
    """Keywords that another call of the same function has, and parameters that many take."""
    function = scope.function(call)
    if function is None:
        return
    there = {one.arg for one in call.keywords}
    name = called(call)
    alike = [one for one in scope.calls if called(one) == name and one is not call]
    for other in alike:
        for keyword in other.keywords:
            if keyword.arg and keyword.arg not in there:
                yield f"{keyword.arg}={scope.code.text(keyword.value)}"
    for parameter in scope.parameters(function):
        if parameter in ("device", "dtype", "stride", "padding", "bias", "stratified"):
            yield f"{parameter}={parameter}"
