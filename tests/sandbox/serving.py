"""A stand-in for the kit's worker: runs whatever program it is sent."""

import json
import os


def serve(read_fd: int, write_fd: int, layers: tuple[str, ...]) -> None:
    """Answer each line, a program in JSON, with the value it leaves in ``answer``."""
    with os.fdopen(read_fd, "rb") as programs:
        for line in programs:
            scope = {"layers": layers, "read_fd": read_fd, "write_fd": write_fd}
            try:
                exec(json.loads(line), scope)
                reply = {"answer": scope.get("answer")}
            except Exception as error:
                reply = {"answer": type(error).__name__, "message": str(error)}
            os.write(write_fd, json.dumps(reply).encode() + b"\n")
