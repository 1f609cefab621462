"""Values survive the border, and nothing but values does."""

import contextlib
import json
import os
import struct
import time
import tracemalloc
from pathlib import PurePosixPath

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from autograder import wire


def there_and_back(value):
    """Encode and decode, with references left as they are."""
    return wire.decode(wire.encode(value), lambda ref: ref)


def forged(tree, data=b""):
    """A frame that holds any JSON at all, as a hostile process could write it."""
    text = json.dumps(tree).encode()
    return struct.pack(">4sIQ", b"AGK1", len(text), len(data)) + text + data


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(PLAIN)
def test_plain_values_arrive_equal_and_of_the_same_type(value):
    """None, numbers, texts, bytes, lists, tuples and dicts are themselves on the other side."""
    assert repr(there_and_back(value)) == repr(value)


@pytest.mark.parametrize(
    "value",
    [
        *(float("inf"), complex(1, -2), 2**80, b"\0", range(2, 9, 3), slice(None, 4), Ellipsis),
        *(torch.float16, torch.device("cuda:1"), {1, 2}, PurePosixPath("a/b")),
        wire.Ref(3, ("a", "b"), "X"),
    ],
    ids=repr,
)
def test_other_values_have_a_tag_of_their_own(value):
    """What JSON does not have arrives as what it was."""
    assert there_and_back(value) == value


@pytest.mark.parametrize("dtype", list(wire.DTYPES.values()), ids=str)
def test_tensors_keep_dtype_shape_and_every_bit(dtype):
    """A tensor that is not contiguous arrives with the same elements."""
    tensor = torch.arange(24).reshape(2, 3, 4).to(dtype).transpose(0, 2)

    arrived = there_and_back(tensor)

    assert arrived.dtype == dtype
    assert torch.equal(arrived, tensor)
    assert type(arrived) is torch.Tensor


def test_tensors_without_elements_or_dimensions_arrive():
    """Empty and 0-d tensors are tensors too."""
    assert there_and_back(torch.empty(0, 3)).shape == (0, 3)
    assert there_and_back(torch.tensor(2.5)).item() == 2.5


def test_the_meta_device_needs_no_data():
    """A meta tensor arrives as one, however large it claims to be."""
    arrived = there_and_back(torch.empty(10**6, 10**6, device="meta"))

    assert arrived.device.type == "meta"
    assert arrived.shape == (10**6, 10**6)


def test_requires_grad_is_kept_and_the_graph_is_not():
    """A parameter arrives as a leaf that requires grad."""
    weight = torch.ones(2, requires_grad=True)

    arrived = there_and_back(weight * 2)

    assert arrived.requires_grad
    assert arrived.grad_fn is None


def test_numpy_arrays_and_numbers_keep_their_dtype():
    """A numpy number is not silently a Python one."""
    assert there_and_back(np.float32(1.5)).dtype == np.float32
    assert there_and_back(np.arange(4, dtype=">i4").reshape(2, 2)).tolist() == [[0, 1], [2, 3]]


def test_objects_are_kept_where_they_are():
    """What is not plain data is replaced by a reference to it."""
    kept = []

    def keep(value):
        kept.append(value)
        return wire.Ref(1, (), "object")

    frame = wire.encode([object()], keep)

    assert wire.decode(frame, lambda ref: ref) == [wire.Ref(1, (), "object")]
    assert len(kept) == 1
    with pytest.raises(wire.WireError, match="cannot be sent"):
        wire.encode(object())


TENSOR = {"t": "tensor", "dtype": "float32", "shape": [2], "device": "cpu", "grad": False}


@pytest.mark.parametrize(
    "tree",
    [
        {"t": "pickle", "v": "x"},
        {"no": "tag"},
        {"t": "dict", "v": [[1]]},
        {"t": "dict", "v": [[[1], 2]]},
        {"t": "tuple", "v": 3},
        {"t": "dtype", "v": "load"},
        {"t": "device", "v": "nowhere"},
        {"t": "range", "v": [0, 1]},
        {"t": "range", "v": [0, 1, "2"]},
        {"t": "int", "v": "9" * 5000},
        {"t": "ref", "base": None, "path": [], "type": ""},
        {"t": "array", "dtype": "object", "shape": [1], "at": [0, 8]},
        {**TENSOR, "at": [0, 4]},
        {**TENSOR, "at": [4, 8]},
        {**TENSOR, "at": [-8, 8]},
        {**TENSOR, "at": [0, 8], "shape": [-2]},
        {**TENSOR, "at": [0, 8], "shape": [2**60]},
        {**TENSOR, "at": [0, 8], "shape": [1] * 99},
        {**TENSOR, "at": [0, 8], "dtype": "quint8"},
        {**TENSOR, "at": [0, 8], "device": "cuda:0", "grad": 1},
    ],
    ids=str,
)
def test_forged_trees_are_refused_by_name(tree):
    """Whatever the other side writes, the answer is a value or a WireError."""
    with pytest.raises(wire.WireError):
        wire.decode(forged(tree, b"\0" * 8), lambda ref: ref)


