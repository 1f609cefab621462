"""A statement that fails costs itself; what is defined around it stays usable."""

from __future__ import annotations

import ast
from typing import Any

import pytest

from autograder.student.statements import bound, execute


def run(source, line=1):
    """The namespace after the statements, and the failures as (error, names)."""
    namespace: dict[str, Any] = {}
    failures = list(execute(source, "mine.py", line, 0, namespace))
    return namespace, [(type(f.error).__name__, f.names) for f in failures]


def test_a_statement_that_fails_tells_what_it_would_have_defined():
    """The others have run."""
    namespace, failures = run("A = 1\nB = C = A / 0\nfrom no_such_module import x, y as z\nD = 4")

    assert (namespace["A"], namespace["D"]) == (1, 4)
    assert failures == [("ZeroDivisionError", ("B", "C")), ("ModuleNotFoundError", ("x", "z"))]


def test_a_function_is_defined_without_annotations_that_fail():
    """Its error is still told."""
    namespace, failures = run("def f(x: Loader, y: int = 2) -> Loader:\n    return x * y")

    assert namespace["f"](3) == 6
    assert failures == [("NameError", ("f",))]


def test_a_default_that_fails_is_none_and_the_others_are_kept():
    """`device: str = device`, where the cell that should define it failed."""
    text = "def f(x, y=1 + 1, z=device, *, k=len('abc'), d=device):\n    return x, y, z, k, d"
    namespace, failures = run(text)

    assert namespace["f"](0) == (0, 2, None, 3, None)
    assert failures == [("NameError", ("f",))]


def test_methods_with_annotations_and_defaults_that_fail_are_defined():
    """A class is as usable as a function."""
    namespace, _ = run(
        "class A:\n    def f(self, x: Tensor, d=device) -> Tensor:\n        return d, x"
    )

    assert namespace["A"]().f(1) == (None, 1)


@pytest.mark.parametrize("text", ["@missing\ndef f(): pass", "class f(Missing): pass"])
def test_what_a_decorator_or_base_would_have_made_is_not_there(text):
    """Without it the thing would be another one."""
    namespace, failures = run(text)

    assert "f" not in namespace
    assert failures == [("NameError", ("f",))]


def test_errors_in_the_body_keep_their_line():
    """Also of a function that was defined without its annotations."""
    namespace, _ = run("def f(x: Loader):\n    return 1 / x", line=7)

    with pytest.raises(ZeroDivisionError) as caught:
        namespace["f"](0)
    assert caught.traceback[-1].lineno + 1 == 8


def test_names_are_found_inside_blocks_and_not_inside_functions():
    """A star import may bind anything."""
    text = """
try:
    import a.b, c as d
    from e import *
    with open(f) as g: h, (i, *j) = 1, (2, 3)
    for k in l: m: int = 1
    def n(): o = 1
except ImportError as p: q = [1]
"""
    assert bound(ast.parse(text).body[0]) == {*"adghijkmnq", "*"}
