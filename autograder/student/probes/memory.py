"""Whether two tensors or arrays are one in memory."""

from __future__ import annotations

from typing import Any

from torch import Tensor


def shares_memory(a: Any, b: Any) -> bool:
    """Whether two tensors or arrays use one memory (compared by the address of their storage)."""
    return bool(_address(a) == _address(b))


def _address(value: Any) -> int:
    if isinstance(value, Tensor):
        return value.untyped_storage().data_ptr()
    base = value
    while getattr(base, "base", None) is not None:
        base = base.base
    if isinstance(base, Tensor):
        return base.untyped_storage().data_ptr()
    return int(base.__array_interface__["data"][0])
