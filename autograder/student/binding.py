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
from inspect import Parameter
from typing import Any

import torch
from torch import Tensor, nn

from autograder.student import parameters
from autograder.student.parameters import OPTIONAL, Parameters, alike, is_required


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
    theirs = parameters.read(function)
    if theirs is None or parameters.takes_anything(theirs):
        return function
    if parameters.fits(theirs, wanted) and not _chooses_device(function, theirs):
        return function
    binding = _Binding(function, name, tuple(wanted), theirs, parameters.matched(wanted, theirs))

    @functools.wraps(function, updated=())
    def call(*args: Any, **kwargs: Any) -> Any:
        return binding.call(dict(zip(wanted, args, strict=False)) | kwargs)

    return call


def takes(function: Any, name: str) -> bool:
    """Whether a function has a parameter of that name, or its module such a global variable."""
    theirs = parameters.read(function)
    if theirs is None or parameters.takes_anything(theirs):
        return True
    return any(alike(name, one) for one in theirs) or name in _globals(function)


def accuracy_fn(y_true: Tensor, y_pred: Tensor) -> float:
    """Return the share of equal labels in percent, as the course's function of that name."""
    return 100 * int(torch.eq(y_true, y_pred).sum()) / len(y_pred)


@dataclass(frozen=True, slots=True)
class _Binding:
    """A student's function, the reference's parameters and its own, and which is which."""

    function: Any
    name: str
    wanted: tuple[str, ...]
    theirs: Parameters
    matched: Mapping[str, str]

    def call(self, given: Mapping[str, Any]) -> Any:
        """Call the function with values given by the reference's names."""
        device, values = _device(given), dict(self._placed(given))
        own = _own_device(self.theirs)
        if own is not None and own.name not in values and (device or is_required(own)):
            values[own.name] = device or "cpu"
        values |= dict(self._filled(values))
        only = [p.name for p in self.theirs.values() if p.kind == p.POSITIONAL_ONLY]
        args = [values.pop(name) for name in only if name in values]
        with _global_device(self.function, device if own is None else None):
            return self.function(*args, **values)

    def _placed(self, given: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        for name, value in given.items():
            if name in self.matched:
                yield self.matched[name], value
            elif name not in OPTIONAL and value is not None:
                listed = ", ".join(self.theirs) or "nothing"
                raise Unbindable(f"Expected {self.name} to take {name}, but it takes {listed}.")

    def _filled(self, values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        """The values of required parameters that the reference does not have."""
        known = {*values, *self.matched.values()}
        for name in (n for n, p in self.theirs.items() if is_required(p) and n not in known):
            if not alike(name, "accuracy_fn"):
                listed = ", ".join(self.wanted) or "nothing"
                raise Unbindable(
                    f"Expected {self.name} to take {listed}, "
                    f"but its parameter `{name}` is none of these."
                )
            yield name, accuracy_fn


def _own_device(theirs: Parameters) -> Parameter | None:
    return next((p for name, p in theirs.items() if alike(name, "device")), None)


def _chooses_device(function: Any, theirs: Parameters) -> bool:
    """Whether a call that names no device runs on one that the student's file chose.

    As the course's versions do: `device` is a global variable, or the default is what it was.
    """
    own = _own_device(theirs)
    if own is None:
        return "device" in _globals(function)
    return not is_required(own) and own.default not in (None, "cpu")


def _device(given: Mapping[str, Any]) -> Any:
    """The device that a call names, else the one its model is on, else None."""
    if given.get("device") is not None:
        return given["device"]
    models = (value for value in given.values() if isinstance(value, nn.Module))
    first = next((one for model in models for one in model.parameters()), None)
    return None if first is None else str(first.device)


@contextmanager
def _global_device(function: Any, device: Any) -> Iterator[None]:
    """Let the variable ``device`` of a function's module, if there is one, be this device."""
    names = _globals(function)
    if device is None or "device" not in names:
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
