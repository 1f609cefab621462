"""Percent text is split at its headers, keeps line numbers, and says where it cannot be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.course.percent import Cell, PercentError, comment, header_text, parse, prose, render
from autograder.errors import UsageError

TEXT = """\
# %% [markdown]
# # 01 · A title
#
# Prose.

# %%
import torch


# %% task="make_line" points=5 minutes=10 needs="a b"

def make_line():
    return 1

# %% explore
make_line()
"""


def test_cells_have_kind_header_and_lines() -> None:
    """Kinds, values with their types, and lines counted from 1 as editors count."""
    cells = parse(TEXT, "ch01.py")

    assert [cell.kind for cell in cells] == ["markdown", "code", "code", "explore"]
    assert [cell.line for cell in cells] == [2, 7, 12, 16]
    assert [cell.header_line for cell in cells] == [1, 6, 10, 15]
    assert cells[2].header == {"task": "make_line", "points": 5, "minutes": 10, "needs": "a b"}
    assert cells[2].task == "make_line"
    assert cells[2].source == "def make_line():\n    return 1"
    assert cells[0].task is None


def test_text_before_the_first_mark_is_a_cell() -> None:
    """It has no mark; blank text is no cell."""
    assert parse("\nx = 1\n\n# %%\ny = 2\n", "f") == [
        Cell("code", "x = 1", 2, {}, 0),
        Cell("code", "y = 2", 5, {}, 4),
    ]
    assert parse("\n\n", "f") == []


def test_an_empty_cell_stays_only_with_a_header() -> None:
    """A task whose code was deleted is still there."""
    assert parse('# %%\n\n# %% task="a"\n\n# %%\n', "f") == [Cell("code", "", 4, {"task": "a"}, 3)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_and_byte_order_mark_do_not_matter(end: str) -> None:
    """Editors on Windows write both."""
    text = "\ufeff" + TEXT.replace("\n", end)
    assert parse(text, "f") == parse(TEXT, "f")


def test_only_what_ends_a_line_for_python_counts() -> None:
    """A form feed or a Unicode line separator does not shift line numbers."""
    cells = parse('# %%\nx = "a\x0cb\u2028c\x85"\n# %%\ny = 1\n', "f")
    assert cells[1].line == 4


@pytest.mark.parametrize(
    ("line", "got"),
    [
        ('# %% task=make_line points="5', "task=make_line"),
        ("# %% points=-1", "points=-1"),
        ("# %% points=2.5", "points=2.5"),
        ("# %% explored", "explored"),
        ("# %% [markdown]task", "task"),
        ("#%% explore", "'#%% explore'"),
        ("# %%explore", "'# %%explore'"),
        ("    # %%", "'# %%'"),
        ('# %% task="a" task="b"', "task= twice"),
    ],
)
def test_a_mark_that_cannot_be_read_is_an_error_with_its_line(line: str, got: str) -> None:
    """The message names file, line and what was found, in one line."""
    with pytest.raises(PercentError) as caught:
        parse(f"# %%\nx = 1\n\n{line}\ny = 2\n", "solutions/ch01.py")

    message = str(caught.value)
    assert isinstance(caught.value, UsageError)
    assert message == f"solutions/ch01.py:4: {caught.value.problem}"
    assert caught.value.line == 4
    assert got in message
    assert "\n" not in message


@pytest.mark.parametrize("line", ["# %% what I tried", "# %% task=x", '# %% a="1" a="2"'])
def test_a_student_may_write_any_mark(line: str) -> None:
    """Not strict, a line that cannot be read only separates cells."""
    cells = parse(f"x = 1\n{line}\ny = 2\n", "f", strict=False)
    assert [cell.source for cell in cells] == ["x = 1", "y = 2"]


def test_a_near_mark_is_a_comment_for_a_student() -> None:
    """Not strict, only real headers separate cells."""
    assert len(parse("# %%\nx = 1\n#%%time\ny = 2\n", "f", strict=False)) == 1


def test_rendered_cells_are_read_back() -> None:
    """Kinds, headers and sources survive; the text is stable."""
    text = render(parse(TEXT, "f"))
    again = parse(text, "f")

    assert [(c.kind, c.source, c.header) for c in again] == [
        (c.kind, c.source, c.header) for c in parse(TEXT, "f")
    ]
    assert render(again) == text
    assert text.endswith("make_line()\n")


def test_definitions_are_set_off_by_two_blank_lines() -> None:
    """As formatters want it, so that they leave a stub alone."""
    text = render(
        parse("# %%\nimport a\n# %%\nA = 1\n# %%\ndef f():\n    pass\n# %%\nB = 1\n", "f")
    )
    assert text == (
        "# %%\nimport a\n\n# %%\nA = 1\n\n\n# %%\ndef f():\n    pass\n\n\n# %%\nB = 1\n"
    )


def test_mark_writes_what_the_parser_reads() -> None:
    """Text in quotes, numbers bare, the kind first."""
    assert header_text(Cell("code", "", 1, {"task": "a", "points": 3})) == '# %% task="a" points=3'
    assert header_text(Cell("explore", "", 1)) == "# %% explore"
    assert header_text(Cell("markdown", "", 1)) == "# %% [markdown]"


def test_prose_loses_one_comment_sign_a_line() -> None:
    """A heading keeps its own; an empty line stays empty."""
    assert prose(Cell("markdown", "# # Title\n#\n#     code\n#text", 1)) == (
        "# Title\n\n    code\ntext"
    )


@given(st.lists(st.text("ab #%-", max_size=8).map(str.rstrip)).map("\n".join))
def test_comment_is_undone_by_prose(text: str) -> None:
    """Whatever the text, if its lines do not end in spaces."""
    assert prose(Cell("markdown", comment(text), 1)) == text


PIECES = ["# %%", " ", "\n", "x", "[markdown]", "explore", '"', "=", "#"]


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_a_students_file_always_parses(text: str) -> None:
    """Nothing a student writes stops the parser, and no line with code is lost."""
    cells = parse(text, "f", strict=False)
    kept = "".join(cell.source for cell in cells).count("x")
    lost = sum(line.count("x") for line in text.split("\n") if line.startswith("# %%"))
    assert kept >= text.count("x") - lost
