"""Checks that say what was expected and what was found.

Each function compares a value from the student with what it must be and raises ``Failed`` with a
message of one form: "Expected X to be Y, but got Z." Every function takes ``name`` (what the value
is called in the message) and ``hint`` (one sentence shown below it).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import numpy as np
import torch
from torch import Tensor

from autograder.client import Remote, Student, StudentError

_WINDOW = 6  # numbers shown around a first difference
_TOLERANCES = {  # relative and absolute, for values computed once in that precision
    torch.float64: (1e-7, 1e-8),
    torch.float32: (1e-4, 1e-5),
    torch.float16: (1e-2, 1e-3),
    torch.bfloat16: (2e-2, 1e-2),
}


class Failed(AssertionError):
    """A check that did not hold.

    Attributes:
        message: what was expected and what was found.
        hint: one sentence, or empty.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def true(condition: object, message: str, *, hint: str = "") -> None:
    """Fail with ``message`` unless ``condition`` holds."""
    if not condition:
        raise Failed(message, hint)


def tensor(value: object, *, name: str = "the result", hint: str = "") -> Tensor:
    """The value is a tensor; returns it."""
    if isinstance(value, Tensor):
        return value
    raise Failed(f"Expected {name} to be a tensor, but got {show(value)}.", hint)


def type_(value: object, kind: type | tuple[type, ...], *, name: str, hint: str = "") -> None:
    """The value is exactly of a built-in type (a bool is not an int)."""
    kinds = kind if isinstance(kind, tuple) else (kind,)
    if type(value) not in kinds:
        wanted = " or ".join(_article(k.__name__) for k in kinds)
        raise Failed(f"Expected {name} to be {wanted}, but got {show(value)}.", hint)


def shape(value: object, expected: Sequence[int | None], *, name: str, hint: str = "") -> None:
    """The tensor or array has this shape; None stands for any size."""
    actual = _array(value, name, hint).shape
    fits = len(actual) == len(expected) and all(
        e is None or a == e for a, e in zip(actual, expected, strict=True)
    )
    if not fits:
        raise Failed(
            f"Expected {name} to have shape {_shape(expected)}, but got {_shape(actual)}.", hint
        )


def dtype(value: object, expected: torch.dtype, *, name: str, hint: str = "") -> None:
    """The tensor has this dtype."""
    actual = tensor(value, name=name, hint=hint).dtype
    if actual != expected:
        raise Failed(f"Expected {name} to have dtype {expected}, but got {actual}.", hint)


def device(value: object, expected: torch.device | str, *, name: str, hint: str = "") -> None:
    """The tensor was on this device in the student's process ("cuda" accepts any index)."""
    there = torch.device(getattr(tensor(value, name=name), "sent_from", "cpu"))
    wanted = torch.device(expected)
    if there.type != wanted.type or (wanted.index is not None and there.index != wanted.index):
        raise Failed(f"Expected {name} to be on device {wanted}, but got {there}.", hint)


def length(value: object, expected: int, *, name: str, hint: str = "") -> None:
    """The list, tuple, dict or tensor has this many items."""
    if not isinstance(value, list | tuple | dict | set | str | Tensor | np.ndarray):
        raise Failed(f"Expected {name} to have {expected} items, but got {show(value)}.", hint)
    if len(value) != expected:
        raise Failed(f"Expected {name} to have {expected} items, but got {len(value)}.", hint)


def keys(value: object, expected: Iterable[str], *, name: str, hint: str = "") -> None:
    """The dict has at least these keys."""
    if not isinstance(value, dict):
        raise Failed(f"Expected {name} to be a dict, but got {show(value)}.", hint)
    missing = [k for k in expected if k not in value]
    if missing:
        raise Failed(
            f"Expected {name} to have the key {missing[0]!r}, "
            f"but got the keys {show(list(value))}.",
            hint,
        )


def equal(actual: object, expected: object, *, name: str, hint: str = "") -> None:
    """The value is exactly this one, type included where it is a tensor or array."""
    if isinstance(expected, Tensor | np.ndarray):
        close(actual, expected, name=name, rtol=0.0, atol=0.0, hint=hint)
    elif isinstance(expected, bool) != isinstance(actual, bool) or not _same(actual, expected):
        raise Failed(f"Expected {name} to be {show(expected)}, but got {show(actual)}.", hint)


