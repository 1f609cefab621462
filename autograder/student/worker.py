"""The loop of a student process: reads a request, executes it, writes the reply."""

from __future__ import annotations

import tempfile
from pathlib import Path

from autograder import wire
from autograder.student.runner import Runner


def serve(read_fd: int, write_fd: int, _: tuple[str, ...] = ()) -> None:
    """Answer requests until the grader closes its end.

    Args:
        read_fd: the pipe from the grader.
        write_fd: the pipe to the grader.
        _: names of the sandbox layers this process entered; the grader knows them.
    """
    runner = Runner(Path(tempfile.mkdtemp(prefix="student-")))
    while True:
        try:
            request = wire.read_frame(read_fd)
        except EOFError:
            return
        wire.write_frame(write_fd, runner.exchange(request))
