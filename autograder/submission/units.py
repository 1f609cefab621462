"""Find the names that each top-level statement binds, needs and changes.

Python's own ``symtable`` says which names a function takes from the module, so that a local
variable called ``model`` does not drag an exploring cell's training run along.
"""

from __future__ import annotations

import ast
import re
import symtable
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from autograder.submission.syntax import Parsed

_CONSTANT = re.compile(r"_*[A-Z][A-Z0-9_]+")
_DEFINITION = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_IMPORT = (ast.Import, ast.ImportFrom)
_LOOP = (ast.For, ast.AsyncFor, ast.While)


@dataclass(slots=True)
class Unit:
    """Top-level statements that stay or go together: one, or all that share a line.

    Attributes:
        first: 1-based line in its piece.
        last: line of its end.
        root: kept whatever else is.
        never: dropped in any case (``if __name__ == "__main__":``, calls of IPython).
        future: a ``from __future__`` import.
        binds: names it gives a value, with the line.
        unbound: names it deletes, and variables of comprehensions, which some versions of
            ``symtable`` take for the module's own.
        imports: those of ``binds`` that are imported modules or names.
        defines: those of ``binds`` that are functions and classes.
        loads: module-level names it needs.
        assigned_into: names of which it sets an item or attribute.
        called_on: names of which it calls a method as a statement.
        aliased: the name at the root of its value, if that is a plain alias.
        wrapped: the first argument, if a name, of the call that makes its value.
        wrapper: the name at the root of what is called.
    """

    first: int
    last: int
    root: bool = False
    never: bool = False
    future: bool = False
    binds: dict[str, int] = field(default_factory=dict)
    unbound: set[str] = field(default_factory=set)
    imports: set[str] = field(default_factory=set)
    defines: set[str] = field(default_factory=set)
    loads: set[str] = field(default_factory=set)
    assigned_into: set[str] = field(default_factory=set)
    called_on: set[str] = field(default_factory=set)
    aliased: str = ""
    wrapped: str = ""
    wrapper: str = ""


def is_constant(name: str) -> bool:
    """Whether a name is written as constants are; one letter, as in ``X``, is data."""
    return _CONSTANT.fullmatch(name) is not None


def units(part: Parsed) -> Iterator[tuple[Unit, str]]:
    """The statements of a piece in order, each with its text (whole lines)."""
    lines = part.piece.source.split("\n")
    for first, last, statements in _grouped(part.tree.body, lines):
        unit = Unit(first, last)
        for statement in statements:
            _describe(unit, statement)
        yield unit, "\n".join(lines[first - 1 : last])


def add_scopes(unit: Unit, text: str) -> None:
    """Add what Python's symbol table knows: names needed from the module, names bound by ``:=``.

    Raises:
        SyntaxError: as the compiler would, e.g. for ``nonlocal`` at module level.
    """
    table = symtable.symtable(text, "", "exec")
    for symbol in table.get_symbols():
        if symbol.is_assigned() and symbol.get_name() not in unit.unbound:
            unit.binds.setdefault(symbol.get_name(), unit.first)
        if symbol.is_referenced():
            unit.loads.add(symbol.get_name())
    for child in table.get_children():
        _add_free(unit.loads, child)
    if "get_ipython" in unit.loads and not unit.root:
        unit.never = True


def _add_free(loads: set[str], table: symtable.SymbolTable) -> None:
    in_class = table.get_type() == "class"
    for symbol in table.get_symbols():
        if symbol.is_global() or (in_class and symbol.is_referenced()):
            loads.add(symbol.get_name())
    for child in table.get_children():
        _add_free(loads, child)


def _grouped(
    body: Sequence[ast.stmt], lines: Sequence[str]
) -> Iterator[tuple[int, int, list[ast.stmt]]]:
    group: list[ast.stmt] = []
    first = last = 0
    for statement in body:
        decorators = getattr(statement, "decorator_list", [])
        start = min([statement.lineno, *(d.lineno for d in decorators)])
        if group and start > last and not lines[start - 2].endswith("\\"):
            yield first, last, group
            group = []
        first = first if group else start
        last = statement.end_lineno or start
        group.append(statement)
    if group:
        yield first, last, group


