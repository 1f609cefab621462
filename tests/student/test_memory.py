"""Memory in huge pages: the same memory."""

import sys

import pytest

from autograder.student import memory


@pytest.mark.skipif(sys.platform != "linux", reason="a template's memory, and Linux only")
def test_moving_memory_changes_nothing() -> None:
    """It goes in steps, and every byte stays."""
    before = [bytes([number]) * (3 << 20) for number in range(8)]
    copies = [bytearray(piece) for piece in before]

    assert set(memory.collapse()) <= {None}
    assert copies == before
