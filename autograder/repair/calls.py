"""Edits of calls: another function, one call less, an object for each place."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from autograder.repair.code import Span
from autograder.repair.scope import Scope, called

ACTIVATIONS = (
    *("relu", "gelu", "sigmoid", "softmax", "tanh", "log_softmax", "silu", "leaky_relu"),
    *("ReLU", "GELU", "Sigmoid", "Softmax", "Tanh", "LogSoftmax", "SiLU", "LeakyReLU"),
)
WRAPPERS = ("float", "int", "list", "tuple", "str", "bool", "set", "dict", "sorted", "round")
GROUPS: tuple[tuple[str, ...], ...] = (
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


_DEGENERATE = ("zeros", "ones")  # what hides a mistake elsewhere


def function(scope: Scope) -> Iterator[Span]:
    """Call a neighbour of a function or method."""
    for node in scope.nodes:
        if isinstance(node, ast.Attribute | ast.Name) and isinstance(node.ctx, ast.Load):
            yield from renamed(scope, node, GROUPS)
        match node:
            case ast.Call(func=ast.Name(id="int") as called, args=[ast.BinOp()]):
                yield scope.code.put(called, '__import__("math").ceil')


def call(scope: Scope) -> Iterator[Span]:
    """Leave a call around a value, or a method's call behind it, out."""
    for one in scope.calls:
        if called(one) not in (*ACTIVATIONS, *WRAPPERS):
            yield from unwrapped(scope, one)


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


def unwrapped(scope: Scope, call: ast.Call) -> Iterator[Span]:
    """Put what a call is given, or called on, in its place."""
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


def renamed(scope: Scope, node: ast.expr, groups: tuple[tuple[str, ...], ...]) -> Iterator[Span]:
    """Put each other name of the groups that hold it in the place of a name's last part."""
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    end = scope.code.end(node)
    for group in groups:
        if name in group:
            others = [other for other in group if other not in (name, *_DEGENERATE)]
            yield from (Span(end - len(name), end, other) for other in others)
