"""Which kinds of edits the message of a failed check speaks for."""

from __future__ import annotations

import re
from math import isclose

SIGNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("shape", ("dim", "axes", "keepdim", "shape", "swapped")),
    ("axis", ("dim", "shape")),
    ("dtype", ("dtype", "value", "wrapper")),
    (" mode", ("mode", "kept_mode")),
    ("as it was", ("mode", "kept_mode", "gradients", "value")),
    ("afterwards", ("mode", "kept_mode", "gradients", "value")),
    ("to be a", ("value", "wrapper", "dtype")),
    ("items", ("part", "operand", "shared")),
    ("keys", ("wrapper", "text", "swapped")),
    ("grad", ("zero_grad", "gradients", "value", "loop", "mode")),
    ("device", ("device",)),
    ("but got none", ("error", "comparison")),
    ("raise", ("error", "comparison", "operand")),
    ("mention", ("error",)),
    ("name the", ("error",)),
    ("type", ("value", "wrapper", "dtype")),
    ("a tensor", ("value", "wrapper")),
    ("figure", ("figure",)),
    ("memory", ("value",)),
    ("probabilit", ("activation",)),
    ("logits", ("activation",)),
    ("order", ("shape", "order", "swapped")),
)
"""Words of a failed check's message, and the kinds that are tried first then."""


_NUMBERS = re.compile(r"to be (-?[\d.]+), but got (-?[\d.]+)\b")
_PERCENT = 100


def urgent(message: str) -> frozenset[str]:
    """The kinds that a message speaks for."""
    low = message.lower()
    found = {kind for word, kinds in SIGNS if word in low for kind in kinds}
    for wanted, got in _NUMBERS.findall(message):
        found |= _of_numbers(float(wanted.rstrip(".")), float(got.rstrip(".")))
    return frozenset(found)


def _of_numbers(wanted: float, got: float) -> set[str]:
    """The kinds that a wrong number speaks for: a factor too much, or one too many."""
    if wanted and (isclose(got / wanted, _PERCENT) or isclose(wanted / (got or 1), _PERCENT)):
        return {"operand", "arithmetic"}
    if abs(wanted - got) == 1:
        return {"operand", "number", "part", "comparison", "off_by_one"}
    return set()
