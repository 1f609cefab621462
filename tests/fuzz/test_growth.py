"""What is read from strangers takes time in proportion to its length, whatever is in it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator

import pytest
import targets

from autograder.wire.format import MAGIC, PREFIX

_LENGTHS = (15_000, 60_000)  # bytes; the second takes four times as long where time is linear
_MOST = 2.0  # times as much as that: sorting and noise; a square gives 4
_SLOW = 0.1  # seconds of processor time below which nothing is measured

_WORDS = (
    *("(", "[", "{", "()", "[]", "'", '"', '"""', "\\", "\\\n", "#", "%", "!", "?", "@", "\t"),
    *(" ", "\n", "\r", ";", ":", "=", "x", "0", "1.", "0x1_", "-", "~", "*", ",", ".", "a."),
    *("f'{", "{x}", "x=1\n", "# %%\n", "# %% [markdown]\n", "%matplotlib inline\n", "x?\n"),
    *("!pip install x\n", "import a\n", "from a import *\n", "def f(): pass\n", "if x:\n ", "@f\n"),
    *("class A: pass\n", "lambda: ", "not ", "x if x else ", "await ", "é", "\ufeff"),
    "raise NotImplementedError\n",
)
_JSON = ("[", "[]", "[1,", '{"t":', '{"t":"tuple","v":[', "1", "1e", "0.", '"', "\\u0041", " ", "-")


def module(unit: str, size: int) -> bytes:
    """A module with a text repeated."""
    return (unit * (size // len(unit))).encode()


def notebook(unit: str, size: int) -> bytes:
    """A notebook with one cell that has it repeated."""
    return _notebook([unit * (size // len(unit))])


def cells(unit: str, size: int) -> bytes:
    """A notebook with many cells that have it once."""
    return _notebook([unit] * (size // 20))


def frame(unit: str, size: int) -> bytes:
    """A frame whose text has it repeated."""
    return _frame(unit * (size // len(unit)))


def values(unit: str, size: int) -> bytes:
    """A frame with a container of as many different entries."""
    count = size // 10
    entries: dict[str, list[object]] = {
        "alike": [k * (2**61 - 1) for k in range(count)],
        "numbers": list(range(count)),
        "texts": [f"{k:x}" for k in range(count)],
        "digits": [{"t": "int", "v": "9" * 4000}] * (size // 4000),
        "tuples": [{"t": "tuple", "v": [k]} for k in range(count // 3)],
    }
    pairs = [[entry, 0] for entry in entries[unit]]
    tree = [{"t": "set", "v": entries[unit]}, {"t": "dict", "v": pairs}]
    return _frame(json.dumps(tree))


def cases() -> Iterator[tuple[str, Callable[[str, int], bytes], str]]:
    """A target, how its input is made, and of what."""
    for unit in _WORDS:
        yield from (("module", module, unit), ("notebook", notebook, unit))
        yield "notebook", cells, unit
    for unit in _JSON:
        yield from (("frame", frame, unit), ("notebook", module, unit))
    for unit in ("alike", "numbers", "texts", "digits", "tuples"):
        yield "frame", values, unit
    for unit in ("PK\x01\x02", "PK\x05\x06", "PK\x03\x04", "\0", "\x01\0\0\0"):
        yield from (("archive", module, unit), ("event_file", module, unit))


def seconds(target: str, data: bytes, times: int = 1) -> float:
    """Processor time that reading takes, the least of so many times."""
    taken = []
    for _ in range(times):
        began = time.process_time()
        targets.TARGETS[target](data)
        taken.append(time.process_time() - began)
    return min(taken)


def is_slow(target: str, short: bytes, long: bytes) -> bool:
    """Whether reading the longer takes more than its share, once and then at its best of three."""
    share = _MOST * len(long) / len(short)
    return all(
        (taken := seconds(target, long, times)) > _SLOW
        and taken > share * seconds(target, short, times)
        for times in (1, 3)
    )


@pytest.mark.exhaustive
def test_reading_takes_time_in_proportion_to_the_length() -> None:
    """Of modules, notebooks, zips, event files and replies."""
    found = list(cases())
    slow = [
        (target, build.__name__, unit)
        for target, build, unit in found
        if is_slow(target, *(build(unit, size) for size in _LENGTHS))
    ]

    assert len(found) > 150
    assert not slow


def _notebook(sources: list[str]) -> bytes:
    parts = [{"cell_type": "code", "source": s, "metadata": {}, "outputs": []} for s in sources]
    book = {"cells": parts, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(book).encode()


def _frame(tree: str) -> bytes:
    text = tree.encode()
    return PREFIX.pack(MAGIC, len(text), 0) + text
