"""Read and write frames on a pipe, for a limited time."""

from __future__ import annotations

import os
import select
from collections.abc import Callable

from autograder.wire.format import MAGIC, MAX_BYTES, MAX_JSON, PREFIX, WireError

Left = Callable[[], float]
"""Seconds that are left, at the earliest; not positive once a limit is reached."""


def read_frame(fd: int, left: Left | None = None) -> bytes:
    """Read one frame from a pipe.

    Args:
        fd: the pipe's reading end.
        left: asked, whenever that time has passed, whether to give up; None waits for ever.

    Raises:
        EOFError: the other side is gone.
        TimeoutError: no time is left.
        WireError: what came is not the beginning of a frame, or claims to be too large.
    """
    prefix = _read_exactly(fd, PREFIX.size, left)
    magic, text_size, data_size = PREFIX.unpack(prefix)
    if magic != MAGIC or text_size > MAX_JSON or data_size > MAX_BYTES:
        raise WireError("something that is not a frame of allowed size")
    return prefix + _read_exactly(fd, text_size + data_size, left)


def _read_exactly(fd: int, size: int, left: Left | None) -> bytes:
    data = bytearray()  # a list of the parts would take many times their memory, were they small
    while size:
        _wait([fd], [], left)
        part = os.read(fd, min(size, 2**20))
        if not part:
            raise EOFError
        data += part
        size -= len(part)
    return bytes(data)


def write_frame(fd: int, frame: bytes, left: Left | None = None) -> None:
    """Write one frame to a pipe; ``left`` and TimeoutError as in ``read_frame``.

    Raises:
        BrokenPipeError: the other side is gone.
    """
    unsent = memoryview(frame)
    while unsent:
        _wait([], [fd], left)
        # A pipe that is ready takes PIPE_BUF bytes at once; more could block past the limit.
        unsent = unsent[os.write(fd, unsent[: select.PIPE_BUF if left else len(unsent)]) :]


def _wait(readers: list[int], writers: list[int], left: Left | None) -> None:
    if left is None:
        return
    remaining = left()
    while not any(select.select(readers, writers, [], max(0.0, remaining))):
        if remaining <= 0:
            raise TimeoutError
        remaining = left()
