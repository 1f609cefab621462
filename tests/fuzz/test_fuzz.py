"""Bytes from strangers, damaged in every way a fuzzer finds: an answer or the promised error."""

from __future__ import annotations

import subprocess
import sys
import tracemalloc
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import targets
from hypothesis import given, settings
from hypothesis import strategies as st

_MEMORY = 256 << 20  # bytes that reading a few kilobytes may take
_EDITS = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 8), st.binary(max_size=8)), min_size=1, max_size=6
)


def damaged(data: bytes, edits: list[tuple[float, int, bytes]]) -> bytes:
    """The bytes with some cut out and others put in."""
    for where, length, new in edits:
        start = round(where * len(data))
        data = data[:start] + new + data[start + length :]
    return data


@pytest.mark.parametrize("name", targets.TARGETS)
@given(st.data(), _EDITS)
@settings(max_examples=150)
def test_damaged_input_is_read_or_refused(name: str, data: st.DataObject, edits: list[Any]) -> None:
    """Nothing else is raised, and memory stays in proportion."""
    seed = data.draw(st.sampled_from(targets.seeds(name)))
    tracemalloc.start()
    try:
        targets.TARGETS[name](damaged(seed, edits))
        assert tracemalloc.get_traced_memory()[1] < _MEMORY
    finally:
        tracemalloc.stop()


@pytest.mark.exhaustive
@pytest.mark.skipif(not find_spec("atheris"), reason="atheris is not installed")
@pytest.mark.parametrize("name", targets.TARGETS)
def test_atheris_finds_nothing(name: str, tmp_path: Path) -> None:
    """Guided by the branches that are taken, for a few seconds."""
    options = ["-max_total_time=8", "-rss_limit_mb=3000", "-timeout=10", "-max_len=8192"]
    done = subprocess.run(
        [
            sys.executable,
            Path(targets.__file__).with_name("hunt.py"),
            name,
            str(tmp_path),
            *options,
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=300,
        check=False,
    )

    assert done.returncode == 0, done.stderr[-3000:]
    assert "Done" in done.stderr
