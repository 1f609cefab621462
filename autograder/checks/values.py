"""Values from a student as tensors and numbers, compared and shown: what ``expect`` is made of."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import numpy as np
import torch
from torch import Tensor

from autograder.remote.client import Remote
from autograder.remote.faults import Failed

_WINDOW = 6  # numbers shown around a first difference
_TOLERANCES = {  # relative and absolute, for values computed once in that precision
    torch.float64: (1e-7, 1e-8),
    torch.float32: (1e-4, 1e-5),
    torch.float16: (1e-2, 1e-3),
    torch.bfloat16: (2e-2, 1e-2),
}


def show(value: object) -> str:
    """A value as a short text for a message."""
    if isinstance(value, Tensor):
        return f"a tensor of shape {shape_text(value.shape)} and dtype {value.dtype}"
    if isinstance(value, np.ndarray):
        return f"a numpy array of shape {shape_text(value.shape)} and dtype {value.dtype}"
    if isinstance(value, Remote):
        return repr(value)
    text = f"{value!r}"
    if isinstance(value, np.generic):
        text = f"{value!s} (numpy {value.dtype})"
    return text if len(text) <= 120 else f"{text[:117]}..."


def close_arrays(
    actual: object, expected: Any, name: str, rtol: float | None, atol: float | None, hint: str
) -> None:
    """Fail unless both hold the same numbers; tolerances of None are those of the coarser dtype."""
    want = torch.as_tensor(expected)
    have = array(actual, name, hint)
    if tuple(have.shape) != tuple(want.shape):
        raise Failed(
            f"Expected {name} to have shape {shape_text(want.shape)}, "
            f"but got {shape_text(have.shape)}.",
            hint,
        )
    if have.device.type == "meta":
        raise Failed(f"Expected {name} to hold values, but got a tensor on device meta.", hint)
    relative, absolute = _tolerance(have, want)
    relative = relative if rtol is None else rtol
    absolute = absolute if atol is None else atol
    wide = torch.complex128 if have.is_complex() or want.is_complex() else torch.float64
    a, e = have.detach().to(wide).cpu(), want.detach().to(wide).cpu()
    bad = ~torch.isclose(a, e, rtol=relative, atol=absolute, equal_nan=True)
    if bool(bad.any()):
        raise Failed(_difference(have.detach(), want.detach(), bad, name), hint)


def _difference(actual: Tensor, expected: Tensor, bad: Tensor, name: str) -> str:
    """The message of two arrays that differ: whole if small, else around the first difference."""
    if actual.ndim == 0:
        return f"Expected {name} to be {_num(expected)}, but got {_num(actual)}."
    first = int(bad.reshape(-1).nonzero()[0])
    index = [int(i) for i in np.unravel_index(first, tuple(actual.shape))]
    wrong, total = int(bad.sum()), bad.numel()
    place = ", ".join(map(str, index))
    start = max(0, min(first - _WINDOW // 2, total - _WINDOW))
    window = slice(start, start + _WINDOW)
    text = (
        f"Expected {name} to be {_row(expected, window, total)}, "
        f"but got {_row(actual, window, total)}: first difference at index [{place}]"
    )
    return f"{text}, {wrong} of {total} values differ." if total > 1 else f"{text}."


def _row(values: Tensor, window: slice, total: int) -> str:
    shown = ", ".join(_num(v) for v in values.reshape(-1)[window])
    before = "... " if window.start > 0 else ""
    after = " ..." if window.stop < total else ""
    return f"[{before}{shown}{after}]"


def _num(value: Tensor) -> str:
    number = value.item()
    return f"{number:.6g}" if isinstance(number, float) else str(number)


def _tolerance(a: Tensor, b: Tensor) -> tuple[float, float]:
    found = [_TOLERANCES.get(x.dtype) for x in (a, b)]
    known = [t for t in found if t is not None]
    if not known:
        return 0.0, 0.0  # integers and bools agree or do not
    if not (a.is_floating_point() and b.is_floating_point()):
        return _TOLERANCES[torch.float32]
    return max(known)


def array(value: object, name: str, hint: str) -> Tensor:
    """The numbers as a tensor, or a failure that says what came instead."""
    if isinstance(value, Tensor):
        return value
    if isinstance(value, np.ndarray | np.generic):
        return torch.as_tensor(np.asarray(value))
    if type(value) in (bool, int, float, complex) or is_numbers(value):
        return _doubles(value) if _floats(value) else _plain(value)
    raise Failed(f"Expected {name} to be a tensor, but got {show(value)}.", hint)


def _plain(value: Any) -> Tensor:
    try:
        return torch.as_tensor(value)
    except (RuntimeError, ValueError, OverflowError):  # integers beyond 64 bits
        return _doubles(value)


def _doubles(value: Any) -> Tensor:
    found = [_double(v) for v in value] if isinstance(value, list | tuple) else _double(value)
    return torch.as_tensor(found, dtype=torch.float64)


def _double(value: float) -> float:
    try:
        return float(value)
    except OverflowError:  # an integer of more than 308 digits
        return math.inf if value > 0 else -math.inf


def _floats(value: object) -> bool:
    items = value if isinstance(value, list | tuple) else [value]
    return any(type(v) is float for v in items)


def is_numbers(value: object) -> bool:
    """Whether it is a list or tuple of plain numbers, with at least one."""
    return (
        isinstance(value, list | tuple)
        and len(value) > 0
        and all(type(v) in (bool, int, float) for v in value)
    )


def numbers(values: object, name: str, hint: str) -> list[float]:
    """The values as floats, or a failure that names the one that is no number."""
    if isinstance(values, Tensor | np.ndarray):
        values = values.tolist()
    if not isinstance(values, list | tuple):
        raise Failed(f"Expected {name} to be a list of numbers, but got {show(values)}.", hint)
    return [number(v, f"{name}[{i}]", hint) for i, v in enumerate(values)]


def number(value: object, name: str, hint: str) -> float:
    """The value as a float, or a failure; arrays of one element count as numbers."""
    if isinstance(value, Tensor | np.ndarray | np.generic) and np.prod(value.shape) == 1:
        return float(value.item())
    if type(value) in (int, float):
        return _double(value)  # type: ignore[arg-type]
    raise Failed(f"Expected {name} to be a number, but got {show(value)}.", hint)


def shape_text(sizes: Iterable[int | None]) -> str:
    """A shape as Python writes a tuple; None is "any"."""
    parts = ["any" if s is None else str(s) for s in sizes]
    return f"({parts[0]},)" if len(parts) == 1 else f"({', '.join(parts)})"
