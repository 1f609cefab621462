"""Encode values as frames."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import PurePath
from typing import Any

import numpy as np
import torch
from torch import Tensor

from autograder.wire.format import (
    ARRAY_DTYPES,
    DTYPES,
    MAGIC,
    MAX_BYTES,
    MAX_DEPTH,
    MAX_DIGITS,
    MAX_JSON,
    MAX_PARTS,
    PREFIX,
    Ref,
    ReplyTooLarge,
    WireError,
)

_JSON = json.JSONEncoder(allow_nan=False, check_circular=False, separators=(",", ":"))


class _Writer:
    """Encodes one frame: turns values into a tree and collects the raw bytes."""

    def __init__(self, keep: Callable[[object], Ref] | None) -> None:
        self.blobs: list[bytes] = []
        self.size = 0
        self._parts = 0
        self._keep = keep

    def tree(self, value: object, depth: int = 0) -> Any:
        if depth > MAX_DEPTH:
            raise WireError(f"values nested deeper than {MAX_DEPTH} levels cannot be sent")
        self._parts += 1
        if self._parts > MAX_PARTS:
            raise ReplyTooLarge(f"Expected at most {MAX_PARTS} values in one reply, but got more")
        if value is None or type(value) in (bool, str):
            return value
        if isinstance(value, Ref):
            return {"t": "ref", "base": value.base, "path": value.path, "type": value.type_name}
        plain = self._scalar(value)
        if plain is None:
            plain = self._raw(value)
        if plain is None:
            plain = self._container(value, depth)
        if plain is not None:
            return plain
        if self._keep is None:
            raise WireError(f"a {type(value).__name__} cannot be sent")
        return self.tree(self._keep(value), depth)

    def _scalar(self, value: object) -> Any:
        kind = type(value)
        if kind is int:
            return _int_tree(int(value))  # type: ignore[call-overload]
        if kind is float:
            number = float(value)  # type: ignore[arg-type]
            return number if math.isfinite(number) else {"t": "float", "v": repr(number)}
        if kind is complex:
            return {"t": "complex", "v": repr(value)}
        if isinstance(value, torch.dtype):
            return {"t": "dtype", "v": str(value).removeprefix("torch.")}
        if isinstance(value, torch.device):
            return {"t": "device", "v": str(value)}
        if isinstance(value, PurePath):
            return {"t": "path", "v": str(value)}
        if value is Ellipsis:
            return {"t": "ellipsis"}
        return None

    def _raw(self, value: object) -> Any:
        if isinstance(value, Tensor):
            return self._tensor(value)
        if isinstance(value, np.ndarray | np.generic) and value.dtype.name in ARRAY_DTYPES:
            at = self._add(value.astype(value.dtype.newbyteorder("=")).tobytes())
            tag = "array" if isinstance(value, np.ndarray) else "scalar"
            return {"t": tag, "dtype": value.dtype.name, "shape": list(value.shape), "at": at}
        if type(value) in (bytes, bytearray):
            return {"t": "bytes", "at": self._add(bytes(value))}  # type: ignore[call-overload]
        return None

    def _tensor(self, value: Tensor) -> Any:
        dtype = str(value.dtype).removeprefix("torch.")
        if dtype not in DTYPES or value.layout is not torch.strided:
            return None
        tree = {
            "t": "tensor",
            "dtype": dtype,
            "shape": list(value.shape),
            "device": str(value.device),
            "grad": bool(value.requires_grad),
        }
        if value.device.type != "meta":
            tree["at"] = self._add(tensor_bytes(value))
        return tree

    def _container(self, value: object, depth: int) -> Any:
        if isinstance(value, dict):
            if all(type(key) is str for key in value):
                return {"t": "map", "v": {k: self.tree(v, depth + 1) for k, v in value.items()}}
            pairs = [[self.tree(k, depth + 1), self.tree(v, depth + 1)] for k, v in value.items()]
            return {"t": "dict", "v": pairs}
        if isinstance(value, list):
            return [self.tree(v, depth + 1) for v in value]
        if isinstance(value, tuple | set | frozenset):
            tag = "tuple" if isinstance(value, tuple) else "set"
            return {"t": tag, "v": [self.tree(v, depth + 1) for v in value]}
        if isinstance(value, range | slice):
            parts = [value.start, value.stop, value.step]
            return {"t": type(value).__name__, "v": [self.tree(v, depth + 1) for v in parts]}
        return None

    def _add(self, data: bytes) -> list[int]:
        at = [self.size, len(data)]
        self.size += len(data)
        if self.size > MAX_BYTES:
            raise ReplyTooLarge(f"Expected at most {MAX_BYTES} bytes of data, but got more")
        self.blobs.append(data)
        return at


def tensor_bytes(value: Tensor) -> bytes:
    """The tensor's elements in row-major order, without its strides or its graph."""
    flat = value.detach().resolve_conj().resolve_neg().cpu().contiguous().reshape(-1)
    flat = flat.as_strided((flat.numel(),), (1,))  # one element may have any stride: view() minds
    return flat.view(torch.uint8).numpy().tobytes()


def _int_tree(value: int) -> Any:
    if -(2**63) <= value < 2**63:
        return value
    if value.bit_length() > 3 * MAX_DIGITS:
        raise ReplyTooLarge(f"Expected an integer of at most {MAX_DIGITS} digits, but got more")
    return {"t": "int", "v": str(value)}


def encode(value: object, keep: Callable[[object], Ref] | None = None) -> bytes:
    """Turn a value into a frame.

    Args:
        value: plain values, tensors and arrays, nested in lists, tuples, dicts and sets.
        keep: called for any other object; returns the reference that is sent in its place. Without
            it such an object is an error.

    Raises:
        WireError: the value cannot be sent, or is too large.
    """
    writer = _Writer(keep)
    text = _JSON.encode(writer.tree(value)).encode()
    if len(text) > MAX_JSON:
        raise ReplyTooLarge(f"Expected at most {MAX_JSON} bytes of values, but got {len(text)}")
    return b"".join([PREFIX.pack(MAGIC, len(text), writer.size), text, *writer.blobs])
