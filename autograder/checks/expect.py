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

from autograder.checks.values import (
    array,
    close_arrays,
    is_numbers,
    number,
    numbers,
    shape_text,
    show,
)
from autograder.remote.client import Remote, Student, StudentError
from autograder.remote.faults import Failed

__all__ = [
    "Failed",
    "at_least",
    "at_most",
    "autograd_off",
    "between",
    "close",
    "decreasing",
    "device",
    "dtype",
    "equal",
    "keys",
    "length",
    "raises",
    "shape",
    "show",
    "state_dict",
    "tensor",
    "true",
    "type_",
]


def true(condition: object, message: str, *, hint: str = "") -> None:
    """Fail with ``message`` unless ``condition`` holds.

    Examples:
        >>> expect.true(2 < 1, "Expected the loss to fall, but it rose.")
        Traceback (most recent call last):
        autograder.remote.faults.Failed: Expected the loss to fall, but it rose.
    """
    if not condition:
        raise Failed(message, hint)


def tensor(value: object, *, name: str = "the result", hint: str = "") -> Tensor:
    """The value is a tensor; returns it.

    Examples:
        >>> expect.tensor(torch.ones(2))
        tensor([1., 1.])
        >>> expect.tensor(None)
        Traceback (most recent call last):
        autograder.remote.faults.Failed: Expected the result to be a tensor, but got None.
    """
    if isinstance(value, Tensor):
        return value
    raise Failed(f"Expected {name} to be a tensor, but got {show(value)}.", hint)


def type_(value: object, kind: type | tuple[type, ...], *, name: str, hint: str = "") -> None:
    """The value is exactly of a built-in type (a bool is not an int).

    Examples:
        >>> expect.type_(True, int, name="n")
        Traceback (most recent call last):
        autograder.remote.faults.Failed: Expected n to be an int, but got True.
    """
    kinds = kind if isinstance(kind, tuple) else (kind,)
    if type(value) not in kinds:
        wanted = " or ".join(_article(k.__name__) for k in kinds)
        raise Failed(f"Expected {name} to be {wanted}, but got {show(value)}.", hint)


def shape(value: object, expected: Sequence[int | None], *, name: str, hint: str = "") -> None:
    """The tensor or array has this shape; None stands for any size.

    Examples:
        >>> expect.shape(torch.zeros(7, 1), (None, 1), name="x")
        >>> expect.shape(torch.zeros(7), (None, 1), name="x")
        Traceback (most recent call last):
        autograder.remote.faults.Failed: Expected x to have shape (any, 1), but got (7,).
    """
    actual = array(value, name, hint).shape
    fits = len(actual) == len(expected) and all(
        e is None or a == e for a, e in zip(actual, expected, strict=True)
    )
    if not fits:
        raise Failed(
            f"Expected {name} to have shape {shape_text(expected)}, but got {shape_text(actual)}.",
            hint,
        )


def dtype(value: object, expected: torch.dtype, *, name: str, hint: str = "") -> None:
    """The tensor has this dtype.

    Examples:
        >>> expect.dtype(torch.zeros(2, dtype=torch.float64), torch.float32, name="x")
        Traceback (most recent call last):
        autograder.remote.faults.Failed: Expected x to have dtype torch.float32,
            but got torch.float64.
    """
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
    """The list, tuple, dict or tensor has this many items.

    Examples:
        >>> expect.length([1, 2], 3, name="the list")
        Traceback (most recent call last):
        autograder.remote.faults.Failed: Expected the list to have 3 items, but got 2.
    """
    if not isinstance(value, list | tuple | dict | set | str | Tensor | np.ndarray):
        raise Failed(f"Expected {name} to have {expected} items, but got {show(value)}.", hint)
    if len(value) != expected:
        raise Failed(f"Expected {name} to have {expected} items, but got {len(value)}.", hint)


