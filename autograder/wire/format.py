"""The parts of a frame, and its limits."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

MAX_JSON = 4 * 2**20
MAX_BYTES = 128 * 2**20
MAX_DEPTH = 64
MAX_PARTS = 250_000  # values in one frame, however nested: a million cost the reader 1.5 s

PREFIX = struct.Struct(">4sIQ")
MAGIC = b"AGK1"
MAX_DIMS = 32
MAX_ALIKE = 20  # entries of a set or dict with one hash: each is compared with all the others
MAX_DIGITS = 4000  # Python itself refuses to print longer integers
DTYPES: dict[str, torch.dtype] = {
    str(d).removeprefix("torch."): d
    for d in (
        *(torch.bool, torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64),
        *(torch.float16, torch.bfloat16, torch.float32, torch.float64),
        *(torch.complex64, torch.complex128),
    )
}
ARRAY_DTYPES = frozenset(np.dtype(c).name for c in "?bBhHiIlLqQefdFD")


_OBJECTS = 24  # bytes of memory that a byte of JSON becomes at most: empty lists in a list


def memory(frame: bytes) -> int:
    """Return how many bytes of memory the value of a frame may take once it is decoded."""
    sizes: tuple[int, int] = PREFIX.unpack_from(frame)[1:]
    return sizes[1] + _OBJECTS * sizes[0]


class WireError(Exception):
    """A frame is malformed; the message says how."""


class ReplyTooLarge(WireError):
    """A value has more parts, bytes or digits than a frame may carry."""


@dataclass(frozen=True, slots=True)
class Ref:
    """An object that stays in the student's process.

    Attributes:
        base: the id of a kept object, ``"submission"``, or ``"import:<module>"``.
        path: attribute names to follow from there.
        type_name: the object's class name, for messages; empty when not known.
    """

    base: int | str
    path: tuple[str, ...] = ()
    type_name: str = ""


def replaced(value: Any, kind: type, by: Callable[[Any], object]) -> Any:
    """Return a value with each object of one kind, within lists, tuples and dicts, replaced."""
    if isinstance(value, kind):
        return by(value)
    if isinstance(value, dict):
        return {k: replaced(v, kind, by) for k, v in value.items()}
    if type(value) in (list, tuple):
        return type(value)(replaced(v, kind, by) for v in value)
    return value
