"""Tensors and models that claim to be on another device.

No second device is needed: `Far` tensors compute on the CPU and only claim to be elsewhere, and, as
on a real machine, refuse to meet a tensor on another device.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from typing import Any, cast

import torch
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode
from torch.utils.data import DataLoader, TensorDataset, default_collate

from autograder.student.probes.spies import Wrapper
from autograder.student.probes.undo import afterwards


class Far(Tensor):
    """A CPU tensor that claims to be in another place; made by `far`."""

    place: torch.device

    @classmethod
    def __torch_function__(
        cls, func: Any, types: Any, args: Any = (), kwargs: Mapping[str, Any] | None = None
    ) -> Any:
        """Compute, if all tensors are in one place, and let the results be there too."""
        options = dict(kwargs or {})
        places = _places([*args, *options.values()])
        asked = options.pop("device", None)
        if len(places) > 1 and func is not Tensor.copy_:
            found = " and ".join(sorted(map(str, places)))
            raise RuntimeError(
                f"Expected all tensors to be on the same device, but found at least two devices, "
                f"{found}!"
            )
        with torch._C.DisableTorchFunctionSubclass():
            result = func(*args, **options)
        if any(result is value for value in args):  # changed in place, and stays where it is
            return result
        return _placed(result, next(iter(places), None) if asked is None else torch.device(asked))

    @property
    def device(self) -> torch.device:  # type: ignore[override]
        """The place it claims to be in."""
        return getattr(self, "place", torch.device("cpu"))

    @property
    def is_cuda(self) -> bool:  # type: ignore[override]
        """Whether that is a GPU."""
        return self.device.type == "cuda"

    def to(self, *args: Any, **kwargs: Any) -> Tensor:
        """Change the place, the dtype, or both."""
        place, rest, options = split_to(args, kwargs)
        plain = self.as_subclass(Tensor)
        plain = plain.to(*rest, **options) if rest or options else plain
        return far(plain, self.device if place is None else place)

    def cuda(self, *_: Any, **__: Any) -> Tensor:
        """Move to the first GPU."""
        return far(self, "cuda:0")

    def cpu(self, *_: Any, **__: Any) -> Tensor:
        """Move to the CPU."""
        return far(self, "cpu")

    def numpy(self, *args: Any, **kwargs: Any) -> Any:
        """Only what is on the CPU can be read by NumPy, unless force=True fetches it."""
        if self.device.type != "cpu" and not (args or kwargs.get("force")):
            raise TypeError(
                f"can't convert {self.device} device type tensor to numpy. Use Tensor.cpu() to "
                "copy the tensor to host memory first."
            )
        return self.as_subclass(Tensor).numpy(*args, **kwargs)

    def __array__(self, *args: Any, **kwargs: Any) -> Any:
        """As NumPy reads a tensor."""
        array = self.numpy()
        return array.__array__(*args, **kwargs)

    def __format__(self, spec: str) -> str:
        """As a plain tensor."""
        return format(self.as_subclass(Tensor).detach(), spec)


def far(value: Tensor, place: torch.device | str) -> Far:
    """The tensor, claiming to be in a place; gradients flow through."""
    tensor = value.as_subclass(Far)
    tensor.place = torch.device(place)
    return tensor


class SentFar(TorchFunctionMode):
    """While it is on, plain tensors that are sent to a device, or made there, claim to be there."""

    def __torch_function__(
        self, func: Any, types: Any, args: Any = (), kwargs: Mapping[str, Any] | None = None
    ) -> Any:
        """Send or make a tensor on the CPU, and let it claim the device."""
        options = dict(kwargs or {})
        if func is Tensor.cuda:
            return far(args[0], "cuda:0")
        if func is Tensor.to:
            place, rest, options = split_to(args[1:], options)
            result = func(args[0], *rest, **options) if rest or options else args[0]
            return result if place is None or place.type == "cpu" else far(result, place)
        place = torch.device(options.get("device") or "cpu")
        if place.type == "cpu":
            return func(*args, **options)
        return _placed(func(*args, **(options | {"device": "cpu"})), place)


def send_far() -> None:
    """Let plain tensors claim to be where code sends them, until the check ends."""
    stack = ExitStack()
    stack.enter_context(SentFar())
    afterwards(stack.close)


class FarModule(nn.Module):
    """Base of models that claim to be on a device, and take inputs from there alone.

    It stands before the model that it lets be elsewhere: ``class FarNet(FarModule, Net)``. Tensors
    that code makes on that device, or sends there, claim to be there from then on (`send_far`).

    Attributes:
        place: the device. Parameters are on the CPU.
    """

    place = torch.device("cpu")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        send_far()

    def forward(self, x: Tensor) -> Tensor:
        """Answer from the place of the model."""
        there = x.device
        if _named(there) != _named(self.place):
            raise RuntimeError(
                "Expected all tensors to be on the same device, but found at least two devices, "
                f"the model's {self.place} and the input's {there}!"
            )
        return far(super().forward(x.as_subclass(Tensor)), self.place)

    def to(self, *args: Any, **kwargs: Any) -> FarModule:
        """Claim to be somewhere else; parameters stay as they are."""
        place, _, _ = split_to(args, kwargs)
        self.place = self.place if place is None else place
        return self

    def cpu(self) -> FarModule:
        """Claim to be on the CPU."""
        return self.to("cpu")

    def cuda(self, device: Any = None) -> FarModule:
        """Claim to be on a GPU."""
        return self.to("cuda:0" if device is None else device)


class FarModel(FarModule, Wrapper):
    """A model of the check's that claims to be on a device."""

    def __init__(self, inner: nn.Module, place: str) -> None:
        super().__init__(inner)
        self.place = torch.device(place)


