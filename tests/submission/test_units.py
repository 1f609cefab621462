"""What each top-level statement binds, needs and changes."""

from __future__ import annotations

import ast

import pytest

from autograder.submission.model import Piece
from autograder.submission.syntax import Parsed
from autograder.submission.units import Unit, add_scopes, is_constant, is_main_guard, units


def found(text: str) -> list[Unit]:
    """The units of a module, with what the symbol table knows."""
    made = []
    for unit, lines in units(Parsed(Piece(text, "a.py", 1), ast.parse(text))):
        add_scopes(unit, lines)
        made.append(unit)
    return made


def only(text: str) -> Unit:
    """The one unit of a text."""
    (unit,) = found(text)
    return unit


@pytest.mark.parametrize(
    ("name", "answer"),
    [("LIMIT", True), ("_N2", True), ("BATCH_SIZE", True), ("X", False), ("Limit", False)],
)
def test_a_constant_is_told_by_its_name(name: str, answer: bool) -> None:
    """One letter is data, as in ``X, y``."""
    assert is_constant(name) is answer


def test_statements_that_share_a_line_are_one_unit() -> None:
    """Also where a backslash joins their lines; a decorator belongs to its function."""
    text = "a = 1; b = 2\n@c\ndef f():\n    pass\nd = 3; \\\ne = 4\n"
    assert [(u.first, u.last, set(u.binds)) for u in found(text)] == [
        (1, 1, {"a", "b"}),
        (2, 4, {"f"}),
        (5, 6, {"d", "e"}),
    ]
    assert found(text)[1].binds == {"f": 3}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("a, (b, *c) = x", {"a", "b", "c"}),
        ("import a.b, c as d", {"a", "d"}),
        ("with f() as a: b = 1", {"a", "b"}),
        ("for a in x: b = a", {"a", "b"}),
        ("print(a := 1)", {"a"}),
        ("try: a = 1\nexcept ValueError: b = 2\nelse: c = 3\nfinally: d = 4", {*"abcd"}),
        ("a = [b for b in x]", {"a"}),
        ("def f():\n    a = 1\n    return a", {"f"}),
        ("class A:\n    b = 1", {"A"}),
        ("a.b = 1\nc[0] = 2", set()),
    ],
)
def test_names_that_a_module_has_afterwards(text: str, names: set[str]) -> None:
    """Not those of functions, classes and comprehensions."""
    assert set().union(*(unit.binds for unit in found(text))) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("def f(model):\n    local = model\n    return local + free", {"free"}),
        ("def f(x=default) -> kind: pass", {"default", "kind"}),
        ("class A(base):\n    b = c\n    def f(self): return d", {"base", "c", "d"}),
        ("f = lambda x: [x + y for y in z]", {"z"}),
        ("def f():\n    global counter\n    counter += 1", {"counter"}),
    ],
)
def test_names_that_a_definition_needs_of_its_module(text: str, names: set[str]) -> None:
    """A local variable or a parameter is none."""
    assert only(text).loads >= names
    assert not only(text).loads & {"model", "local", "self", "x", "y", "b"}


def test_changes_of_parts_are_noted() -> None:
    """They belong to what they change."""
    assert only("a.b[0] = 1").assigned_into == {"a"}
    assert only("del a['k']").assigned_into == {"a"}
    assert only("a[0].b.append(1)").called_on == {"a"}
    assert only("f(a)").called_on == set()


def test_other_ways_to_make_a_function_are_noted() -> None:
    """A new name, a wrapper, a lambda."""
    assert only("g = a.f").aliased == "a"
    unit = only("fast = torch.compile(f)")
    assert (unit.wrapper, unit.wrapped) == ("torch", "f")
    assert only("double = lambda x: 2 * x").root


@pytest.mark.parametrize(
    ("text", "root", "never"),
    [
        ("def f(): pass", True, False),
        ("import a", True, False),
        ("LIMIT = 1", True, False),
        ("x = 1", False, False),
        ("for i in x:\n    def f(): pass", False, False),
        ("x = get_ipython()", False, True),
        ('if __name__ == "__main__": import a', False, True),
    ],
)
def test_some_statements_always_stay_and_some_never(text: str, root: bool, never: bool) -> None:
    """All others stay where something needs them."""
    assert (only(text).root, only(text).never) == (root, never)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ('if "__main__" == __name__: f()', True),
        ('if __name__ == "__main__": f()\nelse: g()', False),
        ('if __name__ != "__main__": f()', False),
        ("if __name__: f()", False),
        ("f()", False),
    ],
)
def test_a_main_guard_has_one_form(text: str, answer: bool) -> None:
    """Either way round, without another branch."""
    assert is_main_guard(ast.parse(text).body[0]) is answer


def test_what_the_compiler_refuses_is_its_error() -> None:
    """The caller makes a problem of it."""
    with pytest.raises(SyntaxError):
        only("def f():\n    nonlocal x")
