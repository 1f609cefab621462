"""Move the template's memory into huge pages, so that a fork of it is cheap.

A fork copies one page-table entry per page of private memory: 60 000 of them for an imported
torch, some hundred if the memory is held in huge pages. What malloc serves starts out in huge
pages (``GLIBC_TUNABLES``, see `launch`); Python's own arenas are moved here, bit by bit, while the
template has nothing else to do.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from pathlib import Path

_HUGE = 2 << 20
_PIECE = 4 * _HUGE
_MADV_COLLAPSE = 25


def collapse() -> Iterator[None]:
    """Move private memory into huge pages, some milliseconds' worth per step.

    Linux 6.1 and later do it; elsewhere the steps do nothing and forks are slower.
    """
    advise = ctypes.CDLL(None).madvise
    for first, last in _private_spans():
        for start in range(first, last, _PIECE):
            size = min(_PIECE, last - start)
            advise(ctypes.c_void_p(start), ctypes.c_size_t(size), _MADV_COLLAPSE)
            yield


def _private_spans() -> list[tuple[int, int]]:
    """Whole huge pages inside the writable memory that belongs to no file."""
    spans = []
    for line in Path("/proc/self/maps").read_text("utf-8").splitlines():
        span, mode, _, _, inode = line.split(maxsplit=5)[:5]
        if mode.startswith("rw-p") and inode == "0" and not line.endswith("[stack]"):
            first, last = (int(end, 16) for end in span.split("-"))
            spans.append((-(-first // _HUGE) * _HUGE, last // _HUGE * _HUGE))
    return [(first, last) for first, last in spans if first < last]
