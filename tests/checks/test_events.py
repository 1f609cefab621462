"""The reader of event files agrees with TensorBoard's own, and survives whatever it is given."""

from __future__ import annotations

import contextlib
import math
import struct

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.checks import events, tfrecord
from autograder.checks.events import EventError, Scalar

FLOATS = st.floats(width=32, allow_nan=False)
SCALARS = st.lists(
    st.builds(
        Scalar,
        tag=st.text(st.characters(codec="utf-8"), min_size=1, max_size=20),
        step=st.integers(-(2**63), 2**63 - 1),
        value=FLOATS,
        wall_time=st.floats(allow_nan=False),
    ),
    max_size=6,
)


@given(SCALARS)
def test_what_is_written_is_read(scalars):
    """Tags, steps, float32 values and wall times come back in order."""
    found = events.read(events.write(scalars))
    assert found == events.EventFile(events.VERSION, tuple(scalars))


@settings(max_examples=300)
@given(st.lists(st.binary(max_size=60), max_size=4))
def test_any_records_are_events_or_an_error(records):
    """Checksums may be right and the contents nonsense."""
    with contextlib.suppress(EventError):
        found = events.read(tfrecord.join(records))
        assert all(isinstance(s.value, float) for s in found.scalars)


@given(SCALARS.filter(bool), st.data())
def test_a_damaged_message_is_an_event_or_an_error(scalars, data):
    """Bytes changed within a record, checksums put right again."""
    records, _ = tfrecord.split(events.write(scalars))
    changed = bytearray(records[-1])
    changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(EventError):
        events.read(tfrecord.join([*records[:-1], bytes(changed)]))


def test_a_torn_file_gives_what_is_whole():
    """The last record is cut, the others are there."""
    data = events.write([Scalar("a", 0, 1.0), Scalar("a", 1, 2.0)])
    found = events.read(data[:-3])
    assert found.torn
    assert [s.step for s in found.scalars] == [0]


def test_too_many_events_are_refused():
    """Empty records are cheap to write, and still counted."""
    with pytest.raises(EventError, match="at most"):
        events.read(tfrecord.join([b""] * (events.MAX_EVENTS + 1)))


def test_a_long_tag_is_refused():
    """A name is for people to read."""
    with pytest.raises(EventError, match="at most"):
        events.read(events.write([Scalar("x" * (events.MAX_TAG + 1), 0, 0.0)]))


def test_nan_is_a_value():
    """A loss that is not a number is read as such."""
    (found,) = events.read(events.write([Scalar("loss", 0, math.nan)])).scalars
    assert math.isnan(found.value)


def test_other_fields_are_passed_over():
    """A field of each kind that this reader does not know."""
    unknown = bytes([15 << 3]) + b"\x05" + bytes([14 << 3 | 5]) + b"abcd"
    assert events.read(tfrecord.join([unknown])).scalars == ()


def test_writer_of_torch_is_read(tmp_path):
    """Scalars in all three forms, among a histogram, a picture and a text."""
    writer = writer_at(tmp_path)
    writer.add_scalar("old", 0.25, 3)
    writer.add_scalar("new", torch.tensor(1.5), 4, new_style=True)
    writer.add_scalar("double", 0.1, 5, new_style=True, double_precision=True)
    writer.add_histogram("histogram", torch.arange(9.0), 1)
    writer.add_image("picture", np.zeros((3, 4, 4), dtype=np.uint8), 1)
    writer.add_text("text", "hello", 1)
    writer.close()
    (path,) = tmp_path.iterdir()
    found = events.read(path.read_bytes())
    assert found.version == events.VERSION
    assert not found.torn
    points = [(s.tag, s.step, s.value) for s in found.scalars]
    assert points == [("old", 3, 0.25), ("new", 4, 1.5), ("double", 5, 0.1)]


def test_reader_of_tensorboard_agrees(tmp_path):
    """Random curves, written by torch, read by both."""
    generator = np.random.default_rng(0)
    writer = writer_at(tmp_path)
    for step in range(20):
        for tag in ("Loss/train", "Loss/test", "größe"):
            writer.add_scalar(tag, generator.normal(), step * 7)
    writer.close()
    (path,) = tmp_path.iterdir()
    ours = events.read(path.read_bytes()).scalars
    for tag, theirs in scalars_of_tensorboard(tmp_path).items():
        mine = [(s.wall_time, s.step, s.value) for s in ours if s.tag == tag]
        assert mine == theirs
    assert len(ours) == 60


def test_tensorboard_reads_what_we_write(tmp_path):
    """The graders' own files are good enough for students to read."""
    scalars = [Scalar("a", step, step / 4, 100.0 + step) for step in range(5)]
    (tmp_path / "events.out.tfevents.1.here").write_bytes(events.write(scalars, wall_time=99.0))
    assert scalars_of_tensorboard(tmp_path) == {
        "a": [(s.wall_time, s.step, s.value) for s in scalars]
    }


def test_number_of_eleven_bytes_is_refused():
    """A number that never ends costs ten bytes of work."""
    with pytest.raises(EventError, match="ten bytes"):
        events.read(tfrecord.join([b"\xff" * 50]))


def test_a_field_longer_than_its_message_is_refused():
    """The claimed length is compared, not reserved."""
    message = bytes([5 << 3 | 2]) + b"\xff\xff\xff\xff\x0f" + struct.pack("<f", 1.0)
    with pytest.raises(EventError, match="part of one"):
        events.read(tfrecord.join([message]))


def writer_at(folder):
    """A SummaryWriter of torch."""
    from torch.utils.tensorboard import SummaryWriter

    return SummaryWriter(str(folder))


def scalars_of_tensorboard(folder):
    """What TensorBoard's own reader finds: wall time, step and value of each point by tag."""
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    reader = EventAccumulator(str(folder))
    reader.Reload()
    tags = reader.Tags()["scalars"]
    return {tag: [(e.wall_time, e.step, e.value) for e in reader.Scalars(tag)] for tag in tags}
