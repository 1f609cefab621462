"""Turn code into tokens that stay the same when it is renamed, reformatted or commented anew."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from autograder.classroom.code import CodePart
from autograder.submission import Limits, guard

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_LIMITS = Limits()
_WITHOUT_TOKEN = (ast.expr_context, ast.arguments, ast.Import, ast.ImportFrom)


@dataclass(frozen=True, slots=True)
class Token:
    """A node of a syntax tree: what it is, and the line of its file or cell."""

    label: str
    file: str
    line: int


def units(parts: Iterable[CodePart]) -> Iterator[list[Token]]:
    """Yield the tokens of each function, method and other statement of a document.

    Names that the document binds count as one, attributes that it assigns to as another; names
    from libraries stay. Numbers and strings count by kind. Comments, docstrings, annotations,
    imports and formatting leave no token. A part that Python cannot parse is left out.
    """
    trees = [(part, tree) for part in parts if (tree := _parsed(part.source)) is not None]
    own = {name for _, tree in trees for node in ast.walk(tree) for name in _bound(node)}
    for part, tree in trees:
        for statement in _statements(tree.body):
            yield list(_tokens(statement, part, own))


def _parsed(source: str) -> ast.Module | None:
    if guard.symbols(source) > _LIMITS.symbols or guard.complaint(source, _LIMITS):
        return None  # some versions of Python crash on such code
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _bound(node: ast.AST) -> Iterator[str]:
    """Yield the names that a node binds; those of attributes begin with a dot."""
    match node:
        case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
            yield name
        case ast.Attribute(attr=name, ctx=ast.Store()):
            yield f".{name}"
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield from (name, f".{name}")


def _statements(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Top-level statements; a class's methods each by themselves, so that order is no matter."""
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield from _statements(node.body)
        else:
            yield node


def _tokens(statement: ast.stmt, part: CodePart, own: Collection[str]) -> Iterator[Token]:
    """Yield a statement's tokens in the order of its text, without recursion."""
    left: list[tuple[ast.AST, int]] = [(statement, statement.lineno)]
    while left:
        node, above = left.pop()
        line = getattr(node, "lineno", above)
        if not isinstance(node, _WITHOUT_TOKEN):
            yield Token(_label(node, own), part.file, part.line + line - 1)
        left.extend((child, line) for child in reversed(_children(node)))


def _children(node: ast.AST) -> list[ast.AST]:
    """A node's children but for docstrings and annotations."""
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return []
    unread = {id(getattr(node, name, None)) for name in ("annotation", "returns")}
    if isinstance(node, _DEFINITIONS):
        unread |= {id(line) for line in node.body if _is_text(line)}
    return [child for child in ast.iter_child_nodes(node) if id(child) not in unread]


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _label(node: ast.AST, own: Collection[str]) -> str:
    match node:
        case ast.Name(id=name):
            return "name" if name in own else name
        case ast.Attribute(attr=name):
            return ".own" if f".{name}" in own else f".{name}"
        case ast.keyword(arg=str(name)):
            return "name=" if name in own else f"{name}="
        case ast.Constant(value=value):
            return type(value).__name__
        case ast.AnnAssign():
            return "Assign"
        case _:
            return type(node).__name__
