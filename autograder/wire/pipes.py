"""Read and write frames on a pipe, with a deadline."""

from __future__ import annotations

import os
import select
import time

from autograder.wire.format import MAGIC, MAX_BYTES, MAX_JSON, PREFIX, WireError


def read_frame(fd: int, deadline: float | None = None) -> bytes:
    """Read one frame from a pipe.

    Args:
        fd: the pipe's reading end.
        deadline: ``time.monotonic()`` value after which to give up; None waits for ever.

    Raises:
        EOFError: the other side is gone.
        TimeoutError: the deadline has passed.
        WireError: what came is not the beginning of a frame, or claims to be too large.
    """
    prefix = _read_exactly(fd, PREFIX.size, deadline)
    magic, text_size, data_size = PREFIX.unpack(prefix)
    if magic != MAGIC or text_size > MAX_JSON or data_size > MAX_BYTES:
        raise WireError("something that is not a frame of allowed size")
    return prefix + _read_exactly(fd, text_size + data_size, deadline)


def _read_exactly(fd: int, size: int, deadline: float | None) -> bytes:
    parts: list[bytes] = []
    while size:
        _wait(fd, None, deadline)
        part = os.read(fd, min(size, 2**20))
        if not part:
            raise EOFError
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def write_frame(fd: int, frame: bytes, deadline: float | None = None) -> None:
    """Write one frame to a pipe; ``deadline`` and TimeoutError as in ``read_frame``.

    Raises:
        BrokenPipeError: the other side is gone.
    """
    left = memoryview(frame)
    while left:
        _wait(None, fd, deadline)
        # A pipe that is ready takes PIPE_BUF bytes at once; more could block past the deadline.
        left = left[os.write(fd, left[: select.PIPE_BUF if deadline else len(left)]) :]


def _wait(reader: int | None, writer: int | None, deadline: float | None) -> None:
    if deadline is None:
        return
    timeout = max(0.0, deadline - time.monotonic())
    ready = select.select(
        [] if reader is None else [reader], [] if writer is None else [writer], [], timeout
    )
    if not any(ready):
        raise TimeoutError
