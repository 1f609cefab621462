"""Edits of layers: activations and softmax come, go or are others; a layer goes."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from autograder.repair.arguments import item_out
from autograder.repair.calls import ACTIVATIONS, GROUPS, renamed, unwrapped
from autograder.repair.code import Span
from autograder.repair.scope import Scope, called


def activation(scope: Scope) -> Iterator[Span]:
    """Leave an activation or a softmax out, or take another one; the last ones first."""
    every = [one for one in scope.calls if called(one) in ACTIVATIONS][::-1]
    for one in every:
        yield from unwrapped(scope, one)
        yield from _without(scope, one)
    for one in every:
        yield from renamed(scope, one.func, GROUPS[:3])
        if isinstance(one.func, ast.Attribute) and not one.args and one.func.attr[0].isupper():
            yield scope.code.put(one, "torch.nn.Identity()")
    yield from _last_layer(scope)


def added_activation(scope: Scope) -> Iterator[Span]:
    """Add an activation or a softmax."""
    code = scope.code
    for call in scope.calls:
        match call.func:
            case ast.Attribute(value=ast.Name(id="self")):
                yield code.put(call, f"torch.relu({code.text(call)})")
            case ast.Attribute(value=ast.Name(id="nn"), attr=name) if "Linear" in name:
                if isinstance(scope.parents.get(call), ast.Call | ast.List | ast.Tuple):
                    yield code.put(call, f"{code.text(call)}, nn.ReLU()")
                    yield code.put(call, f"{code.text(call)}, nn.GELU()")
    for one in scope.values:
        if isinstance(one, ast.Name | ast.Call):
            at = code.end(one)
            yield Span(at, at, ".softmax(dim=-1)")
            yield Span(at, at, ".sigmoid()")


def layer(scope: Scope) -> Iterator[Span]:
    """Leave a layer, or another item of a list, out."""
    for node in scope.nodes:
        match node:
            case (
                ast.Call(func=ast.Attribute(attr="Sequential" | "Compose"), args=items)
                | ast.List(elts=items)
            ):
                yield from (item_out(scope, items, at) for at in range(len(items)))


def _last_layer(scope: Scope) -> Iterator[Span]:
    """Leave out the last of the layers that a list or loop makes."""
    for call in scope.calls:
        if called(call) != "Sequential":
            continue
        for part in call.args[-1:]:
            if isinstance(part, ast.Starred):
                at = scope.code.end(part.value)
                simple = isinstance(part.value, ast.Name | ast.List | ast.ListComp)
                yield Span(at, at, "[:-1]" if simple else "")
        if not scope.code.text(call).endswith("]"):
            yield Span(scope.code.end(call), scope.code.end(call), "[:-1]")


def _without(scope: Scope, call: ast.Call) -> Iterator[Span]:
    match scope.parents.get(call):
        case ast.Call(args=items) | ast.List(elts=items) | ast.Tuple(elts=items) if call in items:
            if len(items) > 1:
                yield item_out(scope, items, items.index(call))
