"""Escape students' text for terminals, spreadsheets and file names."""

from __future__ import annotations

import hashlib
import re
import unicodedata

LIMIT = 2000
LINES = 30

_KEPT = "\n\t"
_INVISIBLE = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}
# Spreadsheets read these as the start of a formula, in their full-width forms too.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
_FIRST = re.compile(r"[A-Za-z0-9_]")
_DEVICE_NAME = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_LONGEST_NAME = 120


def harmless(text: str, limit: int = LIMIT) -> str:
    r"""Show what cannot be seen: control, escape, bidirectional and zero-width characters.

    Such a character becomes its Python escape, so that ``\x1b[2J`` is read and not obeyed. Line
    breaks and tabs stay. Text of more than ``limit`` characters or ``LINES`` lines is cut and says
    so.
    """
    text = text.replace("\r\n", "\n")
    lines = text[:limit].splitlines() if text.count("\n", 0, limit) >= LINES else []
    kept = "\n".join(lines[:LINES]) if lines else text[:limit]
    shown = "".join(_visible(char) for char in kept)
    left = len(text) - len(kept)
    return shown if left <= 0 else f"{shown}… [{left} more characters]"


def one_line(text: str, limit: int = 200) -> str:
    """Make harmless text without line breaks or runs of white space."""
    flat = " ".join(text[: 4 * limit].split())
    shown = harmless(flat, 4 * limit)
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


def number(value: float | None) -> str:
    """Write points as people do: ``3``, ``2.5``; an absent number is empty."""
    return "" if value is None else format(round(value, 2), ".10g")


def counted(count: int, thing: str) -> str:
    """Write a number of things: ``1 student``, ``2 students``."""
    return f"{count} {thing}{'s' * (count != 1)}"


def csv_cell(text: str) -> str:
    """Make harmless one-line text that no spreadsheet takes for a formula."""
    line = one_line(text, 500)
    return f"'{line}" if text.startswith(_FORMULA) or line.startswith(_FORMULA) else line


def file_name(name: str) -> str:
    """Make a file name of a student's name, safe on every system and different for every name.

    Bytes other than letters, digits and ``_ . -`` become ``%XX``; a name too long for a file
    system keeps its start and ends in ``~`` and a hash.
    """
    raw = name.encode("utf-8", "surrogatepass")
    safe = "".join(_escaped(byte) for byte in raw) or "%"
    if not _FIRST.match(safe) or _DEVICE_NAME.match(safe):
        safe = safe if safe[0] == "%" else f"%{ord(safe[0]):02X}{safe[1:]}"
    if safe.endswith("."):
        safe = f"{safe[:-1]}%2E"
    if len(safe) > _LONGEST_NAME:
        safe = f"{safe[:80]}~{hashlib.sha256(raw).hexdigest()[:32]}"
    return safe


def _visible(char: str) -> str:
    if char in _KEPT or unicodedata.category(char) not in _INVISIBLE:
        return char
    return char.encode("unicode_escape").decode("ascii")


def _escaped(byte: int) -> str:
    char = chr(byte)
    return char if byte < 128 and (char.isalnum() or char in "_.-") else f"%{byte:02X}"