def test_deep_nesting_is_refused_on_both_sides():
    """A tree that nests without end neither crashes the reader nor the writer."""
    deep: list[object] = []
    for _ in range(200):
        deep = [deep]
    with pytest.raises(wire.WireError, match="nested"):
        wire.encode(deep)
    text = b"[" * 100_000 + b"]" * 100_000
    frame = struct.pack(">4sIQ", b"AGK1", len(text), 0) + text
    with pytest.raises(wire.WireError):
        wire.decode(frame, lambda ref: ref)


@given(st.binary(max_size=200))
def test_random_bytes_are_refused(data):
    """Bytes that are no frame give a WireError and nothing else."""
    with pytest.raises(wire.WireError):
        wire.decode(data, lambda ref: ref)


@pytest.fixture
def pipe():
    """A pipe: reading end, writing end."""
    ends = os.pipe()
    yield ends
    for end in ends:
        with contextlib.suppress(OSError):  # a test may have closed it
            os.close(end)


def ending(seconds):
    """Tells how many of these seconds are left."""
    end = time.monotonic() + seconds
    return lambda: end - time.monotonic()


def test_frames_cross_a_pipe_whole(pipe):
    """A frame arrives in one piece, and only itself."""
    reader, writer = pipe
    first, second = wire.encode("one"), wire.encode([2])
    os.write(writer, first + second)

    assert wire.read_frame(reader) == first
    assert wire.read_frame(reader) == second


def test_a_silent_pipe_times_out(pipe):
    """Waiting ends with the time, also within a frame."""
    reader, writer = pipe
    os.write(writer, wire.encode("never ends")[:-2])

    with pytest.raises(TimeoutError):
        wire.read_frame(reader, ending(0.05))


def test_a_full_pipe_times_out(pipe):
    """A process that does not read cannot hold the grader."""
    _, writer = pipe

    with pytest.raises(TimeoutError):
        wire.write_frame(writer, wire.encode(b"x" * 10**6), ending(0.05))


@pytest.mark.parametrize("kind", ["set", "dict"])
def test_entries_of_one_hash_are_refused_before_they_are_compared(kind):
    """A reply of a megabyte would take the grader seconds, one of four megabytes minutes."""
    hashed = [{"t": "int", "v": str(k * (2**61 - 1))} for k in range(20_000)]
    items = hashed if kind == "set" else [[key, None] for key in hashed]
    text = json.dumps({"t": kind, "v": items}).encode()
    began = time.process_time()

    with pytest.raises(wire.WireError, match="one hash"):
        wire.decode(struct.pack(">4sIQ", b"AGK1", len(text), 0) + text, lambda ref: None)
    assert time.process_time() - began < 2.0


def test_a_closed_pipe_is_the_end(pipe):
    """The other side's death is told apart from its silence."""
    reader, writer = pipe
    os.close(writer)

    with pytest.raises(EOFError):
        wire.read_frame(reader)


def test_a_frame_that_claims_to_be_huge_is_not_read(pipe):
    """The size is checked before any memory is set aside."""
    reader, writer = pipe
    os.write(writer, struct.pack(">4sIQ", b"AGK1", 10, 2**60))

    with pytest.raises(wire.WireError, match="size"):
        wire.read_frame(reader)


@pytest.mark.parametrize("value", [[[]] * 9999, [{}] * 9999, ["é"] * 9999, [257, 1.5] * 9999])
def test_no_value_takes_more_memory_than_is_said_of_its_frame(value):
    """However short its parts are written."""
    frame = wire.encode(value)

    tracemalloc.start()
    kept = wire.decode(frame, lambda ref: ref)
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert kept == value
    assert taken <= wire.memory(frame)


def test_a_reply_of_too_many_values_is_refused_on_both_sides():
    """A million empty lists are not sent; a hostile frame of them is not turned into objects."""
    with pytest.raises(wire.WireError, match="at most 250000 values in one reply"):
        wire.encode([[] for _ in range(1_000_000)])
    with pytest.raises(wire.WireError, match="more than 250000 values"):
        wire.decode(forged([[]] * 1_000_000), lambda ref: ref)
    assert len(there_and_back(list(range(200_000)))) == 200_000