def close(
    actual: object,
    expected: Any,
    *,
    name: str,
    rtol: float | None = None,
    atol: float | None = None,
    hint: str = "",
) -> None:
    """The value agrees with the expected one within tolerances.

    Tensors, arrays and numbers compare by value, so float32 agrees with float64 and a numpy number
    with a Python one; shapes must be equal. Lists, tuples and dicts compare item by item. Without
    tolerances those of the coarser dtype of the two hold (float32: 1e-4 relative, 1e-5 absolute).
    """
    if isinstance(expected, Mapping):
        keys(actual, expected, name=name, hint=hint)
        for key, value in expected.items():
            item = actual[key]  # type: ignore[index]
            close(item, value, name=f"{name}[{key!r}]", rtol=rtol, atol=atol, hint=hint)
        return
    if isinstance(expected, list | tuple) and not _numbers(expected):
        length(actual, len(expected), name=name, hint=hint)
        for i, (a, e) in enumerate(zip(actual, expected, strict=True)):  # type: ignore[call-overload]
            close(a, e, name=f"{name}[{i}]", rtol=rtol, atol=atol, hint=hint)
        return
    _close_arrays(actual, expected, name, rtol, atol, hint)


def state_dict(
    actual: object,
    expected: Mapping[str, Tensor],
    *,
    name: str = "the state dict",
    rtol: float | None = None,
    atol: float | None = None,
    hint: str = "",
) -> None:
    """The parameters by name: the same names, and values that agree."""
    if not isinstance(actual, dict):
        raise Failed(f"Expected {name} to be a dict of tensors, but got {show(actual)}.", hint)
    if set(actual) != set(expected):
        raise Failed(
            f"Expected {name} to have the keys {show(list(expected))}, but got "
            f"{show(list(actual))}.",
            hint,
        )
    for key, value in expected.items():
        close(actual[key], value, name=f"{name}[{key!r}]", rtol=rtol, atol=atol, hint=hint)


def decreasing(values: object, *, name: str, slack: float = 0.0, hint: str = "") -> None:
    """Each number is at most its predecessor plus ``slack``, and the last is below the first."""
    numbers = _list_of_numbers(values, name, hint)
    for i, (before, after) in enumerate(pairwise(numbers)):
        if not after <= before + slack:
            raise Failed(
                f"Expected {name} to fall, but got {before:.6g} and then {after:.6g} "
                f"at index {i + 1}.",
                hint,
            )
    if len(numbers) > 1 and not numbers[-1] < numbers[0]:
        raise Failed(f"Expected {name} to fall, but got {numbers[0]:.6g} all along.", hint)


def at_least(value: object, bound: float, *, name: str, hint: str = "") -> None:
    """The number is finite and not below the bound (accuracies, scores)."""
    between(value, bound, math.inf, name=name, hint=hint)


def at_most(value: object, bound: float, *, name: str, hint: str = "") -> None:
    """The number is finite and not above the bound (losses, errors)."""
    between(value, -math.inf, bound, name=name, hint=hint)


def between(value: object, low: float, high: float, *, name: str, hint: str = "") -> None:
    """The number is finite and within the bounds, both included."""
    number = _number(value, name, hint)
    if not (math.isfinite(number) and low <= number <= high):
        bounds = f"between {low:.6g} and {high:.6g}"
        bounds = f"at most {high:.6g}" if low == -math.inf else bounds
        bounds = f"at least {low:.6g}" if high == math.inf else bounds
        raise Failed(f"Expected {name} to be {bounds}, but got {number:.6g}.", hint)


