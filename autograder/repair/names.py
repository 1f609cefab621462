"""Edits of names and texts: another variable, a parameter that is never read, another key."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Iterator
from itertools import chain, zip_longest
from typing import TypeGuard

from autograder.repair.code import Span
from autograder.repair.scope import Function, Scope

_CLOSE = 3  # neighbours of a name that are tried
_PAIRS = (("train", "test"), ("loss", "acc"), ("min", "max"), ("Loss", "Accuracy"))
_SAME = frozenset(("torch", "nn", "np", "plt", "F", "self", "range", "len", "print", "zip"))


def name(scope: Scope) -> Iterator[tuple[Span, ...]]:
    """Use another parameter or variable of the same function, the most similar ones first.

    A name that a call is given several times is also replaced in all of these places.
    """
    lists = (_of_function(scope, function) for function in scope.functions)
    for spans in chain.from_iterable(zip_longest(*lists)):  # a long __init__ keeps no other waiting
        if spans is not None:
            yield spans
    yield from ((span,) for span in _attributes(scope))


def _of_function(scope: Scope, function: Function) -> list[tuple[Span, ...]]:
    found: list[tuple[tuple[bool, float], tuple[Span, ...]]] = []
    names = scope.names(function)
    for node in scope.nodes:
        if is_read(node) and scope.function(node) is function:
            for one in _neighbours(node.id, names):
                found.append((likeness(node.id, one), (scope.code.put(node, one),)))
    for call in scope.calls:
        if scope.function(call) is function:
            found += [((False, 1.0), spans) for spans in _repeated(scope, call, names)]
    found.sort(key=lambda pair: pair[0], reverse=True)
    return [spans for _, spans in found]


def _repeated(scope: Scope, call: ast.Call, names: list[str]) -> Iterator[tuple[Span, ...]]:
    given = [one for one in call.args if isinstance(one, ast.Name)]
    for name in dict.fromkeys(one.id for one in given):
        alike = [one for one in given if one.id == name]
        if len(alike) > 1:
            for other in _neighbours(name, names):
                yield tuple(scope.code.put(one, other) for one in alike)


def parameter(scope: Scope) -> Iterator[Span]:
    """Use a parameter that is never read, in the place of what is most like it first."""
    found: list[tuple[tuple[bool, float], Span]] = []
    for function in scope.functions:
        for other in scope.unused(function):
            for node in reversed(scope.nodes):
                if scope.function(node) is function:
                    name = node.id if isinstance(node, ast.Name) else ""
                    rank = likeness(name, other)
                    if isinstance(node, ast.Constant) and node.value in scope.defaults(function):
                        rank = True, 1.0  # the parameter's own value, written down
                    found += [(rank, span) for span in _replaced(scope, node, other)]
    found.sort(key=lambda pair: pair[0], reverse=True)
    yield from (span for _, span in found)


def text(scope: Scope) -> Iterator[Span]:
    """Use another text of the same definition."""
    found = [
        node
        for node in scope.nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    values = [str(node.value) for node in found]
    for node in found:
        if not isinstance(scope.parents.get(node), ast.JoinedStr):
            text = str(node.value)
            for other in dict.fromkeys([*_counterparts(text), *_neighbours(text, values)]):
                yield scope.code.put(node, repr(other))


def _counterparts(text: str) -> Iterator[str]:
    """A text with a word of a pair in the place of the other."""
    for one, other in (*_PAIRS, *(pair[::-1] for pair in _PAIRS)):
        if one in text:
            yield text.replace(one, other)


def _replaced(scope: Scope, node: ast.AST, other: str) -> Iterator[Span]:
    is_called = isinstance(scope.parents.get(node), ast.Call) and node is getattr(
        scope.parents.get(node), "func", None
    )
    if (is_read(node) and not is_called) or _is_fixed(node):
        yield scope.code.put(node, other)
    elif isinstance(node, ast.Call) and not node.args and not node.keywords:
        yield scope.code.put(node.func, other)


def _attributes(scope: Scope) -> Iterator[Span]:
    """Use another attribute of ``self``."""
    used = [
        node
        for node in scope.nodes
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "self"
    ]
    made = [node.attr for node in used if isinstance(node.ctx, ast.Store)]
    for node in used:
        if isinstance(node.ctx, ast.Load):
            end = scope.code.end(node)
            for other in _neighbours(node.attr, made):
                yield Span(end - len(node.attr.encode()), end, other)


def is_read(node: ast.AST) -> TypeGuard[ast.Name]:
    """Whether a node reads a variable, as far as others may be meant."""
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id not in _SAME


def _is_fixed(node: ast.AST) -> TypeGuard[ast.expr]:
    """Whether a node is a value that is written down."""
    return isinstance(node, ast.Constant) or (
        isinstance(node, ast.BinOp | ast.UnaryOp | ast.List | ast.Tuple)
        and not any(isinstance(part, ast.Name | ast.Call) for part in ast.walk(node))
        and not isinstance(getattr(node, "ctx", None), ast.Store)
    )


def _neighbours(name: str, names: list[str]) -> list[str]:
    """The names most like one, itself left out."""
    others = [other for other in dict.fromkeys(names) if other != name]
    return sorted(others, key=lambda other: likeness(name, other), reverse=True)[:_CLOSE]


def likeness(name: str, other: str) -> tuple[bool, float]:
    """How alike two names are; those that share an end, as ``train_x`` and ``test_x``, are most."""
    tail, head = name.rpartition("_")[2], name.partition("_")[0]
    shares = "_" in name and (other.endswith(f"_{tail}") or other.startswith(f"{head}_"))
    return shares, difflib.SequenceMatcher(None, name, other).ratio()
