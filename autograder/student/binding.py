"""Binds calls written with the reference's parameters to the ones that a student's function has.

A check calls ``train_step(model, loader, loss_fn, optimizer, accuracy_fn, device)`` as the text of
its chapter spells it. The course publishes several signatures of one name, and a student may follow
any of them or choose names of their own. Nothing here judges values, and a signature that lies
harms only the calls of the function it belongs to.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from autograder.student import places
from autograder.student.places import OPTIONAL, Parameters, alike, is_required


class Unbindable(TypeError):
    """A value of a call has no parameter to go to, or a parameter no value."""


def bound(function: Any, wanted: Sequence[str], name: str) -> Any:
    """Return what takes the reference's parameters and calls a student's function with its own.

    Args:
        function: a function or class of a submission.
        wanted: names of the reference's parameters, in order.
        name: what the function is called in messages.

    Returns:
        The function itself where its signature fits, takes anything, or cannot be read; else one
        that raises Unbindable when a call has no place for a value, or no value for a parameter.
    """
    theirs = places.parameters(function)
    if theirs is None or places.fits(theirs, wanted):
        return function
    binding = _Binding(function, name, tuple(wanted), theirs, places.places(wanted, theirs))

    @functools.wraps(function, updated=())
    def call(*args: Any, **kwargs: Any) -> Any:
        return binding.call(dict(zip(wanted, args, strict=False)) | kwargs)

    return call


def takes(function: Any, name: str) -> bool:
    """Whether a function has a parameter of that name, or its module such a global variable."""
    theirs = places.parameters(function)
    if theirs is None or places.takes_anything(theirs):
        return True
    return any(alike(name, one) for one in theirs) or name in _globals(function)


@dataclass(frozen=True, slots=True)
class _Binding:
    """A student's function, the reference's parameters and its own, and which is which."""

    function: Any
    name: str
    wanted: tuple[str, ...]
    theirs: Parameters
    places: Mapping[str, str]

    def call(self, given: Mapping[str, Any]) -> Any:
        """Call the function with values given by the reference's names."""
        values = dict(self._placed(given))
        values |= self._filled(given, values)
        only = [p.name for p in self.theirs.values() if p.kind == p.POSITIONAL_ONLY]
        args = [values.pop(name) for name in only if name in values]
        if "device" in self.wanted and "device" not in self.places:
            with _global_device(self.function, _device(given)):
                return self.function(*args, **values)
        return self.function(*args, **values)

    def _placed(self, given: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        for name, value in given.items():
            if name in self.places:
                yield self.places[name], value
            elif name not in OPTIONAL and value is not None:
                listed = ", ".join(self.theirs) or "nothing"
                raise Unbindable(f"Expected {self.name} to take {name}, but it takes {listed}.")

    def _filled(self, given: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
        """Values for parameters that are required and that the reference does not have."""
        known = {*values, *self.places.values()}
        needed = [n for n, p in self.theirs.items() if is_required(p) and n not in known]
        found = {}
        for name in needed:
            if alike(name, "device"):
                found[name] = _device(given)
            elif alike(name, "accuracy_fn"):
                found[name] = accuracy_fn
            else:
                listed = ", ".join(self.wanted) or "nothing"
                raise Unbindable(
                    f"Expected {self.name} to take {listed}, "
                    f"but its parameter `{name}` is none of these."
                )
        return found


def accuracy_fn(y_true: Tensor, y_pred: Tensor) -> float:
    """Return the share of equal labels in percent, as the course's function of that name."""
    return 100 * int(torch.eq(y_true, y_pred).sum()) / len(y_pred)


def _device(given: Mapping[str, Any]) -> Any:
    """The device a call asks for; where it asks for none, the one its model is on."""
    if given.get("device") is not None:
        return given["device"]
    models = (value for value in given.values() if isinstance(value, nn.Module))
    first = next((one for model in models for one in model.parameters()), None)
    return "cpu" if first is None else str(first.device)


@contextmanager
def _global_device(function: Any, device: Any) -> Iterator[None]:
    """Let a module's own variable ``device`` be that one: what is not passed is read from there."""
    names = _globals(function)
    if "device" not in names:
        yield
        return
    before, names["device"] = names["device"], device
    try:
        yield
    finally:
        names["device"] = before


def _globals(function: Any) -> dict[str, Any]:
    """The global variables that a function or a class's ``__init__`` reads."""
    made: Any = getattr(function, "__init__", None) if isinstance(function, type) else function
    found: dict[str, Any] = getattr(inspect.unwrap(made), "__globals__", {})
    return found
