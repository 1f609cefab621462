"""Decode bytes to text, in the encodings that students' editors write."""

from __future__ import annotations

import codecs
import re
from itertools import islice

from autograder.errors import UsageError
from autograder.text import one_line

_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_SIDE = re.compile(r"^(?:<<<<<<<|>>>>>>>) ", re.MULTILINE)
_MARK = re.compile(r"^(?:<<<<<<< |=======$|>>>>>>> )", re.MULTILINE)
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
_ENCODINGS = (
    {"utf-8", "utf-8-sig", "ascii", "mac-roman", "koi8-r", "koi8-u", "big5", "gb2312", "gbk"}
    | {"gb18030", "shift_jis", "euc_jp", "euc_kr", "cp932", "cp949"}
    | {f"iso8859-{n}" for n in range(1, 17)}
    | {f"cp125{n}" for n in range(9)}
)


def decode(data: bytes, name: str) -> str:
    r"""The text of a file, line ends as ``\n``.

    UTF-8 is read with or without a byte order mark; an encoding line (PEP 263) is honoured for
    encodings that editors write.

    Raises:
        UsageError: empty, binary, UTF-16, or not in the encoding it says.
    """
    _refuse_binary(data, name)
    encoding = _encoding(data, name)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UsageError(
            f"{name}:{line}: Expected {encoding} text, but found the byte "
            f"0x{data[error.start]:02x}. Save the file as UTF-8."
        ) from None
    return newlines(text)


def conflict_lines(text: str) -> list[int]:
    """The lines, from 1, of the first marks of git where two versions differ; empty without any."""
    if not _SIDE.search(text):
        return []
    marks = islice(_MARK.finditer(text), 6)
    return [text.count("\n", 0, mark.start()) + 1 for mark in marks]


def newlines(text: str) -> str:
    r"""The text with every line end as ``\n``, as Python itself reads it."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _refuse_binary(data: bytes, name: str) -> None:
    if not data.strip():
        raise UsageError(f"{name}: Expected your work, but the file is empty. Hand it in again.")
    if data.startswith(_WIDE):
        raise UsageError(f"{name}: Expected UTF-8 text, but found UTF-16. Save the file as UTF-8.")
    if b"\0" in data:
        raise UsageError(
            f"{name}: Expected text, but found a binary file (it contains NUL bytes). "
            "Hand in the .py or .ipynb file itself."
        )


def _encoding(data: bytes, name: str) -> str:
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    for line in data.split(b"\n", 2)[:2]:
        if found := _COOKIE.match(line):
            return _known(found[1].decode("ascii", "replace"), name)
        if line.strip() and not line.lstrip().startswith(b"#"):
            break
    return "utf-8"


def _known(label: str, name: str) -> str:
    try:
        encoding = codecs.lookup(label).name
    except LookupError:
        encoding = ""
    if encoding not in _ENCODINGS:
        raise UsageError(
            f"{name}: Expected a common text encoding, but its coding line says "
            f"{one_line(label, 40)!r}. Save the file as UTF-8 and remove that line."
        )
    return encoding
