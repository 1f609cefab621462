"""What is handed in to a call: noted before it, compared after it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from autograder.course.changes import Change
from autograder.student.aspects import Aspect, aspects_of, same

_DEPTH = 4
_OBJECTS = 300
_ENTRIES = 50  # of one list or dict that are looked into


@dataclass(frozen=True, slots=True)
class Noted:
    """One aspect of an object that was handed in, as it was before the call.

    Attributes:
        path: where it was handed in: ``X``, ``models[0]``.
        value: the object.
        aspect: what of it was looked at.
        state: what it was.
    """

    path: str
    value: object
    aspect: Aspect
    state: Any


def noted(target: object, args: Sequence[Any], kwargs: Mapping[str, Any]) -> list[Noted]:
    """Note the state of every argument of a call, and of what lists, tuples and dicts hold."""
    named = [*zip(_names(target, len(args)), args, strict=True), *kwargs.items()]
    every = (found for path, value in named for found in _within(path, value, _DEPTH))
    return [
        Noted(path, value, aspect, aspect.state(value))
        for path, value in islice(every, _OBJECTS)
        for aspect in aspects_of(value)
    ]


def changed(before: Sequence[Noted]) -> Iterator[Change]:
    """Yield what differs from ``before``."""
    for one in before:
        now = one.aspect.state(one.value)
        if not same(one.state, now):
            yield one.aspect.change(one.path, one.state, now)


def _names(target: object, count: int) -> list[str]:
    """Return how a function calls its first arguments, as far as it tells."""
    code = getattr(getattr(target, "__wrapped__", target), "__code__", None)
    names = code.co_varnames[: code.co_argcount] if code is not None else ()
    return [*names[:count], *(f"argument {n + 1}" for n in range(len(names), count))]


def _within(path: str, value: object, depth: int) -> Iterator[tuple[str, object]]:
    yield path, value
    if depth == 0:
        return
    if isinstance(value, list | tuple):
        for number, entry in enumerate(value[:_ENTRIES]):
            yield from _within(f"{path}[{number}]", entry, depth - 1)
    elif isinstance(value, dict):
        for key, entry in list(islice(value.items(), _ENTRIES)):
            yield from _within(f"{path}[{key!r}]", entry, depth - 1)
