"""Edits of calls: activations, another function, arguments, calls around a value."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import pairwise

from autograder.repair.code import Span
from autograder.repair.scope import Scope
from autograder.repair.shapes import _added, _called

_ACTIVATIONS = (
    *("relu", "gelu", "sigmoid", "softmax", "tanh", "log_softmax", "silu", "leaky_relu"),
    *("ReLU", "GELU", "Sigmoid", "Softmax", "Tanh", "LogSoftmax", "SiLU", "LeakyReLU"),
)
_GROUPS: tuple[tuple[str, ...], ...] = (
    *(("relu", "gelu", "sigmoid", "tanh", "silu"), ("ReLU", "GELU", "Tanh", "SiLU", "Sigmoid")),
    *(("softmax", "log_softmax", "sigmoid"), ("abs", "relu"), ("zeros", "rand", "randn", "ones")),
    *(("rand", "randn"), ("cat", "stack"), ("mean", "sum"), ("max", "min"), ("argmax", "argmin")),
    *(("Tensor", "tensor"), ("from_numpy", "tensor", "as_tensor"), ("linspace", "arange")),
    *(("MaxPool2d", "AvgPool2d"), ("max_pool2d", "avg_pool2d"), ("SGD", "Adam", "AdamW")),
    *(("L1Loss", "MSELoss"), ("l1_loss", "mse_loss"), ("BCELoss", "BCEWithLogitsLoss")),
    *(("NLLLoss", "CrossEntropyLoss"), ("append", "extend"), ("floor", "ceil", "round")),
    *(("randperm", "arange"), ("contour", "contourf"), ("std", "var"), ("name", "stem")),
    *(("exists", "is_file", "is_dir"), ("glob", "rglob"), ("Resize", "CenterCrop")),
    *(("copy", "copy2", "move"), ("children", "modules"), ("exp", "log"), ("round", "int")),
    *(("LayerNorm", "BatchNorm1d"), ("sorted", "list"), ("min", "max"), ("view", "reshape")),
    *(("values", "indices"), ("abs", "relu"), ("square", "abs")),
    *(("argsort", "sort"), ("startswith", "endswith"), ("any", "all"), ("step", "zero_grad")),
)
_WRAPPERS = ("float", "int", "list", "tuple", "str", "bool", "set", "dict", "sorted", "round")
_SHOWN = 6


def activation(scope: Scope) -> Iterator[Span]:
    """Leave an activation or a softmax out, or take another one; the last ones first."""
    every = [one for one in scope.calls if _called(one) in _ACTIVATIONS][::-1]
    for one in every:
        yield from _unwrapped(scope, one)
        yield from _without(scope, one)
    for one in every:
        yield from _renamed(scope, one.func, _GROUPS[:3])
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


def _last_layer(scope: Scope) -> Iterator[Span]:
    """Leave out the last of the layers that a list or loop makes."""
    for call in scope.calls:
        if _called(call) != "Sequential":
            continue
        for part in call.args[-1:]:
            if isinstance(part, ast.Starred):
                at = scope.code.end(part.value)
                simple = isinstance(part.value, ast.Name | ast.List | ast.ListComp)
                yield Span(at, at, "[:-1]" if simple else "")
        if not scope.code.text(call).endswith("]"):
            yield Span(scope.code.end(call), scope.code.end(call), "[:-1]")


def layer(scope: Scope) -> Iterator[Span]:
    """Leave a layer, or another item of a list, out."""
    for node in scope.nodes:
        match node:
            case (
                ast.Call(func=ast.Attribute(attr="Sequential" | "Compose"), args=items)
                | ast.List(elts=items)
            ):
                yield from (_item(scope, items, at) for at in range(len(items)))


def function(scope: Scope) -> Iterator[Span]:
    """Call a neighbour of a function or method."""
    for node in scope.nodes:
        if isinstance(node, ast.Attribute | ast.Name) and isinstance(node.ctx, ast.Load):
            yield from _renamed(scope, node, _GROUPS)
        match node:
            case ast.Call(func=ast.Name(id="int") as called, args=[ast.BinOp()]):
                yield scope.code.put(called, '__import__("math").ceil')


def argument(scope: Scope) -> Iterator[Span]:
    """Leave an argument out, swap two neighbours, or hand on a parameter."""
    for call in scope.calls:
        for keyword in call.keywords:
            yield from _dropped(scope, call, keyword)
        for at, one in enumerate(call.args):
            if len(call.args) + len(call.keywords) > 1 and not isinstance(one, ast.Starred):
                yield _item(scope, call.args, at)
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
                yield _added(scope, one, f"{name}={name}")
    for one in scope.calls:
        yield from (_added(scope, one, text) for text in _handed_on(scope, one))


def wrapper(scope: Scope) -> Iterator[Span]:
    """Put a plain type around what is given away, or leave one out."""
    code = scope.code
    for call in scope.calls:
        if isinstance(call.func, ast.Name) and call.func.id in _WRAPPERS:
            yield from _unwrapped(scope, call)
    for one in scope.values:
        if not isinstance(one, ast.Constant):
            yield from (code.put(one, f"{name}({code.text(one)})") for name in _WRAPPERS[:5])
    for call in scope.calls:
        for one in call.args[:2]:
            match one:
                case ast.Dict(values=[inner]) | ast.List(elts=[inner]) | ast.Tuple(elts=[inner]):
                    yield code.put(one, code.text(inner))
    for function_ in scope.functions:
        for name in scope.parameters(function_):
            for node in ast.walk(function_):
                if isinstance(node, ast.Name) and node.id == name and "path" in name.lower():
                    yield code.put(node, f"Path({name})")


def shared(scope: Scope) -> Iterator[Span]:
    """Make a thing anew for each place instead of using one for all."""
    code = scope.code
    for node in scope.nodes:
        match node:
            case ast.BinOp(ast.List(elts=[one]), ast.Mult(), times):
                made = code.text(one)
                if not isinstance(one, ast.Call):
                    made = f'__import__("copy").deepcopy({made})'
                yield code.put(node, f"[{made} for _ in range({code.text(times)})]")
            case ast.Call(func=ast.Attribute(attr="fromkeys"), args=[keys, start]):
                text = f"{{k: {code.text(start)} for k in {code.text(keys)}}}"
                yield code.put(node, text)


def call(scope: Scope) -> Iterator[Span]:
    """Leave a call around a value, or a method's call behind it, out."""
    for one in scope.calls:
        if _called(one) not in (*_ACTIVATIONS, *_WRAPPERS):
            yield from _unwrapped(scope, one)


