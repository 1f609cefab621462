"""Edits of what kind of value it is: dtype, plain number or tensor, type around it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from autograder.repair.calls import WRAPPERS, unwrapped
from autograder.repair.code import Span
from autograder.repair.scope import Scope

_TYPES = ("float", "long", "int", "double", "bool")
_DTYPES = ("float32", "float", "int64", "long", "int32", "float64", "bool", "uint8")
_ENDINGS = (".item()", ".detach()", ".clone()", ".tolist()", ".float()", ".long()", ".copy()")


def dtype(scope: Scope) -> Iterator[Span]:
    """Take another dtype, or turn a tensor into one."""
    code = scope.code
    for node in scope.nodes:
        match node:
            case ast.Call(func=ast.Attribute(attr=name) as called, args=[]) if name in _TYPES:
                end = code.end(called)
                for other in _TYPES:
                    yield Span(end - len(name), end, other)
                yield from (
                    Span(end - len(name), code.end(node), f"to({one}.dtype)")
                    for one in _first_parameters(scope, node)
                )
            case ast.Attribute(value=ast.Name(id="torch"), attr=name) if name in _DTYPES:
                end = code.end(node)
                yield from (Span(end - len(name), end, other) for other in _DTYPES[::2])
            case ast.Call(func=ast.Attribute(value=ast.Name(id="torch"), attr=name)):
                if name in ("tensor", "as_tensor", "from_numpy", "zeros", "ones", "arange"):
                    at = code.end(node)
                    yield from (Span(at, at, ending) for ending in (".float()", ".long()"))
    for given in scope.values:
        if isinstance(given, ast.Name | ast.Call):
            at = code.end(given)
            yield from (
                Span(at, at, f".to({one}.dtype)") for one in _first_parameters(scope, given)
            )


def value(scope: Scope) -> Iterator[Span]:
    """Turn a value that is given away into a plain number, a copy, or one without a graph."""
    code = scope.code
    for ending in _ENDINGS:
        for one in scope.values:
            if isinstance(one, ast.Name | ast.Call | ast.Subscript | ast.Attribute):
                yield Span(code.end(one), code.end(one), ending)
            elif not isinstance(one, ast.Constant | ast.Dict | ast.Tuple | ast.List):
                yield code.put(one, f"({code.text(one)}){ending}")
    for call in scope.calls:
        match call.func:
            case ast.Attribute(value=value, attr=name) if f".{name}()" in _ENDINGS:
                yield Span(code.end(value), code.end(call), "")
    for function in scope.functions:
        for name in scope.parameters(function):
            body = function.body[-1]
            if name in ("x", "X", "img", "image", "t", "tensor", "a", "logits", "probs"):
                yield code.before(body, f"{name} = {name}.clone()")


def wrapper(scope: Scope) -> Iterator[Span]:
    """Put a plain type around what is given away, or leave one out."""
    code = scope.code
    for call in scope.calls:
        if isinstance(call.func, ast.Name) and call.func.id in WRAPPERS:
            yield from unwrapped(scope, call)
    for one in scope.values:
        if not isinstance(one, ast.Constant):
            yield from (code.put(one, f"{name}({code.text(one)})") for name in WRAPPERS[:5])
    for call in scope.calls:
        for one in call.args[:2]:
            match one:
                case ast.Dict(values=[inner]) | ast.List(elts=[inner]) | ast.Tuple(elts=[inner]):
                    yield code.put(one, code.text(inner))
    for node in scope.nodes:
        match node:
            case ast.JoinedStr(values=[ast.FormattedValue(value=inner)]):
                yield code.put(node, ast.unparse(inner))
            case ast.List(elts=[ast.Call(args=[inner])]):
                yield code.put(node, code.text(inner))
    for function_ in scope.functions:
        for name in scope.parameters(function_):
            for node in ast.walk(function_):
                if isinstance(node, ast.Name) and node.id == name and "path" in name.lower():
                    yield code.put(node, f"Path({name})")


def _first_parameters(scope: Scope, node: ast.AST) -> list[str]:
    function = scope.function(node)
    return scope.parameters(function)[:1] if function else []
