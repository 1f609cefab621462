"""Scalars in TensorBoard's event files, read without trust and without TensorBoard.

An event file is a row of records (`tfrecord`), each a protocol buffer named Event: a wall time, a
step, and a summary of tagged values. Only scalars are kept; pictures, graphs and the rest are
passed over. Numbers of fields are those of TensorBoard's own definitions.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from autograder.checks import tfrecord
from autograder.checks.tfrecord import RecordError

VERSION = "brain.Event:2"
MAX_EVENTS = 100_000
MAX_TAG = 1_000

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_WALL_TIME, _STEP, _FILE_VERSION, _SUMMARY = 1, 2, 3, 5  # of an Event
_VALUE = 1  # of a Summary
_TAG, _SIMPLE, _TENSOR = 1, 2, 8  # of a Value
_CONTENT, _FLOATS, _DOUBLES = 4, 5, 6  # of a tensor
_SIZES = {_FIXED64: 8, _FIXED32: 4}
_Field = tuple[int, int, "int | bytes"]


class EventError(ValueError):
    """A file is no event file; the message says why."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """One point of one curve.

    Attributes:
        tag: name of the curve, e.g. ``Loss/train``.
        step: its x value.
        value: a float32 number, as such files hold it, unless written with double precision.
        wall_time: when it was written, in seconds since 1970.
    """

    tag: str
    step: int
    value: float
    wall_time: float = 0.0


@dataclass(frozen=True, slots=True)
class EventFile:
    """What an event file holds.

    Attributes:
        version: as its first record says; empty where none does.
        scalars: all points, in the order in which they were written.
        torn: whether the file ends within a record.
    """

    version: str
    scalars: tuple[Scalar, ...]
    torn: bool = False


def read(data: bytes) -> EventFile:
    """Read the bytes of an event file.

    Raises:
        EventError: they are none, or there is too much of something.
    """
    try:
        records, torn = tfrecord.split(data)
        if len(records) > MAX_EVENTS:
            raise EventError(f"Expected at most {MAX_EVENTS} events, but got {len(records)}.")
        events = [_event(record) for record in records]
    except (RecordError, _Broken) as error:
        raise EventError(f"This is no event file of TensorBoard. {error}") from None
    version = next((name for name, _ in events if name), "")
    return EventFile(version, tuple(s for _, scalars in events for s in scalars), torn)


def write(scalars: Iterable[Scalar], *, wall_time: float = 0.0) -> bytes:
    """The bytes of an event file with these points, one event each, as SummaryWriter writes it."""
    head = _fixed64(_WALL_TIME, wall_time) + _bytes(_FILE_VERSION, VERSION.encode())
    return tfrecord.join([head, *map(_encoded, scalars)])


class _Broken(ValueError):
    """A protocol buffer cannot be read."""


def _event(record: bytes) -> tuple[str, list[Scalar]]:
    """Version (where this event names one) and scalars of an event."""
    version, step, wall_time = "", 0, 0.0
    values: list[tuple[str, float]] = []
    for number, kind, content in _fields(record):
        match number, kind, content:
            case 1, 1, bytes():
                (wall_time,) = struct.unpack("<d", content)
            case 2, 0, int():
                step = content - (1 << 64) if content >> 63 else content
            case 3, 2, bytes():
                version = _text(content)
            case 5, 2, bytes():
                values += _values(content)
    return version, [Scalar(tag, step, value, wall_time) for tag, value in values]


def _values(summary: bytes) -> Iterator[tuple[str, float]]:
    """Tags and numbers of a summary; values that are no scalars are left out."""
    for number, kind, content in _fields(summary):
        if (number, kind) == (_VALUE, _BYTES) and isinstance(content, bytes):
            tag, scalar = _value(content)
            if scalar is not None:
                yield tag, scalar


def _value(content: bytes) -> tuple[str, float | None]:
    tag, scalar = "", None
    for number, kind, part in _fields(content):
        if not isinstance(part, bytes):
            continue
        if (number, kind) == (_TAG, _BYTES):
            tag = _text(part)
        elif (number, kind) == (_SIMPLE, _FIXED32):
            (scalar,) = struct.unpack("<f", part)
        elif (number, kind) == (_TENSOR, _BYTES):
            scalar = _tensor(part)
    return tag, scalar


def _tensor(content: bytes) -> float | None:
    """The number of a tensor that holds one, None of any other."""
    found: float | None = None
    for number, kind, part in _fields(content):
        if not isinstance(part, bytes) or kind == _VARINT:
            continue
        if (number, len(part)) in ((_FLOATS, 4), (_CONTENT, 4)):
            (found,) = struct.unpack("<f", part)
        elif (number, len(part)) in ((_DOUBLES, 8), (_CONTENT, 8)):
            (found,) = struct.unpack("<d", part)
    return found


def _fields(message: bytes) -> Iterator[_Field]:
    """Number, kind and content of each field: an int for a varint, bytes otherwise."""
    position = 0
    while position < len(message):
        key, position = _varint(message, position)
        number, kind = key >> 3, key & 7
        if kind == _VARINT:
            value, position = _varint(message, position)
            yield number, kind, value
            continue
        if kind == _BYTES:
            length, position = _varint(message, position)
        elif kind in _SIZES:
            length = _SIZES[kind]
        else:
            raise _Broken(f"Expected a field, but got one of kind {kind}.")
        if length > len(message) - position:
            raise _Broken("Expected a whole field, but got a part of one.")
        yield number, kind, message[position : position + length]
        position += length


def _varint(message: bytes, position: int) -> tuple[int, int]:
    """A number of up to ten bytes, and the position behind it."""
    value = 0
    for shift in range(0, 70, 7):
        if position >= len(message):
            raise _Broken("Expected a number, but got the end of a message.")
        byte = message[position]
        position += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value & (1 << 64) - 1, position
    raise _Broken("Expected a number of at most ten bytes, but got a longer one.")


def _text(content: bytes) -> str:
    if len(content) > MAX_TAG:
        raise _Broken(f"Expected a text of at most {MAX_TAG} bytes, but got {len(content)}.")
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise _Broken("Expected a text in UTF-8, but got other bytes.") from None


def _encoded(scalar: Scalar) -> bytes:
    simple = _key(_SIMPLE, _FIXED32) + struct.pack("<f", scalar.value)
    value = _bytes(_TAG, scalar.tag.encode()) + simple
    step = _key(_STEP, _VARINT) + _number(scalar.step % (1 << 64))
    return _fixed64(_WALL_TIME, scalar.wall_time) + step + _bytes(_SUMMARY, _bytes(_VALUE, value))


def _key(number: int, kind: int) -> bytes:
    return _number(number << 3 | kind)


def _number(value: int) -> bytes:
    parts = bytearray()
    while value > 0x7F:
        parts.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*parts, value])


def _bytes(number: int, content: bytes) -> bytes:
    return _key(number, _BYTES) + _number(len(content)) + content


def _fixed64(number: int, value: float) -> bytes:
    return _key(number, _FIXED64) + struct.pack("<d", value)
