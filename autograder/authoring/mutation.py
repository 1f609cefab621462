"""Make mutants of a piece of code: every small change that the operators allow.

Only the smallest piece of text that must differ is replaced; all else stays as it was written.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from autograder.authoring.operators import OPERATORS, Change, Node

_MESSAGES = ("warn", "warning", "debug", "info", "error")


@dataclass(frozen=True, slots=True)
class Edit:
    """One change to a text.

    Attributes:
        operator: what kind of change it is.
        line: 1-based, where it begins.
        before, after: the code that goes and the code that comes.
        start, end: what goes, in bytes of UTF-8.
    """

    operator: str
    line: int
    before: str
    after: str
    start: int
    end: int

    def apply(self, code: str) -> str:
        """The text with the change made."""
        data = code.encode()
        return (data[: self.start] + self.after.encode() + data[self.end :]).decode()


def edits(code: str, lines: Collection[int]) -> Iterator[Edit]:
    """Every change to code that begins in one of these lines, in the order of the text.

    Code that would not compile is no change, nor is code that says the same.

    Raises:
        SyntaxError: ``code`` is not Python.
    """
    tree = ast.parse(code)
    starts = [0]
    for line in code.encode().split(b"\n"):
        starts.append(starts[-1] + len(line) + 1)
    made = [
        _edit(name, change, starts)
        for node in _mutable(tree)
        for name, operator in OPERATORS.items()
        for change in operator(node)
    ]
    for edit in sorted(made, key=lambda edit: (edit.start, edit.end)):
        if edit.line in lines and _differs(edit.apply(code), tree):
            yield edit


def _edit(name: str, change: Change, starts: list[int]) -> Edit:
    node, after = change
    start = starts[node.lineno - 1] + node.col_offset
    end = starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)
    return Edit(name, node.lineno, ast.unparse(node), after, start, end)


def _differs(code: str, tree: ast.AST) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            compile(code, "mutant", "exec")
        except SyntaxError:
            return False
        return ast.dump(ast.parse(code)) != ast.dump(tree)


def _mutable(node: ast.AST) -> Iterator[Node]:
    """Yield the statements and expressions with an effect: no annotations, docstrings, messages."""
    if isinstance(node, ast.expr | ast.stmt):
        yield node
    if isinstance(node, ast.JoinedStr):
        return  # Python before 3.12 does not say where its parts stand
    for name, value in ast.iter_fields(node):
        children: Iterable[object] = value if isinstance(value, list) else (value,)
        for child in children if name not in ("annotation", "returns") else ():
            if isinstance(child, ast.AST) and not _is_prose(node, child):
                yield from _mutable(child)


def _is_prose(parent: ast.AST, node: ast.AST) -> bool:
    """Whether a node is a docstring or what is said to a person who reads errors or warnings."""
    match parent, node:
        case ast.Expr(), ast.Constant() | ast.JoinedStr():
            return True
        case ast.Raise(exc=ast.Call()), ast.Call(func=ast.Name()):
            return True
        case ast.Call(func=ast.Attribute(attr=name)), ast.Constant() | ast.JoinedStr():
            return name in _MESSAGES
        case ast.Assert(msg=message), _:
            return node is message
        case _:
            return False
