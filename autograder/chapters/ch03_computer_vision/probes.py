"""What the graders of chapter 03 place in the student's process: classifiers, data, far devices.

A pretended device needs no second one: `Far` tensors compute on the CPU and only claim to be
elsewhere, and, as on a real machine, refuse to meet a tensor of another place.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, TensorDataset, default_collate

from autograder.student import probes


def accuracy_fn(y_true: Tensor, y_pred: Tensor) -> float:
    """Share of equal labels in percent, as the course counts it."""
    return torch.eq(y_true, y_pred).sum().item() / len(y_pred) * 100


def first_class_fn(y_true: Tensor, y_pred: Tensor) -> float:
    """Another score with the same signature: per mille of samples where both labels are 0."""
    return ((y_true == 0) & (y_pred == 0)).sum().item() / len(y_pred) * 1000


def make_cnn(
    channels: int = 3, hidden: int = 4, classes: int = 3, *, dropout: float = 0.0
) -> nn.Sequential:
    """A small classifier (N, channels, 6, 6) -> (N, classes) in float64, with BatchNorm.

    It refuses an image without its batch dimension, and shows mistakes of train and eval.
    """
    return nn.Sequential(
        nn.Conv2d(channels, hidden, 3),
        nn.BatchNorm2d(hidden),
        nn.ReLU(),
        nn.Dropout(dropout),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(hidden * 2 * 2, classes),
    ).to(torch.float64)


def make_features(channels: int, hidden: int, kernel: int) -> nn.Sequential:
    """Layers without a classifier: float32 (N, channels, H, W) -> (N, hidden, H', W')."""
    return nn.Sequential(
        nn.Conv2d(channels, hidden, kernel),
        nn.BatchNorm2d(hidden),
        nn.ReLU(),
        nn.MaxPool2d(2),
    )


class Wrapper(nn.Module):
    """Passes everything on to a module, whose parameters keep their names."""

    def __init__(self, inner: nn.Module) -> None:
        super().__init__()
        self.inner = inner

    def forward(self, x: Tensor) -> Tensor:
        """The inner module's answer."""
        out: Tensor = self.inner(x)
        return out


def called(name: str, inner: nn.Module) -> nn.Module:
    """A module of a class with this name."""
    kind = type(name, (Wrapper,), {})
    module: nn.Module = kind(inner)
    return module


class GradientGuard(Wrapper):
    """A wrapper that autograd refuses to run, unless it is switched off."""

    def __init__(self, inner: nn.Module) -> None:
        super().__init__(inner)
        self.guard = nn.Parameter(torch.zeros(1))

    def forward(self, x: Tensor) -> Tensor:
        """Overwrite a leaf that requires a gradient, then answer."""
        self.guard.add_(1.0)
        return super().forward(x)


class Far(Tensor):
    """A CPU tensor that claims to be in another place; made by `far`."""

    place: torch.device

    @classmethod
    def __torch_function__(
        cls, func: Any, types: Any, args: Any = (), kwargs: Mapping[str, Any] | None = None
    ) -> Any:
        """Compute, if all tensors are in one place, and let the results be there too."""
        places = _places([*args, *(kwargs or {}).values()])
        if len(places) > 1:
            found = " and ".join(sorted(map(str, places)))
            raise RuntimeError(
                f"Expected all tensors to be on the same device, but found at least two devices, "
                f"{found}!"
            )
        with torch._C.DisableTorchFunctionSubclass():
            result = func(*args, **(kwargs or {}))
        return _placed(result, next(iter(places), None))

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
        place, rest, options = _split_to(args, kwargs)
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
        """Only what is on the CPU can be read by NumPy."""
        if self.device.type != "cpu":
            raise TypeError(f"can't convert {self.device} device type tensor to numpy.")
        return self.as_subclass(Tensor).numpy(*args, **kwargs)

    def __format__(self, spec: str) -> str:
        """As a plain tensor."""
        return format(self.as_subclass(Tensor).detach(), spec)