def _unwrapped(scope: Scope, call: ast.Call) -> Iterator[Span]:
    code = scope.code
    match call.func:
        case ast.Attribute(value=ast.Name(id="torch" | "F" | "nn" | "np" | "self" | "functional")):
            if call.args:
                yield code.put(call, code.text(call.args[0]))
        case ast.Attribute(value=ast.Attribute() | ast.Call()) if call.args and not _is_data(
            call.func
        ):
            yield code.put(call, code.text(call.args[0]))
        case ast.Attribute(value=value):
            yield Span(code.end(value), code.end(call), "")
        case ast.Name() if call.args and not isinstance(call.args[0], ast.Starred):
            yield code.put(call, code.text(call.args[0]))


def _is_data(called: ast.Attribute) -> bool:
    """Whether a method is one of data, rather than of a module or layer."""
    return not called.attr[0].isupper() and "functional" not in ast.dump(called.value)


def _without(scope: Scope, call: ast.Call) -> Iterator[Span]:
    match scope.parents.get(call):
        case ast.Call(args=items) | ast.List(elts=items) | ast.Tuple(elts=items) if call in items:
            if len(items) > 1:
                yield _item(scope, items, items.index(call))


def _item(scope: Scope, items: list[ast.expr], at: int) -> Span:
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
    name = _called(call)
    alike = [one for one in scope.calls if _called(one) == name and one is not call]
    for other in alike:
        for keyword in other.keywords:
            if keyword.arg and keyword.arg not in there:
                yield f"{keyword.arg}={scope.code.text(keyword.value)}"
    for parameter in scope.parameters(function):
        if parameter in ("device", "dtype", "stride", "padding", "bias", "stratified"):
            yield f"{parameter}={parameter}"


def _renamed(scope: Scope, node: ast.expr, groups: tuple[tuple[str, ...], ...]) -> Iterator[Span]:
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    end = scope.code.end(node)
    for group in groups:
        if name in group:
            yield from (Span(end - len(name), end, other) for other in group if other != name)
