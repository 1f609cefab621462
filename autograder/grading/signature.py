"""Signatures of replies: a few numbers and a digest that two runs of the same code share.

What is exact (types, shapes, whole numbers, texts, the order of things) goes into the digest. What
is rounded stays as numbers with a margin: floating-point numbers themselves where a tensor has a
few, else sums of parts of it with random signs, in which no difference of a part is lost. So a
trace of any size is compared by its signature, and kept in a file without the values in it.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from autograder.remote.client import Remote
from autograder.remote.session import Entry

# Wider than float32 rounds over the few steps a check takes, narrower than any two mistakes differ.
_RELATIVE, _ABSOLUTE = 1e-5, 1e-7
_PARTS = 8  # of a tensor with more numbers than that
_MOST_PARTS = 50_000  # of lists and dicts in a trace; beyond, only their lengths are looked at
_ADDRESS = re.compile(r"0x[0-9a-f]+|(?<![^\s'\"])[^\s'\"]*student-\w+")  # memory; working folders


@dataclass(frozen=True, slots=True)
class Signature:
    """What some replies are, for a comparison.

    Attributes:
        digest: of all that is exact, 16 hexadecimal digits.
        numbers: of what is rounded, in the order of the replies.
        margins: for each number, how far another one may be from it; empty where the signature was
            read from a file.
    """

    digest: str
    numbers: tuple[float, ...]
    margins: tuple[float, ...] = ()

    def agrees(self, other: Signature) -> bool:
        """Whether another signature is of the same replies, within this one's margins."""
        return self.digest == other.digest and all(
            abs(mine - theirs) <= margin
            for mine, theirs, margin in zip(self.numbers, other.numbers, self.margins, strict=True)
        )


def sign(replies: Iterable[Entry]) -> Signature:
    """Return the signature of the replies that a check got."""
    made = _Signing()
    for reply in replies:
        made.exact(reply.kind)
        made.add(reply.data)
    return Signature(made.digest.hexdigest(), tuple(made.numbers), tuple(made.margins))


@dataclass(slots=True)
class _Signing:
    """A signature that is being made, value by value."""

    digest: Any = field(default_factory=lambda: hashlib.blake2b(digest_size=8))
    numbers: list[float] = field(default_factory=list)
    margins: list[float] = field(default_factory=list)
    parts: int = 0

    def exact(self, *words: object) -> None:
        """Add what has to be the same."""
        for word in words:
            self.digest.update(f"{word}\0".encode(errors="surrogatepass"))

    def add(self, value: Any) -> None:
        """Add a reply, or a part of one."""
        if isinstance(value, Remote):
            self.exact("Remote")
            return
        self.exact(type(value).__name__)
        if isinstance(value, Tensor | np.ndarray | np.generic):
            self._array(value)
        elif isinstance(value, float):
            self._rounded(np.array([value]))
        elif isinstance(value, dict):
            self._all([part for pair in value.items() for part in pair])
        elif isinstance(value, list | tuple):
            self._all(value)
        else:
            text = str(value) if isinstance(value, str | PurePath) else repr(value)
            self.exact(_ADDRESS.sub("", text))

    def _all(self, parts: Sequence[Any]) -> None:
        self.exact(len(parts))
        self.parts += len(parts)
        if self.parts <= _MOST_PARTS:
            for part in parts:
                self.add(part)

    def _array(self, value: Tensor | np.ndarray | np.generic) -> None:
        self.exact(value.dtype, tuple(value.shape))
        if isinstance(value, Tensor) and value.is_meta:
            self.exact("meta")
            return
        tensor = value.detach() if isinstance(value, Tensor) else torch.as_tensor(np.asarray(value))
        tensor = torch.view_as_real(tensor.resolve_conj()) if tensor.is_complex() else tensor
        if tensor.is_floating_point():
            self._rounded(tensor.double().flatten().numpy())
        else:
            self.digest.update(np.ascontiguousarray(tensor.numpy()).tobytes())

    def _rounded(self, values: npt.NDArray[np.float64]) -> None:
        """Add numbers within rounding; which of them are none, exactly."""
        if not (finite := np.isfinite(values)).all():
            self.exact([repr(float(x)) for x in values[~finite]])
            self.digest.update(finite.tobytes())
            values = np.where(finite, values, 0.0)
        if values.size > _PARTS:
            values, margins = _projected(values)
        else:
            margins = _RELATIVE * np.abs(values) + _ABSOLUTE
        self.numbers += values.tolist()
        self.margins += margins.tolist()


def _projected(
    values: npt.NDArray[np.float64],
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return the sums of eight parts with random signs, always the same, and their margins.

    Rounding errors of n numbers add up like sqrt(n) of them, so a margin grows with the length of
    its part's vector, and a change of one number by a few hundredths of the others' size shows even
    in a part of a million.
    """
    size = math.ceil(values.size / _PARTS)
    parts = np.pad(values, (0, size * _PARTS - values.size)).reshape(_PARTS, size)
    signs = np.random.default_rng(0).integers(0, 2, size, dtype=np.int8) * 2.0 - 1.0
    margins = _RELATIVE * np.linalg.norm(parts, axis=1) + _ABSOLUTE * math.sqrt(size)
    return parts @ signs, margins