def far(value: Tensor, place: torch.device | str) -> Far:
    """The tensor, claiming to be in a place; gradients flow through."""
    tensor = value.as_subclass(Far)
    tensor.place = torch.device(place)
    return tensor


class FarModel(Wrapper):
    """A model that claims to be on a device, and takes inputs from there alone."""

    def __init__(self, inner: nn.Module, place: str) -> None:
        super().__init__(inner)
        self.place = torch.device(place)

    def forward(self, x: Tensor) -> Tensor:
        """Answer from the place of the model."""
        there = x.device
        if there != self.place:
            raise RuntimeError(
                "Expected all tensors to be on the same device, but found at least two devices, "
                f"the model's {self.place} and the input's {there}!"
            )
        return far(super().forward(x.as_subclass(Tensor)), self.place)

    def to(self, *args: Any, **kwargs: Any) -> FarModel:
        """Claim to be somewhere else; parameters stay as they are."""
        place, _, _ = _split_to(args, kwargs)
        self.place = self.place if place is None else place
        return self

    def cpu(self) -> FarModel:
        """Claim to be on the CPU."""
        return self.to("cpu")

    def cuda(self, device: Any = None) -> FarModel:
        """Claim to be on a GPU."""
        return self.to("cuda:0" if device is None else device)


def far_samples(images: Tensor) -> list[Tensor]:
    """Single images that know they are on the CPU."""
    return [far(image, "cpu") for image in images]


def far_loader(x: Tensor, y: Tensor, batch_size: int, place: str = "cpu") -> DataLoader[Any]:
    """A loader whose batches know that they are on the CPU, or claim to be in another place."""

    def collate(rows: list[Any]) -> list[Tensor]:
        return [far(part, place) for part in default_collate(rows)]

    return DataLoader(TensorDataset(x, y), batch_size=batch_size, collate_fn=collate)


def _places(values: Any) -> set[torch.device]:
    found: set[torch.device] = set()
    for value in values:
        if isinstance(value, list | tuple):
            found |= _places(value)
        elif isinstance(value, Far) or (isinstance(value, Tensor) and value.ndim > 0):
            found.add(value.device)
    return found


def _placed(result: Any, place: torch.device | None) -> Any:
    if isinstance(result, Tensor) and place is not None:
        return far(result, place)
    if isinstance(result, list | tuple):  # also what max, min and sort give
        return type(result)([_placed(item, place) for item in result])
    return result


def _split_to(
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
        elif value is not None:
            rest.append(value)
    return place, rest, options


def no_gpu(*_: Any, **__: Any) -> None:
    """Stand in for ``torch.cuda.synchronize`` where there is no GPU."""
    raise AssertionError("Torch not compiled with CUDA enabled")


class Job:
    """Work to be timed: it takes a while, some of it on a pretended GPU, and counts its runs.

    Attributes:
        runs: how often it was called.
        events: "run" and "wait" in order.
        pending: seconds of GPU work that nobody has waited for yet.
    """

    def __init__(self, result: object, seconds: float, later: float = 0.0) -> None:
        self.result, self.seconds, self.later = result, seconds, later
        self.runs, self.pending = 0, 0.0
        self.events: list[str] = []
        probes.pretend_devices(cuda=later > 0, mps=False)
        wait = self.wait if later > 0 else no_gpu
        probes.replace(torch.cuda, "synchronize", wait)
        if hasattr(torch, "accelerator"):
            probes.replace(torch.accelerator, "synchronize", wait)
        self._clock: Callable[[], float] = time.time
        probes.replace(time, "time", self._set_back)

    def __call__(self) -> object:
        """Launch the work; the part on the GPU is still going on afterwards."""
        self.runs += 1
        self.events.append("run")
        time.sleep(self.seconds)
        self.pending += self.later
        return self.result

    def wait(self, *_: Any, **__: Any) -> None:
        """Stand in for ``torch.cuda.synchronize``."""
        self.events.append("wait")
        time.sleep(self.pending)
        self.pending = 0.0

    def _set_back(self) -> float:
        """Stand in for ``time.time``: after the work the wall clock is set back by an hour."""
        return self._clock() - 3600.0 * self.runs
