"""Take the stored outputs out of a notebook before it is parsed: they are what makes it large.

Bytes are searched for strings and brackets; what is taken out is never decoded. Only whole values
of the named keys of cells are dropped, so what is left says the same about all else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

_MARK = re.compile(rb'"[^"]*"|[\[\]{}]')
_COLON = re.compile(rb"[ \t\r\n]*:[ \t\r\n]*(?=[\[{])")
_OPEN, _CLOSE = (b"[", b"{"), (b"]", b"}")
_CELL = 3  # the depth of a cell's keys: notebook, list of cells, cell


def without(data: bytes, keys: tuple[bytes, ...], most: int) -> bytes:
    """A notebook with ``null`` for what some keys of its cells hold; line breaks stay.

    Args:
        data: the file's content, anything at all.
        keys: in quotes, e.g. ``b'"outputs"'``; only lists and objects are taken out.
        most: strings and brackets to look at; what comes after them stays as it is.
    """
    if not any(key in data for key in keys):
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
    bare = data.replace(b"\\\\", b"__").replace(b'\\"', b"__")  # places stay, escapes are gone
    depth = begun = 0
    for mark in islice(_MARK.finditer(bare), most):
        sign = mark[0]
        if sign in _OPEN:
            depth += 1
        elif sign in _CLOSE:
            depth -= 1
            if begun and depth == _CELL:
                yield begun, mark.end()
                begun = 0
        elif depth == _CELL and sign in keys:
            colon = _COLON.match(bare, mark.end())
            begun = colon.end() if colon else 0
