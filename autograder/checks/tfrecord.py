"""The frame of TensorBoard's event files: records with a length and two checksums each.

A file is a row of records: length (8 bytes), checksum of the length (4), data, checksum of the data
(4), all little-endian. The checksum is CRC-32C, turned and shifted. Files come from students, so
sizes are bounded before anything is read.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable

MAX_BYTES = 4 << 20
MAX_RECORD = 1 << 20
_HEADER = struct.Struct("<QI")
_CHECKSUM = struct.Struct("<I")
_POLYNOMIAL = 0x82F63B78


class RecordError(ValueError):
    """A file is not a row of records; the message says what and where."""


def split(data: bytes) -> tuple[list[bytes], bool]:
    """The records of a file.

    Args:
        data: the whole file, at most ``MAX_BYTES``.

    Returns:
        The records, and whether the file ends within one: a program that was stopped while it
        wrote leaves such a torn end, which is no error.

    Raises:
        RecordError: the file or a record is too large, or a checksum is wrong.
    """
    if len(data) > MAX_BYTES:
        raise RecordError(f"Expected at most {MAX_BYTES} bytes, but got {len(data)}.")
    records: list[bytes] = []
    position = 0
    while len(data) - position >= _HEADER.size:
        record = _record(data, position)
        if record is None:
            return records, True
        records.append(record)
        position += _HEADER.size + len(record) + _CHECKSUM.size
    return records, position < len(data)


def join(records: Iterable[bytes]) -> bytes:
    """The file that holds these records."""
    return b"".join(
        _HEADER.pack(len(record), masked(record_length(record)))
        + record
        + _CHECKSUM.pack(masked(record))
        for record in records
    )


def record_length(record: bytes) -> bytes:
    """The eight bytes that say how long a record is."""
    return struct.pack("<Q", len(record))


def masked(data: bytes) -> int:
    """The checksum as these files store it."""
    crc = crc32c(data)
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


def crc32c(data: bytes) -> int:
    """The Castagnoli checksum of some bytes."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc = _TABLE[(crc ^ byte) & 0xFF] ^ crc >> 8
    return crc ^ 0xFFFFFFFF


def _record(data: bytes, position: int) -> bytes | None:
    """The record at a position; None where the file ends before it does."""
    length, checksum = _HEADER.unpack_from(data, position)
    if checksum != masked(data[position : position + 8]):
        raise RecordError(f"Expected a record at byte {position}, but its length is damaged.")
    if length > MAX_RECORD:
        raise RecordError(
            f"Expected records of at most {MAX_RECORD} bytes, but the one at byte {position} has "
            f"{length}."
        )
    start = position + _HEADER.size
    if len(data) < start + length + _CHECKSUM.size:
        return None
    record = data[start : start + length]
    if _CHECKSUM.unpack_from(data, start + length)[0] != masked(record):
        raise RecordError(f"Expected a record at byte {position}, but its data are damaged.")
    return record


def _entry(byte: int) -> int:
    for _ in range(8):
        byte = byte >> 1 ^ (_POLYNOMIAL if byte & 1 else 0)
    return byte


_TABLE = tuple(map(_entry, range(256)))
