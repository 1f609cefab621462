"""Decode frames to values, checking everything: the sender may be hostile."""

from __future__ import annotations

import json
import math
import struct
from collections import Counter
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any

import numpy as np
import torch
from torch import Tensor

from autograder.wire.format import (
    ARRAY_DTYPES,
    DTYPES,
    MAGIC,
    MAX_ALIKE,
    MAX_DEPTH,
    MAX_DIGITS,
    MAX_DIMS,
    MAX_PARTS,
    PREFIX,
    Ref,
    WireError,
)


class _Reader:
    """Decodes one frame's tree, checking each part before it is used."""

    def __init__(self, data: memoryview, resolve: Callable[[Ref], object], on_device: bool) -> None:
        self._data = data
        self._resolve = resolve
        self._on_device = on_device
        self._parts = 0

    def value(self, tree: Any, depth: int = 0) -> Any:
        if depth > MAX_DEPTH:
            raise WireError(f"values nested deeper than {MAX_DEPTH} levels")
        self._parts += 1
        if self._parts > MAX_PARTS:
            raise WireError(f"more than {MAX_PARTS} values")
        if tree is None or type(tree) in (bool, str, int, float):
            return tree
        if type(tree) is list:
            return [self.value(v, depth + 1) for v in tree]
        read = _READERS.get(tree.get("t") if type(tree) is dict else None)
        if read is None:
            raise WireError("an unknown kind of value")
        return read(self, tree, depth)

    def items(self, tree: Any, depth: int) -> list[Any]:
        if type(tree.get("v")) is not list:
            raise WireError("a container without a list of items")
        return [self.value(v, depth + 1) for v in tree["v"]]

    def dict_(self, tree: Any, depth: int) -> dict[Any, Any]:
        pairs = self.items(tree, depth)
        if not all(type(p) is list and len(p) == 2 for p in pairs):
            raise WireError("a dict whose items are not pairs")
        _check_hashes([key for key, _ in pairs])
        return dict(pairs)

    def map_(self, tree: Any, depth: int) -> dict[str, Any]:
        if type(tree.get("v")) is not dict:
            raise WireError("a dict without items")
        return {name: self.value(v, depth + 1) for name, v in tree["v"].items()}

    def bytes_(self, tree: Any) -> memoryview:
        at = tree.get("at")
        if not (type(at) is list and len(at) == 2 and all(type(n) is int and n >= 0 for n in at)):
            raise WireError("data without a place")
        start, size = at
        if start + size > len(self._data):
            raise WireError("data that lies outside its frame")
        return self._data[start : start + size]

    def shape(self, tree: Any) -> list[int]:
        shape = tree.get("shape")
        if type(shape) is not list or len(shape) > MAX_DIMS:
            raise WireError("a tensor without a shape")
        if not all(type(n) is int and 0 <= n < 2**48 for n in shape):
            raise WireError("a tensor whose shape is not made of sizes")
        return shape

    def array(self, tree: Any, _: int) -> Any:
        if tree.get("dtype") not in ARRAY_DTYPES:
            raise WireError("an array of unknown dtype")
        dtype, shape, raw = np.dtype(tree["dtype"]), self.shape(tree), self.bytes_(tree)
        if math.prod(shape) * dtype.itemsize != len(raw):
            raise WireError("an array whose data do not fill its shape")
        array = np.frombuffer(raw, dtype).reshape(shape).copy()
        return array[()] if tree["t"] == "scalar" else array

    def tensor(self, tree: Any, _: int) -> Tensor:
        dtype, shape = DTYPES.get(str(tree.get("dtype"))), self.shape(tree)
        device, grad = tree.get("device"), tree.get("grad")
        if dtype is None or type(device) is not str or type(grad) is not bool:
            raise WireError("a tensor of unknown dtype or device")
        if device == "meta":
            tensor = torch.empty(shape, dtype=dtype, device="meta")
        else:
            tensor = _filled(self.bytes_(tree), dtype, shape)
            tensor = tensor.to(device) if self._on_device else tensor
        if grad and (dtype.is_floating_point or dtype.is_complex):
            tensor.requires_grad_()
        tensor.sent_from = device  # type: ignore[attr-defined]
        return tensor

    def ref(self, tree: Any, _: int) -> object:
        base, path, name = tree.get("base"), tree.get("path"), tree.get("type")
        if type(base) not in (int, str) or type(path) is not list or type(name) is not str:
            raise WireError("a reference that names nothing")
        if not all(type(p) is str for p in path):
            raise WireError("a reference whose path is not made of names")
        return self._resolve(Ref(base, tuple(path), name[:200]))

    def text(self, tree: Any) -> str:
        if type(tree.get("v")) is not str or len(tree["v"]) > 2 * MAX_DIGITS:
            raise WireError("a value without its text")
        return str(tree["v"])


