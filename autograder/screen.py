"""Console, signs and bars that all pages on a terminal share."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import TextIO

from rich.console import Console

WIDEST = 100
BAR = 12


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The signs in front of a line, and the parts of a bar."""

    passed: str = "✓"
    failed: str = "✗"
    skipped: str = "–"
    waiting: str = "·"
    separator: str = " · "
    full: str = "█"
    empty: str = "░"


ASCII = Glyphs("+", "x", "-", ".", " | ", "#", ".")


def open_console(file: TextIO | None = None, *, stderr: bool = False) -> Console:
    """Make a console no wider than a page; colours only on a terminal without ``NO_COLOR``."""
    console = Console(file=file, stderr=stderr, highlight=False, markup=False, emoji=False)
    console.width = min(console.width, WIDEST)
    return console


def glyphs(console: Console) -> Glyphs:
    """Choose signs that the console's encoding has."""
    try:
        "".join(astuple(Glyphs())).encode(console.encoding)
    except UnicodeError:
        return ASCII
    return Glyphs()


def bar(share: float, signs: Glyphs, width: int = BAR) -> str:
    """Draw a share of 0 to 1; only the whole is a full bar, only nothing an empty one."""
    filled = round(share * width)
    filled = min(max(filled, 1 if share > 0 else 0), width if share >= 1 else width - 1)
    return signs.full * filled + signs.empty * (width - filled)
