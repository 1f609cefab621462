"""Text from students is harmless in terminals, spreadsheets and file names."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.text import LIMIT, LINES, csv_cell, file_name, harmless, number, one_line

names = st.text(max_size=200)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain ünïcode → 你好 🙂", "plain ünïcode → 你好 🙂"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("dos\r\nline", "dos\nline"),
        ("\x1b[2J\x1b]0;title\x07", "\\x1b[2J\\x1b]0;title\\x07"),
        ("over\rwritten\b\x9b31m", "over\\rwritten\\x08\\x9b31m"),
        ("evil\u202etxt.exe\u200b", "evil\\u202etxt.exe\\u200b"),
        ("line\u2028separator \udcff", "line\\u2028separator \\udcff"),
    ],
)
def test_what_cannot_be_seen_is_shown_as_an_escape(text: str, shown: str) -> None:
    """Control, bidirectional and zero-width characters and lone surrogates become escapes."""
    assert shown == harmless(text)


def test_long_text_is_cut_and_says_so() -> None:
    """A megabyte on one line and a flood of lines both end after the limit."""
    assert harmless("x" * 1_000_000) == "x" * LIMIT + f"… [{1_000_000 - LIMIT} more characters]"

    flood = harmless("a\n" * 900)

    assert flood.count("\n") == LINES - 1
    assert flood.endswith("more characters]")


def test_one_line_has_no_line_break() -> None:
    """Line breaks and tabs become single spaces, and long text ends in an ellipsis."""
    assert one_line("a\r\n\t b\n") == "a b"
    assert one_line("word " * 100, 20) == "word word word word…"


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", " =1"]
)
def test_no_cell_is_a_formula(text: str) -> None:
    """Text that a spreadsheet would compute gets an apostrophe in front."""
    assert csv_cell(text).startswith("'")


@given(st.text())
def test_a_cell_survives_csv(text: str) -> None:
    """Any text is one field of one row, and does not begin a formula."""
    file = io.StringIO()
    csv.writer(file).writerow([csv_cell(text), "end"])

    rows = list(csv.reader(io.StringIO(file.getvalue())))

    assert rows == [[csv_cell(text), "end"]]
    assert not csv_cell(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(names, names)
def test_different_names_give_different_file_names(one: str, other: str) -> None:
    """No two students share a file, and a file name stays inside its folder."""
    safe = file_name(one)

    assert (one == other) == (safe == file_name(other))
    assert safe.isascii()
    assert 0 < len(safe) <= 120
    assert not set(safe) & set('/\\:*?"<>|\n\0 ')
    assert not safe.startswith((".", "-"))
    assert not safe.endswith(".")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("ada", "ada"),
        ("Grace_Hopper-2.b", "Grace_Hopper-2.b"),
        ("..", "%2E%2E"),
        ("../../etc", "%2E.%2F..%2Fetc"),
        ("José", "Jos%C3%A9"),
        ("-rf", "%2Drf"),
        ("con", "%63on"),
        ("nul.txt", "%6Eul.txt"),
        ("", "%"),
        ("\udcff", "%ED%B3%BF"),
    ],
)
def test_file_names_are_readable(name: str, safe: str) -> None:
    """Common names stay as they are; anything else is escaped byte by byte."""
    assert safe == file_name(name)


@pytest.mark.parametrize(
    ("value", "text"), [(3.0, "3"), (2.5, "2.5"), (0, "0"), (1 / 3, "0.33"), (None, "")]
)
def test_numbers_are_plain(value: float | None, text: str) -> None:
    """No exponent, no trailing zero, no more than two decimals."""
    assert text == number(value)
