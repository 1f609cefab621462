"""Edits about shapes: the axis of an operation, the order and number of axes."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import combinations

from autograder.repair.arguments import added
from autograder.repair.code import Span
from autograder.repair.scope import Scope, called

_AXES = ("0", "1", "-1", "2", "-2", "-3")
_REDUCING = frozenset(
    (
        *("sum", "mean", "max", "min", "argmax", "argmin", "std", "var", "any", "all", "norm"),
        *("prod", "median", "cumsum", "sort", "argsort", "topk"),
    )
)
_ALONG = _REDUCING | frozenset(
    (
        *("softmax", "log_softmax", "cat", "stack", "concat", "unsqueeze", "squeeze", "flatten"),
        *("select", "gather", "unbind", "chunk", "split", "movedim", "transpose", "permute"),
        *("swapaxes", "moveaxis", "roll", "repeat_interleave", "size", "expand_dims", "normalize"),
    )
)
_WORDS = frozenset(("dim", "axis", "start_dim", "end_dim", "dim0", "dim1"))
_ORDERING = ("permute", "transpose", "movedim", "swapaxes", "moveaxis")
_SHAPING = (".unsqueeze(1)", ".unsqueeze(0)", ".squeeze(1)", ".squeeze(0)", ".squeeze()")
_FLAT = (".flatten()", ".flatten(1)", ".T", ".mT", ".contiguous()")


def dim(scope: Scope) -> Iterator[Span]:
    """Take another axis, or name one."""
    code = scope.code
    for call in scope.calls:
        if called(call) not in _ALONG:
            continue
        keywords = [one.value for one in call.keywords if one.arg in _WORDS]
        for value in (*keywords, *call.args):
            if is_axis(value):
                yield from (code.put(value, axis) for axis in _AXES)
        if not keywords and not any(map(is_axis, call.args)) and called(call) in _REDUCING:
            yield from (added(scope, call, f"dim={axis}") for axis in _AXES[:3])
    for name in scope.of(ast.Constant):
        if isinstance(name, ast.Constant) and _is_index(scope, name):
            yield from (code.put(name, axis) for axis in _AXES[:5])


def keepdim(scope: Scope) -> Iterator[Span]:
    """Keep a reduced axis; letting it go is leaving an argument out."""
    for call in scope.calls:
        words = {one.arg for one in call.keywords}
        if called(call) in _REDUCING and "keepdim" not in words and (call.args or words):
            yield added(scope, call, "keepdim=True")


def shape(scope: Scope) -> Iterator[Span]:
    """Order axes in another way, reorder where a reshape cannot, or add or take away an axis."""
    code = scope.code
    for call in scope.calls:
        if called(call) in _ORDERING:
            yield from _swapped_axes(scope, call)
        match call.func:
            case ast.Attribute(value=value, attr="reshape" | "view") if isinstance(
                value, ast.Name | ast.Call
            ):
                at, end = code.end(value), code.end(call)
                three = len(call.args) == 3 or not call.args
                for order in ("1, 2, 0", "2, 0, 1", "0, 2, 1") if three else ():
                    yield Span(at, end, f".permute({order})")
                for pair in ("1, 2", "-1, -2", "0, 1"):
                    yield Span(at, end, f".transpose({pair})")
                    yield Span(at, at, f".transpose({pair})")
                    yield Span(end, end, f".transpose({pair})")
                yield Span(at, end, ".flatten(2).transpose(1, 2)")
        match call.func, call.args:
            case ast.Attribute(attr="einsum"), [ast.Constant(value=str(text)) as first, *_]:
                yield from (code.put(first, repr(other)) for other in _reordered(text))


def axes(scope: Scope) -> Iterator[Span]:
    """Take an axis from a value, or add one to what is given away."""
    code = scope.code
    for call in scope.calls:
        match call.func:
            case ast.Attribute(value=value, attr="squeeze" | "unsqueeze" | "flatten"):
                yield Span(code.end(value), code.end(call), "")
                if call.args:
                    yield Span(code.end(call.func), code.end(call), "()")
            case ast.Attribute(attr="Resize" | "CenterCrop") if len(call.args) == 1:
                text = code.text(call.args[0])
                yield code.put(call.args[0], f"({text}, {text})")
    for ending in (*_SHAPING, *_FLAT):
        for value in scope.values:
            if isinstance(value, ast.Name | ast.Call | ast.Subscript | ast.Attribute):
                yield Span(code.end(value), code.end(value), ending)


def token(scope: Scope) -> Iterator[Span]:
    """Take one row instead of the mean over all, or the mean instead of one."""
    for call in scope.calls:
        match call.func:
            case ast.Attribute(value=value, attr="mean" | "amax") if call.args or call.keywords:
                yield Span(scope.code.end(value), scope.code.end(call), "[:, 0]")
                yield Span(scope.code.end(value), scope.code.end(call), "[:, -1]")


def is_axis(node: ast.expr) -> bool:
    """Whether a value is a whole number that is written down."""
    match node:
        case ast.Constant(value=int()) | ast.UnaryOp(ast.USub(), ast.Constant(value=int())):
            return True
    return False


def _is_index(scope: Scope, node: ast.Constant) -> bool:
    """Whether a number picks an axis of a shape, as in ``x.shape[1]``."""
    match scope.parents.get(node):
        case ast.Subscript(value=ast.Attribute(attr="shape")):
            return isinstance(node.value, int)
    return False


def _swapped_axes(scope: Scope, call: ast.Call) -> Iterator[Span]:
    axes = [value for value in call.args if is_axis(value)]
    for one, other in combinations(axes, 2):
        middle = scope.code.between(scope.code.end(one), scope.code.start(other))
        text = f"{scope.code.text(other)}{middle}{scope.code.text(one)}"
        yield Span(scope.code.start(one), scope.code.end(other), text)
    match call.func:
        case ast.Attribute(value=value):
            yield Span(scope.code.end(value), scope.code.end(call), "")


def _reordered(text: str) -> Iterator[str]:
    head, arrow, tail = text.partition("->")
    for one, other in combinations(range(len(tail)), 2):
        letters = list(tail)
        letters[one], letters[other] = letters[other], letters[one]
        yield f"{head}{arrow}{''.join(letters)}"
