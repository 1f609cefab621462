"""A look at code before it is parsed."""

from __future__ import annotations

import time

import pytest

from autograder.submission.guard import complaint, symbols
from autograder.submission.model import Limits

LIMITS = Limits()


@pytest.mark.parametrize(
    "text",
    [
        "(" * 10_000,
        "x = " + "[" * 200 + "]" * 200,
        "x = " + "{1:\n" * 200,
        "x = 1" + " + 1" * 1_000,
        "x = (1" + "\n + 1" * 1_000 + ")",
        "x = " + "-" * 1_000 + "1",
        "x = " + "not " * 1_000 + "1",
        "x = " + "lambda: " * 1_000 + "1",
        "x = a" + ".a" * 1_000,
        "x = f" + "()" * 1_000,
        "x = " + "1 if 1 else " * 1_000 + "1",
        "if x: pass\n" + "elif x: pass\n" * 1_000,
        "x = (a" + " + f(1, 2)" * 1_000 + ")",
        "x = 1" + " \\\n + 1" * 1_000,
        "x = '" + "y" * 30_000 + "'",
        'x = f"""' + "{1}\n" * 10_000 + '"""',
    ],
)
def test_deep_code_is_not_parsed(text: str) -> None:
    """Every way to nest deeply, or to write a line without end, is named with its line."""
    found = complaint(text, LIMITS)
    assert found is not None
    assert 1 <= found[0] <= text.count("\n") + 1


@pytest.mark.parametrize(
    "text",
    [
        "x = [" + "-1.5e-3, " * 2_000 + "]",
        "".join(f"x{n} = f(a[{n}]) + 1\n" for n in range(2_000)),
        '"""' + "(:( - " * 1_000 + '"""',
        "# " + "((((" * 1_000,
        "x = '" + "((((" * 1_000 + "'",
        "x = '\\'" + "(" * 1_000 + "'",
        "x = '''" + '"((\n' * 1_000 + "'''",
        "".join("if x: pass\nelif y: pass\n" for _ in range(200)),
        "x = {" + "'a': [(1, 2), (3, 4)],\n" * 1_000 + "}",
    ],
)
def test_long_but_flat_code_is_fine(text: str) -> None:
    """Tables, many statements, strings and comments full of brackets nest nothing."""
    assert complaint(text, LIMITS) is None


def test_the_line_is_that_of_the_excess() -> None:
    """A reader is pointed at the line where it becomes too much."""
    assert complaint("\n\nx = " + "[" * 100, LIMITS) == (
        3,
        "brackets are nested more than 90 deep",
    )


def test_scanning_takes_time_in_proportion() -> None:
    """The worst characters, as many as are let through, take less than some seconds."""
    for text in ("'" * 60_000, "\\" * 60_000, "(),\n" * 15_000, '"\\"' * 20_000, "a" * 2_000_000):
        start = time.process_time()
        complaint(text, Limits(line=10**9))
        assert time.process_time() - start < 5


def test_symbols_bound_the_number_of_statements() -> None:
    """Line ends and punctuation are what a tree is made of."""
    assert symbols("a\n" * 50 + "b, c; 'd'") == 54
