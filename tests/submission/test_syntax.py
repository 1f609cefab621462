"""Code to trees, cell by cell."""

from __future__ import annotations

import ast
import time

import pytest

from autograder.errors import UsageError
from autograder.submission.magics import transformer
from autograder.submission.model import Limits, Piece, Problem
from autograder.submission.syntax import Parsed, cell, module, parse

LIMITS = Limits()


def cut(text: str) -> tuple[list[str], list[Problem]]:
    """Parse a module; give what each part defines, and the problems."""
    parts = module(Piece(text, "a.py", 1), LIMITS, transformer(100_000))
    good = [part for part in parts if isinstance(part, Parsed)]
    for part in good:  # every part lies where it says
        lines = text.split("\n")[part.piece.line - 1 :]
        assert part.piece.source.split("\n") == lines[: part.piece.source.count("\n") + 1]
    names = [" ".join(map(_name, part.tree.body)) for part in good]
    return [name for name in names if name], [p for p in parts if isinstance(p, Problem)]


def _name(node: ast.stmt) -> str:
    if isinstance(node, ast.Assign):
        return ast.unparse(node.targets[0])
    return getattr(node, "name", type(node).__name__)


F, G = "def f():\n    return 1\n", "def g():\n    return 2\n"


def test_each_marked_cell_is_a_part() -> None:
    """Lines before the first mark are one too."""
    assert cut(f'import a\n# %%\n{F}\n# %% task="g"\n{G}') == (["Import", "f", "g"], [])


def test_a_module_without_marks_is_one_part() -> None:
    """It is parsed as it stands."""
    assert cut(F + G) == (["f g"], [])


def test_a_broken_cell_costs_only_itself() -> None:
    """The problem names its line in the file and what the cell would define."""
    names, problems = cut(f"# %%\n{F}\n# %%\ndef h():\n    return (1\n\n# %%\n{G}")
    assert names == ["f", "g"]
    assert problems == [Problem("a.py:7", "SyntaxError: '(' was never closed", ("h",))]


def test_one_broken_function_costs_only_itself() -> None:
    """A module without marks, or a cell of several definitions, is cut at its statements."""
    broken = "@decorator\n@other\ndef h(:\n    return 3\n"
    names, problems = cut(f"import a\n{F}{broken}{G}LIMIT = 3\nx: int = 4\nasync def k(): pass\n")
    assert names == ["Import", "f", "g", "LIMIT", "AnnAssign", "k"]
    assert [problem.names for problem in problems] == [("h",)]
    assert problems[0].where == "a.py:6"


def test_marks_inside_a_string_do_not_cut_it() -> None:
    """The whole is one part if only the whole parses."""
    assert cut(f'# %%\nTEXT = """\n# %%\n"""\n# %%\n{F}') == (["TEXT f"], [])


def test_marks_inside_a_string_are_mended_beside_a_broken_cell() -> None:
    """Neighbouring cells are tried together."""
    names, problems = cut(f'# %%\nTEXT = """\n# %%\n"""\n# %%\ndef h(:\n# %%\n{F}')
    assert names == ["TEXT", "f"]
    assert [problem.names for problem in problems] == [("h",)]


def test_column_zero_inside_a_string_or_call_is_mended() -> None:
    """Blocks that only parse together stay together."""
    text = f'def f():\n    """\ndef inside\n"""\n    return g(\nx=1,\n)\ndef h(:\n    pass\n{G}'
    names, problems = cut(text)
    assert names == ["f", "g"]
    assert [problem.names for problem in problems] == [("h",)]


def test_ipython_syntax_in_a_module_is_read() -> None:
    """An exported notebook has it."""
    whole = Piece(f"# %%\n!pip install x\n{F}", "a.py", 1)
    (part,) = module(whole, LIMITS, transformer(100_000))
    assert isinstance(part, Parsed)
    assert part.piece == Piece(f"pass\n{F}".rstrip("\n"), "a.py", 2)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x = (", "SyntaxError: '(' was never closed"),
        ("def f():\nreturn 1", "IndentationError: expected an indented block"),
        ("if x:\n\ty\n        z", "TabError: inconsistent use of tabs"),
        ("x = '\ud800'", "SyntaxError: this code has half of a character pair"),
        ("x = 1\0", "null byte"),
        ("x = " + "9" * 5_000, "SyntaxError"),
        ("(" * 1_000, "SyntaxError: brackets are nested more than 90 deep"),
    ],
)
def test_a_problem_says_what_python_says(text: str, message: str) -> None:
    """In one line, for every way in which text is no code."""
    problem = parse(Piece(text, "a.py", 10), LIMITS)
    assert isinstance(problem, Problem)
    assert message in problem.message
    assert problem.message.isprintable()
    assert problem.where in ("a.py:10", "a.py:11", "a.py:12")


def test_messages_show_hostile_characters_escaped() -> None:
    """A message quotes the student's text."""
    problem = parse(Piece("x = \u202e1", "a.py", 1), LIMITS)
    assert isinstance(problem, Problem)
    assert problem.message.isprintable()


def test_a_broken_notebook_cell_is_cut_after_its_magics_are_gone() -> None:
    """What is right in it is kept."""
    parts = cell(Piece(f"%cd ..\n{F}def h(:\n    1\n", "n[cell 2]", 1), LIMITS, transformer(10_000))
    assert isinstance(parts[-1], Problem)
    assert parts[-1].where == "n[cell 2]:4"
    good = [part for part in parts if isinstance(part, Parsed)]
    assert [_name(node) for part in good for node in part.tree.body] == ["Pass", "f"]


def test_too_many_cells_are_refused() -> None:
    """The number of cells is bounded in modules as in notebooks."""
    with pytest.raises(UsageError, match="at most 2000 cells, but found 2001"):
        cut("# %%\nx = 1\n" * 2_001)


def test_a_large_broken_module_ends_soon() -> None:
    """Trying blocks one by one is bounded."""
    for text in ("def f(:\n" * 20_000, "# %%\ndef f(:\n" * 1_000, "x = '''\n" * 5_001):
        start = time.process_time()
        cut(text)
        assert time.process_time() - start < 20