def keys(value: object, expected: Iterable[str], *, name: str, hint: str = "") -> None:
    """The dict has at least these keys.

    Examples:
        >>> expect.keys({"loss": 0.5}, ("loss", "accuracy"), name="the log")
        Traceback (most recent call last):
        autograder.remote.faults.Failed: Expected the log to have the key 'accuracy',
            but got the keys ['loss'].
    """
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
    """The value is exactly this one, type included where it is a tensor or array.

    Examples:
        >>> expect.equal("cpu", "cpu", name="the device")
        >>> expect.equal(1, True, name="the result")
        Traceback (most recent call last):
        autograder.remote.faults.Failed: Expected the result to be True, but got 1.
    """
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

    Examples:
        >>> expect.close(torch.tensor([1.0, 2.0]), [1.0, 2.00001], name="y")
        >>> expect.close(torch.tensor([1.0, 2.5]), [1.0, 2.0], name="y", hint="Look at the step.")
        Traceback (most recent call last):
        autograder.remote.faults.Failed: Expected y to be [1, 2], but got [1, 2.5]:
            first difference at index [1], 1 of 2 values differ.
    """
    if isinstance(expected, Mapping):
        keys(actual, expected, name=name, hint=hint)
        for key, value in expected.items():
            item = actual[key]  # type: ignore[index]
            close(item, value, name=f"{name}[{key!r}]", rtol=rtol, atol=atol, hint=hint)
        return
    if isinstance(expected, list | tuple) and not is_numbers(expected):
        length(actual, len(expected), name=name, hint=hint)
        for i, (a, e) in enumerate(zip(actual, expected, strict=True)):  # type: ignore[call-overload]
            close(a, e, name=f"{name}[{i}]", rtol=rtol, atol=atol, hint=hint)
        return
    close_arrays(actual, expected, name, rtol, atol, hint)


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
    """Each number is at most its predecessor plus ``slack``, and the last is below the first.

    Examples:
        >>> expect.decreasing([3.0, 1.0, 2.0], name="the loss")
        Traceback (most recent call last):
        autograder.remote.faults.Failed: Expected the loss to fall, but got 1 and then 2 at index 2.
    """
    falling = numbers(values, name, hint)
    for i, (before, after) in enumerate(pairwise(falling)):
        if not after <= before + slack:
            raise Failed(
                f"Expected {name} to fall, but got {before:.6g} and then {after:.6g} "
                f"at index {i + 1}.",
                hint,
            )
    if len(falling) > 1 and not falling[-1] < falling[0]:
        raise Failed(f"Expected {name} to fall, but got {falling[0]:.6g} all along.", hint)


def at_least(value: object, bound: float, *, name: str, hint: str = "") -> None:
    """The number is finite and not below the bound (accuracies, scores).

    Examples:
        >>> expect.at_least(0.7, 0.9, name="the accuracy")
        Traceback (most recent call last):
        autograder.remote.faults.Failed: Expected the accuracy to be at least 0.9, but got 0.7.
    """
    between(value, bound, math.inf, name=name, hint=hint)


def at_most(value: object, bound: float, *, name: str, hint: str = "") -> None:
    """The number is finite and not above the bound (losses, errors)."""
    between(value, -math.inf, bound, name=name, hint=hint)


def between(value: object, low: float, high: float, *, name: str, hint: str = "") -> None:
    """The number is finite and within the bounds, both included.

    Examples:
        >>> expect.between(float("nan"), 0, 1, name="the share")
        Traceback (most recent call last):
        autograder.remote.faults.Failed: Expected the share to be between 0 and 1, but got nan.
    """
    found = number(value, name, hint)
    if not (math.isfinite(found) and low <= found <= high):
        bounds = f"between {low:.6g} and {high:.6g}"
        bounds = f"at most {high:.6g}" if low == -math.inf else bounds
        bounds = f"at least {low:.6g}" if high == math.inf else bounds
        raise Failed(f"Expected {name} to be {bounds}, but got {found:.6g}.", hint)


@contextmanager
def autograd_off(when: str) -> Iterator[None]:
    """Ask inside for a model that overwrites a leaf, which autograd refuses while it records.

    Args:
        when: for the message, e.g. "during the test".

    Raises:
        Failed: autograd was recording.
    """
    try:
        yield
    except StudentError as error:
        true(
            "a leaf Variable that requires grad" not in error.message,
            f"Expected gradients to be off {when}, but autograd was recording.",
        )
        raise


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


def _same(actual: object, expected: object) -> bool:
    if isinstance(actual, Tensor | np.ndarray | Remote):
        return False
    if isinstance(expected, list | tuple) and type(actual) is not type(expected):
        return False
    try:
        return bool(actual == expected)
    except (RuntimeError, ValueError, TypeError):  # a container that holds tensors
        return False


def _article(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"
