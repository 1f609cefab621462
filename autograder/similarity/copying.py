"""Copy code as people do who do not want it to be seen: for measuring what is found anyway."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping

from autograder.authoring.restyle import restyled


def verbatim(cell: str) -> str:
    """Return a cell as it is."""
    return cell


def retyped(cell: str) -> str:
    """Other comments, docstrings and formatting."""
    tree = ast.parse(cell)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            node.body.insert(0, ast.Expr(ast.Constant(f"My own idea of {node.name}.")))
    lines = ast.unparse(ast.fix_missing_locations(tree)).splitlines()
    return "\n".join(f"{line}  # my line {n}" for n, line in enumerate(lines)) + "\n"


def renamed(cell: str) -> str:
    """Other names for all parameters and local variables of functions."""
    tree = ast.parse(cell)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    inside = [node for function in functions for node in ast.walk(function)]
    names = {n.id for n in inside if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    names |= {n.arg for n in inside if isinstance(n, ast.arg)} - {"self"}
    new = {name: f"my_{name[::-1]}" for name in names}
    for node in inside:
        if isinstance(node, ast.Name):
            node.id = new.get(node.id, node.id)
        elif isinstance(node, ast.arg):
            node.arg = new.get(node.arg, node.arg)
    return ast.unparse(tree) + "\n"


def statements_reordered(cell: str) -> str:
    """Neighbouring assignments swapped wherever neither needs the other."""
    tree = ast.parse(cell)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.For | ast.If | ast.With):
            _swap(node.body)
    return ast.unparse(tree) + "\n"


def definitions_reordered(cell: str) -> str:
    """Methods in reverse order; the caller does the same with the cells."""
    tree = ast.parse(cell)
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            node.body.reverse()
    return ast.unparse(tree) + "\n"


KINDS: Mapping[str, Callable[[str], str]] = {
    "verbatim": verbatim,
    "retyped": retyped,
    "renamed": renamed,
    "definitions reordered": definitions_reordered,
    "statements reordered": statements_reordered,
    "notebook": verbatim,
    "rewritten": restyled,
}


def _swap(body: list[ast.stmt]) -> None:
    at = 0
    while at + 1 < len(body):
        first, second = body[at], body[at + 1]
        simple = isinstance(first, ast.Assign) and isinstance(second, ast.Assign)
        if simple and not (_names([first]) & _stored(second) or _names([second]) & _stored(first)):
            body[at : at + 2] = second, first
            at += 1
        at += 1


def _names(nodes: Iterable[ast.AST]) -> set[str]:
    return {n.id for node in nodes for n in ast.walk(node) if isinstance(n, ast.Name)}


def _stored(node: ast.AST) -> set[str]:
    """Names that a statement binds, or whose objects it changes."""
    return {
        n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    }
