"""Take the stored outputs out of a notebook before it is parsed: they are what makes it large.

Bytes are searched for quotes and brackets; what lies between is never decoded or copied. Only whole
values of the named keys of cells are dropped, so what is left says the same about all else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_MARK = re.compile(rb'["\[\]{}]')
_COLON = re.compile(rb"[ \t\r\n]*:[ \t\r\n]*(?=[\[{])")
_BACKSLASH = 0x5C
_CELL = 3  # the depth of a cell's keys: notebook, list of cells, cell


def without(data: bytes, keys: tuple[bytes, ...], most: int) -> bytes:
    """A notebook with ``null`` for what some keys of its cells hold; line breaks stay.

    Args:
        data: the file's content, anything at all.
        keys: e.g. ``b"outputs"``; only lists and objects are taken out.
        most: quotes and brackets to look at; what comes after them stays as it is.
    """
    if not any(b'"%b"' % key in data for key in keys) or data.count(b'\\"') > most:
        return data
    kept: list[bytes | memoryview] = []
    done, whole = 0, memoryview(data)
    for start, end in _values(data, keys, most):
        lines = data.count(b"\n", start, end)
        kept += [whole[done:start], b"null", b"\n" * lines]
        done = end
    return b"".join([*kept, whole[done:]])


def _values(data: bytes, keys: tuple[bytes, ...], most: int) -> Iterator[tuple[int, int]]:
    """Begin and end of each value to take out."""
    depth = at = begun = 0
    for _ in range(most):
        mark = _MARK.search(data, at)
        if mark is None:
            return
        at, sign = mark.end(), mark[0]
        if sign == b'"':
            start, at = at, _string_end(data, at)
            if depth == _CELL and not begun and at - start <= 20 and data[start : at - 1] in keys:
                colon = _COLON.match(data, at)
                begun = colon.end() if colon else 0
        else:
            depth += 1 if sign in b"[{" else -1
            if begun and depth == _CELL:
                yield begun, at
                begun = 0


def _string_end(data: bytes, at: int) -> int:
    """The place after the quote that ends a string; the end of the data where there is none."""
    while (quote := data.find(b'"', at)) >= 0:
        if data[quote - 1] != _BACKSLASH:
            return quote + 1
        text = data[at:quote]
        if (len(text) - len(text.rstrip(b"\\"))) % 2 == 0:
            return quote + 1
        at = quote + 1
    return len(data)
