"""Values as frames of bytes, to send between the grader and the student's process.

A frame is a fixed prefix, a JSON tree and raw bytes. Plain JSON values stand for themselves; every
other value is an object with a tag ``t``. Tensors and arrays are a dtype, a shape and a slice of
the raw bytes, so reading a frame never runs code (no pickle) and costs little memory beyond it.
"""

from autograder.wire.format import DTYPES, Ref, WireError, memory, replaced
from autograder.wire.pipes import read_frame, write_frame
from autograder.wire.reading import decode
from autograder.wire.writing import encode

__all__ = [
    "DTYPES",
    "Ref",
    "WireError",
    "decode",
    "encode",
    "memory",
    "read_frame",
    "replaced",
    "write_frame",
]