@contextmanager
def raises(
    _: Student, kinds: str | tuple[str, ...], *, mentions: Sequence[str] = (), hint: str = ""
) -> Iterator[None]:
    """The call inside raises one of these exceptions, and its message mentions these texts.

    Args:
        _: whose call it is; names the speaker where the check is read.
        kinds: names of exception classes; a subclass is right too.
        mentions: texts the message must contain.
        hint: one sentence shown below the message.
    """
    wanted = (kinds,) if isinstance(kinds, str) else kinds
    names = " or ".join(wanted)
    try:
        yield
    except StudentError as error:
        if error.kind != "error" or "NotImplementedError" in error.types[:1]:
            raise
        if not set(wanted) & set(error.types):
            text = f"Expected the call to raise {names}, but got {error.message}"
            raise Failed(text, hint) from None
        missing = [m for m in mentions if m not in error.message]
        if missing:
            text = f"Expected the error to mention {missing[0]!r}, but got: {error.message}"
            raise Failed(text, hint) from None
        return
    raise Failed(f"Expected the call to raise {names}, but got no error.", hint)


def show(value: object) -> str:
    """A value as a short text for a message."""
    if value is None:
        return "None (did you forget `return`?)"
    if isinstance(value, Tensor):
        return f"a tensor of shape {_shape(value.shape)} and dtype {value.dtype}"
    if isinstance(value, np.ndarray):
        return f"a numpy array of shape {_shape(value.shape)} and dtype {value.dtype}"
    if isinstance(value, Remote):
        return repr(value)
    text = f"{value!r}"
    if isinstance(value, np.generic):
        text = f"{value!s} (numpy {value.dtype})"
    return text if len(text) <= 120 else f"{text[:117]}..."


def _close_arrays(
    actual: object, expected: Any, name: str, rtol: float | None, atol: float | None, hint: str
) -> None:
    want = torch.as_tensor(expected)
    have = _array(actual, name, hint)
    if tuple(have.shape) != tuple(want.shape):
        raise Failed(
            f"Expected {name} to have shape {_shape(want.shape)}, but got {_shape(have.shape)}.",
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


def _array(value: object, name: str, hint: str) -> Tensor:
    if isinstance(value, Tensor):
        return value
    if isinstance(value, np.ndarray | np.generic):
        return torch.as_tensor(np.asarray(value))
    if type(value) in (bool, int, float, complex) or _numbers(value):
        return torch.as_tensor(value, dtype=torch.float64) if _floats(value) else _plain(value)
    raise Failed(f"Expected {name} to be a tensor, but got {show(value)}.", hint)


def _plain(value: Any) -> Tensor:
    try:
        return torch.as_tensor(value)
    except (RuntimeError, OverflowError):  # integers beyond 64 bits
        return torch.as_tensor(np.asarray(value, dtype=np.float64))


def _floats(value: object) -> bool:
    items = value if isinstance(value, list | tuple) else [value]
    return any(type(v) is float for v in items)


def _numbers(value: object) -> bool:
    return (
        isinstance(value, list | tuple)
        and len(value) > 0
        and all(type(v) in (bool, int, float) for v in value)
    )


def _list_of_numbers(values: object, name: str, hint: str) -> list[float]:
    if isinstance(values, Tensor | np.ndarray):
        values = values.tolist()
    if not isinstance(values, list | tuple):
        raise Failed(f"Expected {name} to be a list of numbers, but got {show(values)}.", hint)
    return [_number(v, f"{name}[{i}]", hint) for i, v in enumerate(values)]


def _number(value: object, name: str, hint: str) -> float:
    if isinstance(value, Tensor | np.ndarray | np.generic) and np.prod(value.shape) == 1:
        return float(value.item())
    if type(value) in (int, float):
        return float(value)  # type: ignore[arg-type]
    raise Failed(f"Expected {name} to be a number, but got {show(value)}.", hint)


def _same(actual: object, expected: object) -> bool:
    if isinstance(actual, Tensor | np.ndarray | Remote):
        return False
    if isinstance(expected, list | tuple) and type(actual) is not type(expected):
        return False
    try:
        return bool(actual == expected)
    except (RuntimeError, ValueError, TypeError):  # a container that holds tensors
        return False


def _shape(sizes: Iterable[int | None]) -> str:
    parts = ["any" if s is None else str(s) for s in sizes]
    return f"({parts[0]},)" if len(parts) == 1 else f"({', '.join(parts)})"


def _article(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"
