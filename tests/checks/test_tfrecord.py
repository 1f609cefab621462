"""The frame of event files: what is written is read, damage is named, torn ends are normal."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.checks import tfrecord

RECORDS = st.lists(st.binary(max_size=40), max_size=5)


def test_checksum_is_the_castagnoli_one():
    """The standard's check value."""
    assert tfrecord.crc32c(b"123456789") == 0xE3069283


@given(RECORDS)
def test_records_come_back(records):
    """Writing and reading are each other's inverse."""
    assert tfrecord.split(tfrecord.join(records)) == (records, False)


@given(RECORDS.filter(bool), st.data())
def test_a_torn_end_keeps_what_was_whole(records, data):
    """Cut anywhere: the records before the cut are there."""
    whole = tfrecord.join(records)
    cut = data.draw(st.integers(0, len(whole) - 1))
    found, torn = tfrecord.split(whole[:cut])
    assert found == records[: len(found)]
    assert torn == (len(tfrecord.join(found)) < cut)


@given(RECORDS.filter(bool), st.data())
def test_a_changed_byte_is_noticed(records, data):
    """No damage passes as data."""
    whole = bytearray(tfrecord.join(records))
    position = data.draw(st.integers(0, len(whole) - 1))
    whole[position] ^= data.draw(st.integers(1, 255))
    with pytest.raises(tfrecord.RecordError, match="damaged"):
        tfrecord.split(bytes(whole))


@settings(max_examples=200)
@given(st.binary(max_size=200))
def test_garbage_is_an_error_or_nothing(data):
    """Any bytes at all: a named error, or no record."""
    try:
        records, torn = tfrecord.split(data)
    except tfrecord.RecordError:
        return
    assert torn == (len(tfrecord.join(records)) < len(data))


def test_a_claimed_length_reserves_nothing():
    """A record that says it is huge is refused by its size alone."""
    length = struct.pack("<Q", 1 << 60)
    with pytest.raises(tfrecord.RecordError, match="at most"):
        tfrecord.split(length + struct.pack("<I", tfrecord.masked(length)))


def test_a_large_file_is_refused_at_once():
    """Nothing of it is looked at."""
    with pytest.raises(tfrecord.RecordError, match="at most"):
        tfrecord.split(bytes(tfrecord.MAX_BYTES + 1))
