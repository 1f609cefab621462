"""Values as frames: what crosses the border between the grader and the student's process.

A frame is a fixed prefix, a JSON tree and raw bytes. Plain JSON values stand for themselves; every
other value is an object with a tag ``t``. Tensors and arrays are a dtype, a shape and a slice of
the raw bytes, so reading a frame never runs code (no pickle) and costs little memory beyond it.
``decode`` checks everything it reads: the other side may be hostile.
"""

from __future__ import annotations

import json
import math
import os
import select
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath, PurePosixPath
from typing import Any

import numpy as np
import torch
from torch import Tensor

MAX_JSON = 4 * 2**20
MAX_BYTES = 256 * 2**20
MAX_DEPTH = 64

_PREFIX = struct.Struct(">4sIQ")
_MAGIC = b"AGK1"
_MAX_DIMS = 32
_MAX_DIGITS = 4000  # Python itself refuses to print longer integers
_DTYPES: dict[str, torch.dtype] = {
    str(d).removeprefix("torch."): d
    for d in (
        *(torch.bool, torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64),
        *(torch.float16, torch.bfloat16, torch.float32, torch.float64),
        *(torch.complex64, torch.complex128),
    )
}
_ARRAY_DTYPES = frozenset(
    np.dtype(c).name
    for c in "?bBhHiIlLqQefdFD"
)


class WireError(Exception):
    """A frame that is not what it must be; the message says what is wrong."""


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
    """The same value with each object of one kind, within lists, tuples and dicts, replaced."""
    if isinstance(value, kind):
        return by(value)
    if isinstance(value, dict):
        return {k: replaced(v, kind, by) for k, v in value.items()}
    if type(value) in (list, tuple):
        return type(value)(replaced(v, kind, by) for v in value)
    return value


class _Writer:
    """Encodes one frame: turns values into a tree and collects the raw bytes."""

    def __init__(self, keep: Callable[[object], Ref] | None) -> None:
        self.blobs: list[bytes] = []
        self.size = 0
        self._keep = keep

    def tree(self, value: object, depth: int = 0) -> Any:
        if depth > MAX_DEPTH:
            raise WireError(f"values nested deeper than {MAX_DEPTH} levels cannot be sent")
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
        if isinstance(value, np.ndarray | np.generic) and value.dtype.name in _ARRAY_DTYPES:
            at = self._add(value.astype(value.dtype.newbyteorder("=")).tobytes())
            tag = "array" if isinstance(value, np.ndarray) else "scalar"
            return {"t": tag, "dtype": value.dtype.name, "shape": list(value.shape), "at": at}
        if type(value) in (bytes, bytearray):
            return {"t": "bytes", "at": self._add(bytes(value))}  # type: ignore[call-overload]
        return None

    def _tensor(self, value: Tensor) -> Any:
        dtype = str(value.dtype).removeprefix("torch.")
        if dtype not in _DTYPES or value.layout is not torch.strided:
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
            raise WireError(f"Expected at most {MAX_BYTES} bytes of data, but got more")
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
    if value.bit_length() > 3 * _MAX_DIGITS:
        raise WireError(f"Expected an integer of at most {_MAX_DIGITS} digits, but got more")
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
    text = json.dumps(writer.tree(value), allow_nan=False).encode()
    if len(text) > MAX_JSON:
        raise WireError(f"Expected at most {MAX_JSON} bytes of values, but got {len(text)}")
    return b"".join([_PREFIX.pack(_MAGIC, len(text), writer.size), text, *writer.blobs])


class _Reader:
    """Decodes one frame's tree, checking each part before it is used."""

    def __init__(self, data: memoryview, resolve: Callable[[Ref], object], on_device: bool) -> None:
        self._data = data
        self._resolve = resolve
        self._on_device = on_device

    def value(self, tree: Any, depth: int = 0) -> Any:
        if depth > MAX_DEPTH:
            raise WireError(f"values nested deeper than {MAX_DEPTH} levels")
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
        return dict(pairs)

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
        if type(shape) is not list or len(shape) > _MAX_DIMS:
            raise WireError("a tensor without a shape")
        if not all(type(n) is int and 0 <= n < 2**48 for n in shape):
            raise WireError("a tensor whose shape is not made of sizes")
        return shape

    def array(self, tree: Any, _: int) -> Any:
        if tree.get("dtype") not in _ARRAY_DTYPES:
            raise WireError("an array of unknown dtype")
        dtype, shape, raw = np.dtype(tree["dtype"]), self.shape(tree), self.bytes_(tree)
        if math.prod(shape) * dtype.itemsize != len(raw):
            raise WireError("an array whose data do not fill its shape")
        array = np.frombuffer(raw, dtype).reshape(shape).copy()
        return array[()] if tree["t"] == "scalar" else array

    def tensor(self, tree: Any, _: int) -> Tensor:
        dtype, shape = _DTYPES.get(str(tree.get("dtype"))), self.shape(tree)
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
        if type(tree.get("v")) is not str or len(tree["v"]) > 2 * _MAX_DIGITS:
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
    return set(reader.items(tree, depth))


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
        magic, text_size, data_size = _PREFIX.unpack_from(frame)
        if magic != _MAGIC or len(frame) != _PREFIX.size + text_size + data_size:
            raise WireError("a frame of the wrong length")
        text = frame[_PREFIX.size : _PREFIX.size + text_size]
        data = memoryview(frame)[_PREFIX.size + text_size :]
        tree = json.loads(text, parse_constant=_refuse_constant)
        return _Reader(data, resolve, on_device).value(tree)
    except (ValueError, TypeError, RuntimeError, struct.error, OverflowError) as error:
        raise WireError(f"a frame that cannot be read ({type(error).__name__})") from error


def _refuse_constant(name: str) -> None:
    raise WireError(f"the number {name}, which JSON does not have")


def read_frame(fd: int, deadline: float | None = None) -> bytes:
    """Read one frame from a pipe.

    Args:
        fd: the pipe's reading end.
        deadline: ``time.monotonic()`` value after which to give up; None waits for ever.

    Raises:
        EOFError: the other side is gone.
        TimeoutError: the deadline has passed.
        WireError: what came is not the beginning of a frame, or claims to be too large.
    """
    prefix = _read_exactly(fd, _PREFIX.size, deadline)
    magic, text_size, data_size = _PREFIX.unpack(prefix)
    if magic != _MAGIC or text_size > MAX_JSON or data_size > MAX_BYTES:
        raise WireError("something that is not a frame of allowed size")
    return prefix + _read_exactly(fd, text_size + data_size, deadline)


def _read_exactly(fd: int, size: int, deadline: float | None) -> bytes:
    parts: list[bytes] = []
    while size:
        _wait(fd, None, deadline)
        part = os.read(fd, min(size, 2**20))
        if not part:
            raise EOFError
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def write_frame(fd: int, frame: bytes, deadline: float | None = None) -> None:
    """Write one frame to a pipe; ``deadline`` and TimeoutError as in ``read_frame``.

    Raises:
        BrokenPipeError: the other side is gone.
    """
    left = memoryview(frame)
    while left:
        _wait(None, fd, deadline)
        # A pipe that is ready takes PIPE_BUF bytes at once; more could block past the deadline.
        left = left[os.write(fd, left[: select.PIPE_BUF if deadline else len(left)]) :]


def _wait(reader: int | None, writer: int | None, deadline: float | None) -> None:
    if deadline is None:
        return
    timeout = max(0.0, deadline - time.monotonic())
    ready = select.select(
        [] if reader is None else [reader], [] if writer is None else [writer], [], timeout
    )
    if not any(ready):
        raise TimeoutError
