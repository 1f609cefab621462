"""Notebooks without their outputs."""

from __future__ import annotations

import json
import time
import tracemalloc
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.submission import outputs
from autograder.submission.model import Limits
from autograder.submission.notebook import cells

KEYS = (b'"outputs"',)
TEXT = st.text(st.sampled_from('\\"[]{}:,a\n'), max_size=8) | st.sampled_from(["outputs", "cells"])
JSON = st.recursive(
    TEXT | st.integers(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=200)
@given(
    st.lists(st.dictionaries(TEXT, JSON, max_size=4), max_size=3), TEXT, st.sampled_from([None, 1])
)
def test_what_is_left_says_the_same(found: list[Any], more: str, indent: int | None) -> None:
    """Whatever strings hold, and whatever is named alike elsewhere."""
    data = json.dumps({"metadata": more, "cells": found}, indent=indent).encode()
    left = outputs.without(data, KEYS, 10_000)
    for cell in found:
        if isinstance(cell.get("outputs"), list | dict):
            cell["outputs"] = None
    assert json.loads(left) == {"metadata": more, "cells": found}
    assert left.count(b"\n") == data.count(b"\n")


@settings(max_examples=200)
@given(
    st.lists(st.sampled_from(['"outputs"', '"', "[", "]", "{", "}", ":", "\\", " "])).map("".join)
)
def test_any_bytes_are_looked_at(text: str) -> None:
    """Nothing is raised, and nothing gets longer."""
    data = f'{{"cells":[{{"outputs":{text}'.encode()
    assert len(outputs.without(data, KEYS, 10_000)) <= len(data) + 4


def test_only_so_many_marks_are_looked_at() -> None:
    """What follows stays as it is."""
    data = b'{"cells":[{"outputs":[1]},{"outputs":[2]}]}'
    assert outputs.without(data, KEYS, 8) == b'{"cells":[{"outputs":null},{"outputs":[2]}]}'


@pytest.mark.parametrize("bit", [b'\\"', b"\\", b'"', b"[]", b'"outputs":[', b'{"outputs":[{}]},'])
def test_looking_takes_linear_time(bit: bytes) -> None:
    """A tenth of a second for a MiB."""
    data = b'{"cells":[{"outputs":["' + bit * (2**22 // len(bit))
    start = time.process_time()
    outputs.without(data, KEYS, 10_000_000)
    assert time.process_time() - start < 4


def test_a_notebook_with_large_outputs_is_read_in_little_memory() -> None:
    """Three times its size at most."""
    picture = {"output_type": "display_data", "data": {"image/png": "A" * (30 << 20)}}
    cell = {"cell_type": "code", "source": "x = 1", "outputs": [picture]}
    data = json.dumps({"nbformat": 4, "cells": [cell]}).encode()
    tracemalloc.start()
    assert cells(data, "a.ipynb", Limits()) == [cell | {"outputs": None}]
    assert tracemalloc.get_traced_memory()[1] < 90 << 20
    tracemalloc.stop()