def _filled(raw: memoryview, dtype: torch.dtype, shape: list[int]) -> Tensor:
    if math.prod(shape) * dtype.itemsize != len(raw):
        raise WireError("a tensor whose data do not fill its shape")
    if not len(raw):
        return torch.empty(shape, dtype=dtype)
    return torch.frombuffer(bytearray(raw), dtype=dtype).reshape(shape)


def _dtype(reader: _Reader, tree: Any, _: int) -> torch.dtype:
    found = getattr(torch, reader.text(tree), None)
    if not isinstance(found, torch.dtype):
        raise WireError("an unknown dtype")
    return found


def _hashable_set(reader: _Reader, tree: Any, depth: int) -> set[Any]:
    items = reader.items(tree, depth)
    _check_hashes(items)
    return set(items)


def _check_hashes(items: list[Any]) -> None:
    """Refuse items that were chosen so that a set or dict of them takes quadratic time to make."""
    if len(items) > MAX_ALIKE and max(Counter(map(hash, items)).values()) > MAX_ALIKE:
        raise WireError(f"a set or dict with more than {MAX_ALIKE} entries of one hash")


def _three(kind: type) -> Callable[[_Reader, Any, int], Any]:
    def read(reader: _Reader, tree: Any, depth: int) -> Any:
        parts = reader.items(tree, depth)
        if len(parts) != 3 or not all(p is None or type(p) is int for p in parts):
            raise WireError(f"a {kind.__name__} that is not made of three numbers")
        return kind(*parts)

    return read


_READERS: dict[Any, Callable[[_Reader, Any, int], Any]] = {
    "array": _Reader.array,
    "bytes": lambda r, tree, _: bytes(r.bytes_(tree)),
    "complex": lambda r, tree, _: complex(r.text(tree)),
    "device": lambda r, tree, _: torch.device(r.text(tree)),
    "dict": _Reader.dict_,
    "dtype": _dtype,
    "ellipsis": lambda *_: Ellipsis,
    "float": lambda r, tree, _: float(r.text(tree)),
    "int": lambda r, tree, _: int(r.text(tree)),
    "map": _Reader.map_,
    "path": lambda r, tree, _: PurePosixPath(r.text(tree)),
    "range": _three(range),
    "ref": _Reader.ref,
    "scalar": _Reader.array,
    "set": _hashable_set,
    "slice": _three(slice),
    "tensor": _Reader.tensor,
    "tuple": lambda r, tree, depth: tuple(r.items(tree, depth)),
}


def decode(frame: bytes, resolve: Callable[[Ref], object], *, on_device: bool = False) -> Any:
    """Turn a frame back into a value of exact built-in types.

    Args:
        frame: as ``encode`` returned it, prefix included.
        resolve: what stands for a reference.
        on_device: whether tensors go to the device they came from; otherwise they are on the CPU
            (those of the ``meta`` device stay there) and ``tensor.sent_from`` names the device.

    Raises:
        WireError: the frame is not one that ``encode`` could have written.
    """
    try:
        magic, text_size, data_size = PREFIX.unpack_from(frame)
        if magic != MAGIC or len(frame) != PREFIX.size + text_size + data_size:
            raise WireError("a frame of the wrong length")
        text = frame[PREFIX.size : PREFIX.size + text_size]
        data = memoryview(frame)[PREFIX.size + text_size :]
        tree = _JSON.decode(text.decode())
        return _Reader(data, resolve, on_device).value(tree)
    except (ValueError, TypeError, RuntimeError, struct.error, OverflowError) as error:
        raise WireError(f"a frame that cannot be read ({type(error).__name__})") from error


def _refuse_constant(name: str) -> None:
    raise WireError(f"the number {name}, which JSON does not have")


_JSON = json.JSONDecoder(parse_constant=_refuse_constant)
