"""Graders are read without running them."""

from __future__ import annotations

import ast

import pytest

from autograder.authoring import graderfiles

CODE = '''\
raise SystemExit("never run")
HINTS: dict[str, tuple[str, ...]] = {
    "make_line": ("a " "b", "c", "d"),
    "split": ("a", str(1)),
}
CASES = [1, 2, 3]

@task("make_line", points=2)
def test_values(student):
    """y is right"""

@pytest.mark.exhaustive
@plugin.task(name="split", points=0.5, seconds=3)
@pytest.mark.parametrize(("a", "b"), [(1, 2), (3, 4)])
@pytest.mark.parametrize("c", CASES)
def test_many(student, a, b, c):
    pass

def test_bare(student):
    """no task"""

@task(NAME, points=POINTS)
def wrong(student):
    """computed"""

def helper():
    def test_step():
        pass
'''


def test_checks_have_task_points_and_number() -> None:
    """What is written out is read; what is computed is None."""
    found = graderfiles.checks(ast.parse(CODE))

    assert [(c.name, c.task, c.points, c.times, c.documented) for c in found] == [
        ("test_values", "make_line", 2, 1, True),
        ("test_many", "split", 0.5, 6, False),
        ("test_bare", None, None, 1, True),
        ("wrong", None, None, 1, True),
    ]
    assert [c.line for c in found] == [9, 16, 19, 23]


@pytest.mark.parametrize("values", ["list(CASES)", "UNKNOWN", "[*a, 1]", "[x for x in y]"])
def test_a_computed_parametrisation_has_no_number(values: str) -> None:
    """It cannot be known without running the graders."""
    code = f'@task("a", points=1)\n@pytest.mark.parametrize("x", {values})\ndef test_a(x): pass\n'
    assert graderfiles.checks(ast.parse(code))[0].times is None


@pytest.mark.parametrize("points", ["0", "-1", "True", '"2"', "None"])
def test_points_must_be_a_positive_number(points: str) -> None:
    """Anything else is read as none."""
    code = f'@task("a", points={points})\ndef test_a(): pass\n'
    assert graderfiles.checks(ast.parse(code))[0].points is None


def test_hints_have_levels_and_lines() -> None:
    """Levels that are not plain text are None; without a literal there are no hints."""
    found, line = graderfiles.hints(ast.parse(CODE))

    assert [(h.task, h.levels, h.line) for h in found] == [
        ("make_line", ("a b", "c", "d"), 3),
        ("split", None, 4),
    ]
    assert line == 2
    assert graderfiles.hints(ast.parse("HINTS = make()")) == ([], None)
