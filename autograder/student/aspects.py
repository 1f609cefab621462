"""The aspects of an argument that a call may change: of a tensor its values, of a model its mode.

Small values are copied, so that who changes and restores them has changed nothing; of large ones
flags and identities are noted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from autograder.course import changes
from autograder.course.changes import Change

_NUMBERS = 2**16  # of a tensor or an array that are copied
_ENTRIES = 10_000
_MODULES = 5_000
_HOOKS = ("_forward_hooks", "_forward_pre_hooks", "_backward_hooks", "_backward_pre_hooks")
_PLAIN = (bool, int, float, str, frozenset)
_UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Aspect:
    """One aspect of a kind of object.

    Attributes:
        word: the word of a task's header that allows a change of it.
        name: what it is called, with a place for the argument: ``the mode of {}``.
        of: makes the state that is compared. A dict's values are compared where both have its key.
        shown: says a state in a few words; empty if it cannot be said.
    """

    word: str
    name: str
    of: Callable[[Any], Any]
    shown: Callable[[Any], str] = lambda _: ""

    def state(self, value: object) -> Any:
        """Return the state of a value; the same for all whose own code fails on being looked at."""
        try:
            return self.of(value)
        except Exception:
            return _UNKNOWN

    def change(self, path: str, before: Any, after: Any) -> Change:
        """Return the change of the argument at ``path`` from one state to another."""
        return Change(self.word, self.name.format(path), self.shown(before), self.shown(after))


def aspects_of(value: object) -> tuple[Aspect, ...]:
    """Return the aspects of a value; none if it is of a kind that is not looked at."""
    return next((found for kind, found in _ASPECTS.items() if isinstance(value, kind)), ())


def same(a: Any, b: Any) -> bool:
    """Whether two states agree: numbers by value, and objects if they are the same one."""
    if a is b or _UNKNOWN in (type(a) is str and a, type(b) is str and b):
        return True
    if type(a) is not type(b):
        return False
    if isinstance(a, Tensor):
        return _equal(a, b)
    if isinstance(a, tuple):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return all(same(a[key], b[key]) for key in a.keys() & b.keys())
    return type(a) in _PLAIN and bool(a == b)


def _equal(a: Tensor, b: Tensor) -> bool:
    if a.dtype != b.dtype or a.shape != b.shape:
        return False
    return torch.equal(a, b) or bool(((a == b) | ((a != a) & (b != b))).all())


def _copied(tensor: Tensor) -> Tensor | None:
    """Return a copy; None of a large tensor, or one whose kind may do something when it is read."""
    plain = type(tensor) in (Tensor, nn.Parameter) and tensor.layout is torch.strided
    if not plain or tensor.device.type != "cpu" or tensor.numel() > _NUMBERS:
        return None
    return tensor.detach().clone()


def _gradient(tensor: Tensor) -> tuple[Tensor | None] | None:
    """Return the gradient of a leaf in a tuple; None if it has none."""
    gradient = tensor.grad if tensor.is_leaf else None
    return None if gradient is None else (_copied(gradient),)


def _modules(model: nn.Module) -> list[nn.Module]:
    return list(islice(model.modules(), _MODULES))


def _parameters(model: nn.Module) -> list[nn.Parameter]:
    every = (m._parameters.values() for m in _modules(model))
    return [p for ps in every for p in ps if p is not None]


def _buffers(model: nn.Module) -> list[Tensor]:
    every = (m._buffers.values() for m in _modules(model))
    return [b for bs in every for b in bs if b is not None]


def _each(objects: Iterable[Any], of: Callable[[Any], Any]) -> dict[int, tuple[Any, Any]]:
    """Return each object with a state of it, by its identity, which is its own while it is kept."""
    return {id(one): (one, of(one)) for one in objects}


def _layers(model: nn.Module) -> tuple[Any, ...]:
    modules = _modules(model)
    hooks = [len(getattr(m, name)) for m in modules for name in _HOOKS]
    return (*modules, *_parameters(model), *hooks)


def _optimizer(optimizer: torch.optim.Optimizer) -> tuple[Any, ...]:
    groups = [tuple(sorted((k, _plain(v)) for k, v in g.items())) for g in optimizer.param_groups]
    state = [_plain(v) for entry in optimizer.state.values() for v in entry.values()]
    return (*groups, *state)


def _plain(value: Any) -> Any:
    if isinstance(value, Tensor):
        return _copied(value)
    return tuple(value) if isinstance(value, list) else value


def _array(array: np.ndarray[Any, Any]) -> tuple[Any, ...]:
    small = array.size <= _NUMBERS and not array.dtype.hasobject
    return array.shape, str(array.dtype), _hash(array) if small else 0


def _hash(array: np.ndarray[Any, Any]) -> int:
    return hash(array.tobytes())


def _mode(state: dict[int, tuple[Any, Any]]) -> str:
    modes = {training for _, training in state.values()}
    return ("training" if modes.pop() else "evaluation") if len(modes) == 1 else "mixed"


def _share(state: dict[int, tuple[Any, Any]]) -> str:
    on = [value for _, value in state.values()]
    return str(on[0]) if len(set(on)) == 1 else f"True for {sum(on)} of {len(on)}"


def _any(state: Any) -> str:
    values = [value for _, value in state.values()] if isinstance(state, dict) else [state]
    return "none" if all(value is None for value in values) else "others"


_ASPECTS: Mapping[type, tuple[Aspect, ...]] = {
    nn.Module: (
        Aspect(
            changes.MODE,
            "the mode of {}",
            lambda m: _each(_modules(m), lambda one: one.training),
            _mode,
        ),
        Aspect(
            changes.FREEZING,
            "requires_grad of the parameters of {}",
            lambda m: _each(_parameters(m), lambda p: p.requires_grad),
            _share,
        ),
        Aspect(
            changes.GRADS, "the gradients of {}", lambda m: _each(_parameters(m), _gradient), _any
        ),
        Aspect(
            changes.PARAMETERS, "the parameters of {}", lambda m: _each(_parameters(m), _copied)
        ),
        Aspect(changes.PARAMETERS, "the buffers of {}", lambda m: _each(_buffers(m), _copied)),
        Aspect(changes.LAYERS, "the layers and hooks of {}", _layers),
    ),
    torch.optim.Optimizer: (Aspect(changes.OPTIMIZER, "the settings and state of {}", _optimizer),),
    Tensor: (
        Aspect(changes.DATA, "the values of {}", _copied),
        Aspect(changes.FREEZING, "requires_grad of {}", lambda t: t.requires_grad, str),
        Aspect(changes.GRADS, "the gradient of {}", _gradient, _any),
    ),
    np.ndarray: (Aspect(changes.DATA, "the values of {}", _array),),
    list: (Aspect(changes.DATA, "the entries of {}", lambda v: (len(v), *v[:_ENTRIES])),),
    dict: (
        Aspect(changes.DATA, "the entries of {}", lambda v: (len(v), *islice(v.items(), _ENTRIES))),
    ),
    set: (Aspect(changes.DATA, "the entries of {}", frozenset),),
}