def _describe(unit: Unit, statement: ast.stmt) -> None:
    if is_main_guard(statement):
        unit.never = True
        return
    if not isinstance(statement, _DEFINITION):
        unit.unbound.update(_loop_variables(statement))
    for inner in _inner(statement):
        _bind(unit, inner)
        _change(unit, inner)
    if isinstance(statement, _LOOP):
        return
    unit.future |= isinstance(statement, ast.ImportFrom) and statement.module == "__future__"
    unit.root |= bool(unit.defines or unit.imports) or any(map(is_constant, unit.binds))
    if isinstance(statement, (ast.Assign, ast.AnnAssign)):
        _look_at_value(unit, statement.value)


def _look_at_value(unit: Unit, value: ast.expr | None) -> None:
    """Note the ways to make a function without ``def``."""
    if isinstance(value, ast.Lambda):
        unit.root = True
    elif isinstance(value, (ast.Name, ast.Attribute)):
        unit.aliased = _base(value)
    elif isinstance(value, ast.Call) and value.args:
        first = value.args[0]
        unit.wrapped = first.id if isinstance(first, ast.Name) else ""
        unit.wrapper = _base(value.func)


def _inner(statement: ast.stmt) -> Iterator[ast.stmt]:
    """The statement and those inside it that run in the module's own scope."""
    waiting = [statement]
    while waiting:
        one = waiting.pop()
        yield one
        if isinstance(one, _DEFINITION):
            continue
        for child in ast.iter_child_nodes(one):
            if isinstance(child, ast.stmt):
                waiting.append(child)
            elif isinstance(child, (ast.ExceptHandler, ast.match_case)):
                waiting.extend(child.body)


def _loop_variables(statement: ast.stmt) -> Iterator[str]:
    for node in ast.walk(statement):
        if isinstance(node, ast.comprehension):
            targets = ast.walk(node.target)
            yield from (target.id for target in targets if isinstance(target, ast.Name))


def _bind(unit: Unit, statement: ast.stmt) -> None:
    if isinstance(statement, _DEFINITION):
        unit.defines.add(statement.name)
        unit.binds[statement.name] = statement.lineno
    elif isinstance(statement, _IMPORT):
        names = [(alias.asname or alias.name).split(".")[0] for alias in statement.names]
        unit.imports.update(names)
        unit.binds.update(dict.fromkeys(names, statement.lineno))
    else:
        nodes = [node for target in _targets(statement) for node in ast.walk(target)]
        found = [node for node in nodes if isinstance(node, ast.Name)]
        unit.unbound.update(node.id for node in found if isinstance(node.ctx, ast.Del))
        stored = [node.id for node in found if isinstance(node.ctx, ast.Store)]
        unit.binds.update(dict.fromkeys(stored, statement.lineno))


def _change(unit: Unit, statement: ast.stmt) -> None:
    """Note the names of which a statement changes a part, or calls a method."""
    for target in _targets(statement):
        for node in ast.walk(target):
            if isinstance(node, (ast.Subscript, ast.Attribute)):
                unit.assigned_into.add(_base(node))
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        function = statement.value.func
        if isinstance(function, ast.Attribute):
            unit.called_on.add(_base(function))


def _targets(statement: ast.stmt) -> list[ast.expr]:
    if isinstance(statement, (ast.Assign, ast.Delete)):
        return statement.targets
    if isinstance(statement, (ast.AugAssign, ast.AnnAssign, ast.For, ast.AsyncFor)):
        return [statement.target]
    if isinstance(statement, (ast.With, ast.AsyncWith)):
        return [item.optional_vars for item in statement.items if item.optional_vars]
    return []


def _base(node: ast.expr) -> str:
    """The name at the root of ``name.a[0].b()``; empty if there is none."""
    while True:
        if isinstance(node, (ast.Attribute, ast.Subscript, ast.Starred)):
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        else:
            return node.id if isinstance(node, ast.Name) else ""


def is_main_guard(statement: ast.stmt) -> bool:
    """Whether this is ``if __name__ == "__main__":`` with no other branch."""
    if not isinstance(statement, ast.If) or statement.orelse:
        return False
    test = statement.test
    if not isinstance(test, ast.Compare) or not isinstance(test.ops[0], ast.Eq):
        return False
    sides = [test.left, *test.comparators]
    return any(isinstance(side, ast.Name) and side.id == "__name__" for side in sides)
