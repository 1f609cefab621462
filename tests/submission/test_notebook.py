"""The code cells of a notebook."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from autograder.errors import UsageError
from autograder.submission.model import Limits, Piece
from autograder.submission.notebook import read

LIMITS = Limits()


def notebook(*cells: Any, **more: Any) -> bytes:
    """Make a notebook of format 4; strings are code cells."""
    full = [{"cell_type": "code", "source": c} if isinstance(c, str) else c for c in cells]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "cells": full} | more).encode()


def test_code_cells_are_pieces_numbered_as_a_person_counts() -> None:
    """Text cells count; source is a string or a list of strings."""
    text = {"cell_type": "markdown", "source": "# Title"}
    raw = {"cell_type": "raw", "source": "x"}
    listed = {"cell_type": "code", "source": ["x = 1\r\n", "y = 2"]}
    code = read(notebook(text, "a = 1", raw, listed, "  \n"), "n.ipynb", LIMITS)
    assert code.pieces == (
        Piece("a = 1", "n.ipynb[cell 2]", 1),
        Piece("x = 1\ny = 2", "n.ipynb[cell 4]", 1),
    )


def test_writefile_cells_become_files() -> None:
    """Plain relative module names only; another cell can append."""
    code = read(
        notebook(
            "%%writefile helpers.py\nx = 1\n",
            "%%writefile ./pack/engine.py\ny = 1",
            "%%file -a helpers.py\nz = 1\n",
            "%%writefile notes.txt\nhello",
            "%%writefile ../../evil.py\nx = 1",
            "%%writefile /srv/evil.py\nx = 1",
        ),
        "n.ipynb",
        LIMITS,
    )
    assert code.files == {"helpers.py": b"x = 1\nz = 1\n", "pack/engine.py": b"y = 1"}
    assert [problem.where for problem in code.problems] == [
        "n.ipynb[cell 5]:1",
        "n.ipynb[cell 6]:1",
    ]
    assert code.pieces == ()


def test_a_cell_whose_source_is_no_text_is_a_problem() -> None:
    """The other cells are read."""
    bad = [{"cell_type": "code", "source": s} for s in (None, 3, ["x", 4], {"a": 1})]
    code = read(notebook(*bad, {"cell_type": "code"}, None, 7, "x = 1"), "n.ipynb", LIMITS)
    assert [piece.file for piece in code.pieces] == ["n.ipynb[cell 8]"]
    assert len(code.problems) == 5


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"[]", "other JSON"),
        (b"3", "other JSON"),
        (b"{}", "other JSON"),
        (notebook(nbformat=3), "found format 3"),
        (notebook(nbformat="4"), "other JSON"),
        (notebook(nbformat=5), "other JSON"),
        (notebook(cells={}), "other JSON"),
        (b'{"nbformat": 4,\n "cells": [}', "n.ipynb:2: Expected a notebook, but this is not valid"),
        (b"<<<<<<< HEAD\n", "git's conflict marks"),
        (notebook(*["x"] * 2_001), "at most 2000 cells, but found 2001"),
        (b"[" * 100_000, "100 levels deep"),
        (b'{"a":' * 100_000, "100 levels deep"),
        (b'["\\\\", ' * 200, "100 levels deep"),
        (b"[" + b"[]," * 2_100_000, "at most 1000000 values"),
        (b'["a"' + b',"a"' * 1_100_000, "at most 1000000 values"),
    ],
)
def test_what_is_no_notebook_is_refused_in_one_line(data: bytes, said: str) -> None:
    """The message says what was found and what to do, and comes soon."""
    start = time.process_time()
    with pytest.raises(UsageError) as caught:
        read(data, "n.ipynb", LIMITS)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert time.process_time() - start < 5


def test_brackets_and_quotes_inside_strings_do_not_count() -> None:
    """Outputs may hold anything, escaped quotes and backslashes too."""
    output = {"text": ["[" * 10_000, '"[' * 1_000, "\\" * 999, '\\"[' * 1_000]}
    cell = {"cell_type": "code", "source": "x = 1", "outputs": [output]}
    assert len(read(notebook(cell), "n.ipynb", LIMITS).pieces) == 1


def test_odd_numbers_cost_nothing() -> None:
    """NaN, and an integer of a million digits, lie in metadata that nobody needs."""
    data = notebook("x = 1").replace(b'"nbformat_minor": 5', b'"a": NaN, "b": 1' + b"0" * 1_000_000)
    assert len(read(data, "n.ipynb", LIMITS).pieces) == 1


def test_a_repeated_key_means_its_last_value() -> None:
    """What is graded is what the JSON parser gives; nothing else reads the file."""
    data = b'{"nbformat": 4, "cells": [], "cells": [{"cell_type": "code", "source": "x"}]}'
    assert [piece.source for piece in read(data, "n.ipynb", LIMITS).pieces] == ["x"]
