"""What a terminal can show, and a bar's ends."""

from __future__ import annotations

import io
from dataclasses import astuple

import pytest
from rich.text import Text

from autograder.screen import ASCII, Glyphs, bar, glyphs, open_console


def test_a_poor_terminal_gets_ascii() -> None:
    """Where the encoding lacks the signs, plain ones take their place."""
    poor = open_console(io.TextIOWrapper(io.BytesIO(), encoding="cp1252"))
    rich = open_console(io.TextIOWrapper(io.BytesIO(), encoding="utf-8"))

    assert glyphs(poor) == ASCII
    assert glyphs(rich) == Glyphs()
    assert "".join(astuple(glyphs(poor))).isascii()


def test_no_colour_off_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file gets plain text; so does a terminal under NO_COLOR."""
    monkeypatch.setenv("NO_COLOR", "1")
    file = io.StringIO()
    open_console(file).print(Text("no", style="red"))

    assert "\x1b" not in file.getvalue()


@pytest.mark.parametrize(
    ("share", "drawn"),
    [(0.0, "...."), (0.01, "#..."), (0.5, "##.."), (0.99, "###."), (1.0, "####")],
)
def test_a_bar_is_full_or_empty_only_at_the_ends(share: float, drawn: str) -> None:
    """Nearly all is not all, and a little is not nothing."""
    assert drawn == bar(share, ASCII, 4)
