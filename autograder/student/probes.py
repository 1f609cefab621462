"""Objects the graders place in the student's process: small models, spies, pretended devices.

What a spy records picks the hint; it never decides points, because it lives where the student's
code could change it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset, TensorDataset

_UNDO: list[Callable[[], None]] = []


def restore() -> None:
    """Undo every ``pretend_…`` and ``replace`` of this process."""
    while _UNDO:
        _UNDO.pop()()


def afterwards(action: Callable[[], None]) -> None:
    """Do something when the check ends."""
    _UNDO.append(action)


def replace(owner: object, name: str, value: object) -> None:
    """Set ``owner.name`` until the check ends."""
    old = getattr(owner, name)
    afterwards(lambda: setattr(owner, name, old))
    setattr(owner, name, value)


def pretend_devices(*, cuda: bool, mps: bool) -> None:
    """Make ``torch`` say that these devices are there or not, until the check ends."""
    replace(torch.cuda, "is_available", lambda: cuda)
    replace(torch.cuda, "device_count", lambda: int(cuda))
    replace(torch.backends.mps, "is_available", lambda: mps)
    replace(torch.backends.mps, "is_built", lambda: mps)
    if hasattr(torch.mps, "is_available"):  # not in every torch since 2.6
        replace(torch.mps, "is_available", lambda: mps)
    kind = "cuda" if cuda else "mps" if mps else None
    if hasattr(torch, "accelerator"):
        replace(torch.accelerator, "is_available", lambda: kind is not None)
        replace(
            torch.accelerator,
            "current_accelerator",
            lambda *_, **__: None if kind is None else torch.device(kind),
        )


class _Listing:
    """What ``os.scandir`` gives, from Z to A."""

    def __init__(self, entries: list[os.DirEntry[Any]]) -> None:
        self._entries = iter(sorted(entries, key=lambda entry: entry.name, reverse=True))

    def __iter__(self) -> Iterator[os.DirEntry[Any]]:
        return self._entries

    def __next__(self) -> os.DirEntry[Any]:
        return next(self._entries)

    def __enter__(self) -> _Listing:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """The folder was closed when its list was made."""


def pretend_disk_order() -> None:
    """Let folders list what is in them from Z to A, until the check ends.

    Disks list it in an order of their own. Here it is always the wrong one, and always the same.
    """
    listdir, scandir = os.listdir, os.scandir

    def listing(*args: Any, **kwargs: Any) -> _Listing:
        with scandir(*args, **kwargs) as entries:
            return _Listing(list(entries))

    replace(os, "listdir", lambda *args, **kwargs: sorted(listdir(*args, **kwargs), reverse=True))
    replace(os, "scandir", listing)


def make_mlp(
    in_features: int = 3,
    hidden: int = 8,
    out_features: int = 1,
    *,
    dropout: float = 0.0,
    batch_norm: bool = False,
    dtype: torch.dtype = torch.float64,
) -> nn.Sequential:
    """A network (N, in_features) -> (N, out_features) that shows train/eval mistakes when asked to.

    Args:
        in_features: width of the input.
        hidden: width between the two layers.
        out_features: width of the output.
        dropout: probability of a Dropout layer; 0 leaves it out.
        batch_norm: whether a BatchNorm1d layer is in it.
        dtype: of the parameters; float64 keeps rounding near 1e-15 over ten steps.
    """
    layers: list[nn.Module] = [nn.Linear(in_features, hidden)]
    if batch_norm:
        layers.append(nn.BatchNorm1d(hidden))
    layers.append(nn.Tanh())
    if dropout:
        layers.append(nn.Dropout(dropout))
    return nn.Sequential(*layers, nn.Linear(hidden, out_features)).to(dtype)


class Recorder(nn.Module):
    """Wraps a module and notes, for each forward call, the modes it ran in.

    ``calls`` is a list of dicts: ``training`` and ``grad`` (bool), ``shape`` (of the first input).
    Parameters keep the names they have in the wrapped module.
    """

    def __init__(self, inner: nn.Module) -> None:
        super().__init__()
        self.inner = inner
        self.calls: list[dict[str, Any]] = []

    def forward(self, x: Tensor) -> Tensor:
        """Note the modes, then compute."""
        self.calls.append(
            {"training": self.training, "grad": torch.is_grad_enabled(), "shape": tuple(x.shape)}
        )
        out: Tensor = self.inner(x)
        return out

    def state_dict(self, *args: Any, **kwargs: Any) -> dict[str, Any]:  # type: ignore[override]
        """The wrapped module's state."""
        return dict(self.inner.state_dict(*args, **kwargs))

    def load_state_dict(self, state_dict: Any, *args: Any, **kwargs: Any) -> Any:
        """Load the wrapped module's state."""
        return self.inner.load_state_dict(state_dict, *args, **kwargs)


class SpySGD(torch.optim.SGD):
    """``torch.optim.SGD`` that notes the order of its calls in ``events``."""

    def __init__(self, params: Iterable[Any], **settings: Any) -> None:
        super().__init__(params, **settings)
        self.events: list[str] = []

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Note it and do it."""
        self.events.append("zero_grad")
        super().zero_grad(set_to_none)

    def step(self, closure: Any = None) -> Any:
        """Note it and do it."""
        self.events.append("step")
        return super().step(closure)


def pollute(model: nn.Module, value: float) -> None:
    """Fill every gradient, as a step that was never zeroed would leave it."""
    for parameter in model.parameters():
        parameter.grad = torch.full_like(parameter, value)


def gradients(model: nn.Module) -> dict[str, Tensor | None]:
    """The gradients by parameter name; None where there is none."""
    return {name: p.grad for name, p in model.named_parameters()}


def load_parameters(model: nn.Module, values: dict[str, Tensor]) -> None:
    """Copy values into a module's state by name.

    Raises:
        RuntimeError: a name is missing, or a shape differs.
    """
    model.load_state_dict(values)


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


def make_loader(*tensors: Tensor, batch_size: int, shuffle: bool = False) -> DataLoader[Any]:
    """A DataLoader over tensors; the last batch is smaller where the sizes do not divide."""
    dataset: Dataset[Any] = TensorDataset(*tensors)
    return DataLoader(dataset, batch_size=batch_size, shuffle=shuffle)


def batches_of(loader: Iterable[Any]) -> Iterator[Any]:
    """Iterate a loader once."""
    yield from loader
