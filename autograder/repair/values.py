"""Edits of values: numbers, comparisons, arithmetic, slices, counts."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from autograder.repair.code import Span
from autograder.repair.scope import Function, Scope

_SIGNS: dict[type[ast.operator], tuple[str, ...]] = {
    ast.Add: ("-", "*"),
    ast.Sub: ("+",),
    ast.Mult: ("/", "@", "+"),
    ast.Div: ("*", "//"),
    ast.FloorDiv: ("/", "%"),
    ast.Mod: ("//",),
    ast.Pow: ("*",),
    ast.MatMult: ("*",),
    ast.BitAnd: ("|",),
    ast.BitOr: ("&",),
}
_COMPARISONS: dict[type[ast.cmpop], tuple[str, ...]] = {
    ast.Lt: ("<=", ">", ">="),
    ast.LtE: ("<", ">=", ">"),
    ast.Gt: (">=", "<", "<="),
    ast.GtE: (">", "<=", "<"),
    ast.Eq: ("!=", "is", ">="),
    ast.NotEq: ("==", "is not"),
    ast.Is: ("is not", "=="),
    ast.IsNot: ("is",),
    ast.In: ("not in",),
    ast.NotIn: ("in",),
}


def comparison(scope: Scope) -> Iterator[Span]:
    """Compare in another way."""
    code = scope.code
    for node in scope.nodes:
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            left, right = code.text(node.left), code.text(node.comparators[0])
            for sign in _COMPARISONS[type(node.ops[0])]:
                yield code.put(node, f"{left} {sign} {right}")


def arithmetic(scope: Scope) -> Iterator[Span]:
    """Calculate with another sign between two values."""
    code = scope.code
    for node in scope.nodes:
        match node:
            case ast.BinOp(left, op, right):
                for sign in _SIGNS.get(type(op), ()):
                    start, end = code.end(left), code.start(right)
                    brackets = code.between(start, end)
                    opened = brackets.count("(")
                    closed = brackets.count(")")
                    yield Span(start, end, f"{')' * closed} {sign} {'(' * opened}")
            case ast.AugAssign(target, ast.Add(), value):
                yield Span(code.end(target), code.start(value), " = ")
            case ast.UnaryOp(ast.USub() | ast.Not() | ast.Invert(), operand):
                yield code.put(node, f"({code.text(operand)})")


def operand(scope: Scope) -> Iterator[Span]:
    """Leave one side of a calculation or condition out."""
    code = scope.code
    for node in scope.nodes:
        match node:
            case ast.BinOp(left, _, right):
                yield code.put(node, f"({code.text(left)})")
                yield code.put(node, f"({code.text(right)})")
            case ast.BoolOp(values=values):
                for one in values:
                    yield code.put(node, f"({code.text(one)})")
            case ast.IfExp(body=body, orelse=other):
                yield code.put(node, f"({code.text(body)})")
                yield code.put(node, f"({code.text(other)})")
            case ast.comprehension(ifs=[test]):
                yield code.put(test, "True")


def residual(scope: Scope) -> Iterator[Span]:
    """Add a function's input to what a layer makes of it."""
    code = scope.code
    for function in scope.functions:
        names = scope.parameters(function)[:2]
        if function.name == "__init__":
            continue
        for node in ast.walk(function):
            match node:
                case ast.Return(value=ast.expr() as value) | ast.Assign(value=value):
                    for name in names:
                        if isinstance(value, ast.Call | ast.Name | ast.Subscript):
                            yield code.put(value, f"{code.text(value)} + {name}")


def number(scope: Scope) -> Iterator[Span]:
    """Take another number, or the opposite of True and False."""
    code = scope.code
    for node in scope.of(ast.Constant):
        assert isinstance(node, ast.Constant)
        match node.value:
            case bool(value):
                yield code.put(node, str(not value))
            case int(value):
                others = (value + 1, value - 1, 0, 1, -value, 2 * value)
                for other in dict.fromkeys(others):
                    if other != value:
                        yield code.put(node, str(other) if other >= 0 else f"({other})")
            case float(value):
                for new in dict.fromkeys((value + 1, 0.0, 1.0, value * 10, value / 10, 1 - value)):
                    if new != value:
                        yield code.put(node, f"{new:g}" if new >= 0 else f"({new:g})")


def off_by_one(scope: Scope) -> Iterator[Span]:
    """Calculate with one less or one more than a name."""
    for node in scope.nodes:
        for side in (node.left, node.right) if isinstance(node, ast.BinOp) else ():
            if isinstance(side, ast.Name):
                yield scope.code.put(side, f"({side.id} - 1)")
                yield scope.code.put(side, f"({side.id} + 1)")


def part(scope: Scope) -> Iterator[Span]:
    """Take another part of a sequence, all of it, or count from another number."""
    code = scope.code
    for node in scope.nodes:
        match node:
            case ast.Subscript(slice=ast.Slice(lower=low, upper=high, step=None) as cut):
                for bound in (low, high):
                    if bound is not None:
                        yield code.put(bound, "")
                texts = ["" if bound is None else code.text(bound) for bound in (low, high)]
                if texts[0] != texts[1]:
                    yield code.put(cut, f"{texts[1]}:{texts[0]}")
            case ast.Call(func=ast.Name(id="range"), args=[one]):
                yield code.put(one, f"1, {code.text(one)} + 1")
                yield code.put(one, f"1, {code.text(one)}")
                yield code.put(one, f"{code.text(one)} + 1")
                yield code.put(one, f"{code.text(one)} - 1")
            case ast.Call(func=ast.Name(id="range"), args=[first, last]):
                if isinstance(last, ast.BinOp) and code.text(first) == code.text(last.right):
                    yield Span(code.start(first), code.end(last), code.text(last.left))
                yield code.put(last, f"{code.text(last)} + 1")
                yield code.put(last, f"{code.text(last)} - 1")
                yield code.put(first, "0")
            case ast.Call(func=ast.Name(id="enumerate"), args=[one], keywords=[]):
                yield code.put(one, f"{code.text(one)}, 1")
    for one in scope.values:
        if isinstance(one, ast.Name):
            yield code.put(one, f"{one.id} + 1")
            yield code.put(one, f"{one.id}[0]")


def figure(scope: Scope) -> Iterator[Span]:
    """Open a figure first."""
    for function in scope.functions:
        if _draws(function):
            body = next(body for node, body in scope.blocks if node is function)
            yield scope.code.before(body[0], "plt.figure()")


def _draws(function: Function) -> bool:
    return any(isinstance(n, ast.Name) and n.id == "plt" for n in ast.walk(function))
