"""The operators of mutation testing: what each makes of a piece of code."""

import pytest

from autograder.authoring import mutation
from autograder.authoring.operators import OPERATORS


def made(code):
    """The changes to every line of a piece of code, as (operator, before, after)."""
    lines = range(1, code.count("\n") + 2)
    return [(e.operator, e.before, e.after) for e in mutation.edits(code, lines)]


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("a + b", ("arithmetic", "a + b", "a - b")),
        ("a @ b", ("arithmetic", "a @ b", "a * b")),
        ("a += b", ("arithmetic", "a += b", "a -= b")),
        ("f(-a)", ("arithmetic", "-a", "+a")),
        ("a < b", ("comparison", "a < b", "a <= b")),
        ("a < b", ("comparison", "a < b", "a >= b")),
        ("a is not b", ("comparison", "a is not b", "a is b")),
        ("0 <= a < b", ("comparison", "0 <= a < b", "0 <= a <= b")),
        ("a and b", ("boolean", "a and b", "(a or b)")),
        ("not a", ("boolean", "not a", "(a)")),
        ("x = True", ("boolean", "True", "False")),
        ("x = 3", ("number", "3", "4")),
        ("x = 0.5", ("number", "0.5", "1.5")),
        ("x = 'loss'", ("string", "'loss'", "'XXlossXX'")),
        ("ANSWER_1 = 'b'", ("string", "'b'", "'a'")),
        ("x = f'{a}.pt'", ("string", "f'{a}.pt'", "f'XX{a}.ptXX'")),
        ("f(a, dim=b, keepdim=c)", ("keyword", "f(a, dim=b, keepdim=c)", "f(a, keepdim=c)")),
        ("model.eval()", ("delete", "model.eval()", "pass")),
        ("self.a = b", ("delete", "self.a = b", "pass")),
        ("raise ValueError(a)", ("delete", "raise ValueError(a)", "pass")),
        ("x = a if b else c", ("condition", "b", "not (b)")),
        ("x = [a for a in b if c(a)]", ("condition", "c(a)", "not (c(a))")),
        ("for a in b:\n    break", ("flow", "break", "continue")),
        ("for a in b:\n    continue", ("flow", "b", "()")),
        ("def f():\n    return a", ("flow", "return a", "return None")),
        ("with a():\n    b", ("wrapper", "a()", '__import__("contextlib").nullcontext()')),
        ("@a\ndef f():\n    b", ("wrapper", "a", "(lambda same: same)")),
    ],
)
def test_an_operator_makes_this_of_that(code, change):
    """At least one change of each kind, in the smallest piece that must differ."""
    assert change in made(code)


def test_every_operator_has_an_example():
    """The test above names them all."""
    marks = test_an_operator_makes_this_of_that.pytestmark
    examples = {change[0] for _, change in marks[0].args[1]}

    assert examples == set(OPERATORS)


def test_a_change_keeps_its_place_among_stronger_operators():
    """Brackets stand where the text would otherwise be read as another change."""
    (changed,) = (e.apply("a or b and c") for e in mutation.edits("a or b and c", [1]) if e.start)

    assert changed == "a or (b or c)"
