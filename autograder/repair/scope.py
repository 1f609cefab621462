"""A function or class of a student's code: its nodes, blocks and names, as operators need them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from autograder.repair.code import Code

Function = ast.FunctionDef | ast.AsyncFunctionDef
_MODEL_METHODS = frozenset(
    ("parameters", "named_parameters", "train", "eval", "state_dict", "load_state_dict", "modules")
)
_MODELS = frozenset(("model", "net", "network", "module"))
_OPTIMIZERS = frozenset(("optimizer", "optim", "opt"))


@dataclass(frozen=True)
class Scope:
    """A top-level definition and the code it is in."""

    code: Code
    root: ast.stmt

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """What has an effect, in the order of the text: no annotation, docstring or message."""
        return tuple(_effective(self.root))

    @cached_property
    def parents(self) -> dict[ast.AST, ast.AST]:
        """The node that each one is part of."""
        return {child: node for node in ast.walk(self.root) for child in ast.iter_child_nodes(node)}

    @cached_property
    def functions(self) -> tuple[Function, ...]:
        """The functions, methods and inner functions."""
        return tuple(n for n in self.nodes if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))

    def of(self, kind: type[ast.AST]) -> Iterator[ast.AST]:
        """The nodes of a kind."""
        return (node for node in self.nodes if isinstance(node, kind))

    @cached_property
    def calls(self) -> tuple[ast.Call, ...]:
        """The calls."""
        return tuple(node for node in self.nodes if isinstance(node, ast.Call))

    @cached_property
    def blocks(self) -> tuple[tuple[ast.AST, list[ast.stmt]], ...]:
        """The lists of statements, each with the node it belongs to; docstrings left out."""
        found = []
        for node in ast.walk(self.root):
            for name in ("body", "orelse", "finalbody"):
                body = getattr(node, name, None)
                if isinstance(body, list) and body and isinstance(body[0], ast.stmt):
                    found.append((node, body[int(_is_docstring(body[0])) :]))
        return tuple(found)

    @cached_property
    def statements(self) -> tuple[ast.stmt, ...]:
        """The statements below the definition's own."""
        return tuple(statement for _, body in self.blocks for statement in body)

    @cached_property
    def values(self) -> tuple[ast.expr, ...]:
        """What is given away: returned or appended values and their parts, and added ones."""
        found: list[ast.expr] = []
        for node in self.nodes:
            match node:
                case ast.Return(value=ast.expr() as value) | ast.AugAssign(value=value):
                    found += _parts(value)
                case ast.Call(func=ast.Attribute(attr="append" | "update" | "extend"), args=args):
                    found += [part for value in args for part in _parts(value)]
                case ast.Lambda(body=value):
                    found += _parts(value)
        return tuple(dict.fromkeys(found))

    def function(self, node: ast.AST) -> Function | None:
        """The innermost function that a node is in."""
        at: ast.AST | None = self.parents.get(node)
        while at is not None and not isinstance(at, ast.FunctionDef | ast.AsyncFunctionDef):
            at = self.parents.get(at)
        return at

    def parameters(self, function: Function) -> list[str]:
        """The names of a function's parameters but ``self``."""
        every = (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)
        return [one.arg for one in every if one.arg != "self"]

    def defaults(self, function: Function) -> list[object]:
        """The default values of a function's parameters that are written down."""
        every = (*function.args.defaults, *function.args.kw_defaults)
        return [one.value for one in every if isinstance(one, ast.Constant)]

    def names(self, function: Function) -> list[str]:
        """The names of a function's parameters and variables."""
        stored = [
            node.id
            for node in ast.walk(function)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        ]
        return list(dict.fromkeys([*self.parameters(function), *stored]))

    def unused(self, function: Function) -> list[str]:
        """The parameters that a function never reads."""
        read = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
        return [name for name in self.parameters(function) if name not in read]

    def models(self, function: Function) -> list[str]:
        """The names of what seems to be a model."""
        return self._named(function, _MODELS, _MODEL_METHODS)

    def optimizers(self, function: Function) -> list[str]:
        """The names of what seems to be an optimizer."""
        return self._named(function, _OPTIMIZERS, frozenset(("step", "zero_grad")))

    def _named(
        self, function: Function, usual: frozenset[str], methods: frozenset[str]
    ) -> list[str]:
        names = set(self.names(function))
        found = [name for name in self.names(function) if name in usual]
        for node in ast.walk(function):
            match node:
                case ast.Attribute(ast.Name(id=name), attr) if attr in methods and name in names:
                    found.append(name)
        return list(dict.fromkeys(found))


def _parts(value: ast.expr) -> list[ast.expr]:
    match value:
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            return [value, *parts]
        case ast.Dict(values=parts):
            return [value, *parts]
        case ast.ListComp(elt=part) | ast.GeneratorExp(elt=part):
            return [value, part]
        case ast.DictComp(value=part):
            return [value, part]
    return [value]


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _effective(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    if isinstance(node, ast.JoinedStr):
        return  # Python before 3.12 does not say where its parts stand
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "type_comment"):
            continue
        for child in value if isinstance(value, list) else (value,):
            if isinstance(child, ast.AST) and not _is_docstring(child):
                yield from _effective(child)


def called(call: ast.Call) -> str:
    """The last name of what is called; empty if it has none."""
    match call.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""
