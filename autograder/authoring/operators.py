"""The operators of mutation testing: each yields changes of a syntax node.

They are those that mutmut and cosmic-ray share, and the deletion of statements.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

Node = ast.expr | ast.stmt
Change = tuple[Node, str]
"""A node, and the text that takes the place of its own."""

_ARITHMETIC: dict[type[ast.operator], ast.operator] = {
    ast.Add: ast.Sub(),
    ast.Sub: ast.Add(),
    ast.Mult: ast.Div(),
    ast.Div: ast.Mult(),
    ast.FloorDiv: ast.Div(),
    ast.Mod: ast.Div(),
    ast.Pow: ast.Mult(),
    ast.MatMult: ast.Mult(),
    ast.BitAnd: ast.BitOr(),
    ast.BitOr: ast.BitAnd(),
    ast.BitXor: ast.BitAnd(),
    ast.LShift: ast.RShift(),
    ast.RShift: ast.LShift(),
}
_COMPARISONS: dict[type[ast.cmpop], tuple[ast.cmpop, ...]] = {
    ast.Lt: (ast.LtE(), ast.GtE()),
    ast.LtE: (ast.Lt(), ast.Gt()),
    ast.Gt: (ast.GtE(), ast.LtE()),
    ast.GtE: (ast.Gt(), ast.Lt()),
    ast.Eq: (ast.NotEq(),),
    ast.NotEq: (ast.Eq(),),
    ast.Is: (ast.IsNot(),),
    ast.IsNot: (ast.Is(),),
    ast.In: (ast.NotIn(),),
    ast.NotIn: (ast.In(),),
}
_NO_CONTEXT = '__import__("contextlib").nullcontext()'


def _arithmetic(node: Node) -> Iterator[Change]:
    match node:
        case ast.BinOp(left, op, right) if type(op) in _ARITHMETIC:
            yield node, _bracketed(ast.BinOp(left, _ARITHMETIC[type(op)], right), op)
        case ast.AugAssign(target, op, value) if type(op) in _ARITHMETIC:
            yield node, ast.unparse(ast.AugAssign(target, _ARITHMETIC[type(op)], value))
        case ast.UnaryOp(ast.USub(), operand):
            yield node, ast.unparse(ast.UnaryOp(ast.UAdd(), operand))


def _bracketed(node: ast.BinOp, op: ast.operator) -> str:
    text = ast.unparse(node)
    return f"({text})" if isinstance(op, ast.Pow | ast.BitAnd | ast.BitXor | ast.LShift) else text


def _comparison(node: Node) -> Iterator[Change]:
    if isinstance(node, ast.Compare):
        for index, op in enumerate(node.ops):
            for other in _COMPARISONS[type(op)]:
                ops = [*node.ops[:index], other, *node.ops[index + 1 :]]
                yield node, ast.unparse(ast.Compare(node.left, ops, node.comparators))


def _boolean(node: Node) -> Iterator[Change]:
    match node:
        case ast.BoolOp(op, values):
            other = ast.Or() if isinstance(op, ast.And) else ast.And()
            yield node, f"({ast.unparse(ast.BoolOp(other, values))})"
        case ast.UnaryOp(ast.Not() | ast.Invert(), operand):
            yield node, f"({ast.unparse(operand)})"
        case ast.Constant(value=bool(value)):
            yield node, str(not value)


def _number(node: Node) -> Iterator[Change]:
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            yield node, repr(value + 1)


def _text(node: Node) -> Iterator[Change]:
    match node:
        case ast.Constant(value=str(value)) if len(value) == 1 and value.isalpha():
            yield node, repr("b" if value == "a" else "a")
        case ast.Constant(value=str(value)):
            yield node, repr(f"XX{value}XX")
        case ast.JoinedStr(values):
            mark: ast.expr = ast.Constant("XX")
            yield node, ast.unparse(ast.JoinedStr([mark, *values, mark]))


def _keyword(node: Node) -> Iterator[Change]:
    if isinstance(node, ast.Call):
        for one in node.keywords:
            rest = [keyword for keyword in node.keywords if keyword is not one]
            yield node, ast.unparse(ast.Call(node.func, node.args, rest))


def _delete(node: Node) -> Iterator[Change]:
    match node:
        case ast.Expr(ast.Constant()):
            return
        case ast.Expr() | ast.Assign() | ast.AugAssign() | ast.Delete() | ast.Raise():
            yield node, "pass"
        case ast.AnnAssign(value=ast.expr()) | ast.Return(value=None):
            yield node, "pass"


def _condition(node: Node) -> Iterator[Change]:
    """Turn a condition round; a comparison has its own opposite."""
    if isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
        tests = [test for generator in node.generators for test in generator.ifs]
    else:
        tests = [node.test] if isinstance(node, ast.If | ast.IfExp | ast.While) else []
    for test in tests:
        if not isinstance(test, ast.Compare | ast.UnaryOp):
            yield test, f"not ({ast.unparse(test)})"


def _flow(node: Node) -> Iterator[Change]:
    match node:
        case ast.Break():
            yield node, "continue"
        case ast.Continue():
            yield node, "break"
        case ast.For(iter=items):
            yield items, "()"
        case ast.Return(value=ast.expr()):
            yield node, "return None"


def _wrapper(node: Node) -> Iterator[Change]:
    match node:
        case ast.With(items):
            yield from ((item.context_expr, _NO_CONTEXT) for item in items)
        case ast.FunctionDef(decorator_list=decorators) | ast.ClassDef(decorator_list=decorators):
            yield from ((decorator, "(lambda same: same)") for decorator in decorators)


OPERATORS: dict[str, Callable[[Node], Iterator[Change]]] = {
    "arithmetic": _arithmetic,
    "comparison": _comparison,
    "boolean": _boolean,
    "number": _number,
    "string": _text,
    "keyword": _keyword,
    "delete": _delete,
    "condition": _condition,
    "flow": _flow,
    "wrapper": _wrapper,
}
"""By name: what each makes of a node."""
