"""The changes of a mutation tester: which are made, and what is left alone."""

import pytest

from autograder.authoring import mutation


def made(code):
    """The changes to every line of a piece of code, as (operator, before, after)."""
    lines = range(1, code.count("\n") + 2)
    return [(e.operator, e.before, e.after) for e in mutation.edits(code, lines)]


@pytest.mark.parametrize(
    "code",
    [
        'def f(a: "int") -> "str":\n    """What it does."""',
        "x: list[int]",
        "class A:\n    pass",
        "import a",
    ],
)
def test_what_only_people_and_type_checkers_read_stays(code):
    """Docstrings, annotations and imports are no code to change."""
    assert made(code) == []


def test_messages_of_errors_and_warnings_stay():
    """A student says it in their own words."""
    code = 'raise ValueError("no" + a)\nwarnings.warn("careful", stacklevel=b)'

    assert {operator for operator, *_ in made(code)} == {"delete", "keyword"}


def test_only_the_lines_asked_for_change_and_the_rest_stays_as_written():
    """Positions hold behind letters of more than one byte, and comments are kept."""
    code = "a = 'é' + b   # why\nc = (a +\n     1)  # how\n"

    found = [edit.apply(code) for edit in mutation.edits(code, [2])]

    assert "a = 'é' + b   # why\nc = (a - 1)  # how\n" in found
    assert "a = 'é' + b   # why\npass  # how\n" in found
    assert all(text.startswith("a = 'é' + b   # why\n") for text in found)


def test_what_does_not_compile_or_says_the_same_is_not_made():
    """A bare break outside a loop, and a statement that is there twice."""
    assert ("flow", "b", "()") not in made("for a in ():\n    f()")
    assert all(
        compile(e.apply(c), "x", "exec") for c in ("*a, b = c",) for e in mutation.edits(c, [1])
    )