class FarParameters(FarModel):
    """The same for code that asks the parameters where the model is: they name the model's device.

    Seen from outside they are not the leaves that an optimizer needs: for questions, not training.
    """

    def named_parameters(self, *args: Any, **kwargs: Any) -> Iterator[tuple[str, nn.Parameter]]:
        """Yield each parameter's name and the parameter, which claims to be at the place."""
        for name, parameter in super().named_parameters(*args, **kwargs):
            yield name, cast(nn.Parameter, far(parameter, self.place))


def far_samples(images: Tensor) -> list[Tensor]:
    """Single images that know they are on the CPU."""
    return [far(image, "cpu") for image in images]


def far_loader(
    x: Tensor, y: Tensor, batch_size: int, place: str = "cpu", labels: str = ""
) -> DataLoader[Any]:
    """A loader whose batches know that they are on the CPU, or claim to be in another place.

    Args:
        x: inputs.
        y: their labels.
        batch_size: of each batch but the last.
        place: of the batches.
        labels: place of the labels, where that is another one.
    """

    def collate(rows: list[Any]) -> list[Tensor]:
        inputs, targets = default_collate(rows)
        return [far(inputs, place), far(targets, labels or place)]

    return DataLoader(TensorDataset(x, y), batch_size=batch_size, collate_fn=collate)


def _places(values: Any) -> set[torch.device]:
    found: set[torch.device] = set()
    for value in values:
        if isinstance(value, list | tuple):
            found |= _places(value)
        elif isinstance(value, Far) or (isinstance(value, Tensor) and value.ndim > 0):
            found.add(value.device)
    return found


def _named(place: torch.device) -> str:
    """A device's name; there is one CPU, whatever its number."""
    return "cpu" if place.type == "cpu" else str(place)


def _placed(result: Any, place: torch.device | None) -> Any:
    if isinstance(result, Tensor) and place is not None:
        return far(result, place)
    if isinstance(result, list | tuple):  # also what max, min and sort give
        return type(result)([_placed(item, place) for item in result])
    return result


def split_to(
    args: tuple[Any, ...], kwargs: Mapping[str, Any]
) -> tuple[torch.device | None, list[Any], dict[str, Any]]:
    """The device among the arguments of ``to``, and the other arguments."""
    place: torch.device | None = None
    rest: list[Any] = []
    options = {name: value for name, value in kwargs.items() if name != "device"}
    for value in (*args, *([kwargs["device"]] if "device" in kwargs else [])):
        if isinstance(value, str | torch.device):
            place = torch.device(value)
        elif type(value) is int:
            place = torch.device("cuda", value)
        elif isinstance(value, Tensor):
            place = value.device
        elif value is not None and not isinstance(value, bool):  # whether to wait, or to copy
            rest.append(value)
    return place, rest, options
