"""Write a cell's code as somebody else would have: the same behaviour, in another style.

Local variables have other names, list comprehensions are loops, what a function returns has a name
first; comments and formatting are gone. Parameters, attributes and module names stay: callers use
them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import count

_Function = ast.FunctionDef | ast.AsyncFunctionDef
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.GeneratorExp)


def restyled(source: str) -> str:
    """Return the code of a cell in another style.

    Args:
        source: functions, classes and assignments.

    Raises:
        SyntaxError: it is no code.
    """
    tree = ast.parse(source)
    for function in _outer(tree):
        _rename(function)
        _Statements().visit(function)
    return ast.unparse(ast.fix_missing_locations(tree)) + "\n"


def _outer(node: ast.AST) -> Iterator[_Function]:
    """The functions and methods that lie in no other."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, _Function):
            yield child
        elif isinstance(child, ast.ClassDef | ast.If | ast.Try | ast.With):
            yield from _outer(child)


def _rename(function: _Function) -> None:
    """Give each variable that is a local one of this function, and no parameter, another name."""
    nodes = list(ast.walk(function))
    stored = {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    fixed = {n.arg for n in nodes if isinstance(n, ast.arg)}
    for node in nodes:
        if isinstance(node, ast.Global | ast.Nonlocal):
            fixed.update(node.names)
        if isinstance(node, ast.ClassDef):  # what its body assigns are attributes
            inside = (n for statement in node.body for n in ast.walk(statement))
            fixed.update(n.id for n in inside if isinstance(n, ast.Name))
    names = {name: f"{name.strip('_').lower()}_here" for name in stored - fixed}
    for node in nodes:
        if isinstance(node, ast.Name):
            node.id = names.get(node.id, node.id)


class _Statements(ast.NodeTransformer):
    """Writes comprehensions as loops, and names what is returned."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def visit_Return(self, node: ast.Return) -> ast.stmt | list[ast.stmt]:
        """``return value`` as ``result = value; return result``."""
        if node.value is None or isinstance(node.value, ast.Name | ast.Constant):
            return node
        name = f"result_{next(self._numbers)}"
        assign = ast.Assign([ast.Name(name, ast.Store())], node.value)
        node.value = ast.Name(name, ast.Load())
        return [*self._loop(assign), node]

    def visit_Assign(self, node: ast.Assign) -> list[ast.stmt]:
        """``x = [f(i) for i in y]`` as a loop."""
        return self._loop(node)

    def _loop(self, node: ast.Assign) -> list[ast.stmt]:
        value = node.value
        if not (isinstance(node.targets[0], ast.Name) and isinstance(value, ast.ListComp)):
            return [node]
        if len(value.generators) != 1 or value.generators[0].is_async:
            return [node]
        if any(isinstance(inside, _SCOPES) for inside in ast.walk(value)):
            return [node]  # a function made in a loop sees its last round
        name = f"items_{next(self._numbers)}"
        made = ast.Assign([ast.Name(name, ast.Store())], ast.List([], ast.Load()))
        method = ast.Attribute(ast.Name(name, ast.Load()), "append", ast.Load())
        add: ast.stmt = ast.Expr(ast.Call(method, [_own(value).elt], []))
        generator = value.generators[0]
        for condition in reversed(generator.ifs):
            add = ast.If(condition, [add], [])
        loop = ast.For(generator.target, generator.iter, [add], [])
        node.value = ast.Name(name, ast.Load())
        return [made, loop, node]


def _own(value: ast.ListComp) -> ast.ListComp:
    """Give a comprehension's variables names of their own: as a loop's they would outlive it."""
    generator = value.generators[0]
    names = {n.id for n in ast.walk(generator.target) if isinstance(n, ast.Name)}
    for part in (value.elt, generator.target, *generator.ifs):
        for node in ast.walk(part):
            if isinstance(node, ast.Name) and node.id in names:
                node.id = f"each_{node.id}"
    return value
