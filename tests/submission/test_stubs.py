"""Stubs in which nothing was written are told from what somebody began."""

from __future__ import annotations

import ast

import pytest

from autograder.submission.stubs import untouched

STUB = 'def f(x):\n    """Doc."""\n    # TODO\n    raise NotImplementedError("f")\n'


@pytest.mark.parametrize(
    "text",
    [
        STUB,
        "def f(x):\n    raise NotImplementedError",
        "f = ...",
        "f: int = ...",
        'class f:\n    """Doc."""\n    def a(self):\n        raise NotImplementedError("f")',
        f"f = 1\n{STUB}",
    ],
)
def test_nothing_was_written(text):
    """Neither docstrings nor comments count; the last definition does."""
    assert untouched(ast.parse(text).body) == {"f"}


@pytest.mark.parametrize(
    "text",
    [
        'def f(x):\n    y = x + 1\n    raise NotImplementedError("f")',
        "def f(x):\n    return 1",
        "def f(x):\n    ...",
        "def f(x):\n    raise ValueError",
        'class f:\n    a = 1\n    def b(self):\n        raise NotImplementedError("f")',
        "class f:\n    pass",
        "f = None",
        f"{STUB}\nf = 1",
    ],
)
def test_something_was_written(text):
    """However little it is."""
    assert untouched(ast.parse(text).body) == set()
