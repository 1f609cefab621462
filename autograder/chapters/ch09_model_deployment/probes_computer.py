"""A computer whose time a grader sets, and models that take their time."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

import torch
from PIL import Image
from torch import Tensor, nn

from autograder.chapters.ch09_model_deployment import probes_demo as probes_demo
from autograder.student import probes


class Slow(nn.Module):
    """Wraps a model that takes its time: a forward pass sleeps first."""

    def __init__(self, inner: nn.Module, seconds: float) -> None:
        super().__init__()
        self.inner, self.seconds = inner, seconds

    def forward(self, x: Tensor) -> Tensor:
        """Sleep, then compute."""
        time.sleep(self.seconds)
        out: Tensor = self.inner(x)
        return out


class SlowTransform:
    """Wraps a transform that takes its time, and Pillow pictures alone."""

    def __init__(self, inner: Callable[[Any], Any], seconds: float) -> None:
        self.inner, self.seconds = inner, seconds

    def __call__(self, image: Any) -> Any:
        """Sleep, then transform.

        Raises:
            TypeError: it is no picture of Pillow's.
        """
        if not isinstance(image, Image.Image):
            raise TypeError(f"pic should be PIL Image. Got {type(image)}")
        time.sleep(self.seconds)
        return self.inner(image)


class SlowDisk:
    """Lets Pillow take its time to open a file, until the check ends.

    Attributes:
        opened: how many files were opened since; who reads files in another way opens none.
    """

    def __init__(self, seconds: float) -> None:
        self.opened, self._seconds, self._open = 0, seconds, Image.open
        probes.replace(Image, "open", self.open)

    def open(self, *args: Any, **options: Any) -> Any:
        """Sleep, then open."""
        self.opened += 1
        time.sleep(self._seconds)
        return self._open(*args, **options)


class Computer:
    """A processor and, maybe, a GPU that works behind its back; their time is what a grader says.

    Args:
        launch: seconds that it takes to hand work over to the GPU; 0 for a computer without one.
    """

    def __init__(self, launch: float = 0.0) -> None:
        self.now, self.pending, self.launch = 100.0, 0.0, launch

    def clock(self) -> float:
        """The time."""
        return self.now

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds

    def work(self, seconds: float) -> None:
        """Do it, or hand it over."""
        if self.launch:
            self.now += self.launch
            self.pending += seconds
        else:
            self.now += seconds

    def synchronize(self, *_: Any, **__: Any) -> None:
        """Wait until the GPU is done."""
        self.now += self.pending
        self.pending = 0.0

    def install(self, kind: str) -> None:
        """Be this machine's GPU, ``cuda`` or ``mps``, until the check ends."""
        probes.pretend_devices(cuda=kind == "cuda", mps=kind == "mps")
        probes.replace(getattr(torch, kind), "synchronize", self.synchronize)
        if hasattr(torch, "accelerator"):
            probes.replace(torch.accelerator, "synchronize", self.synchronize)


class Timed(nn.Module):
    """A model whose n-th forward pass takes as long as is written down for it.

    It is where it was made until it is sent somewhere, and refuses to work there.

    Args:
        computer: whose time passes.
        seconds: of each pass with a whole batch, in order; with less it is less.
        rows: of a batch.
        telling: whether it takes three times as long in training mode and twice as long with
            gradients, so that the time itself tells.
    """

    def __init__(
        self,
        computer: Computer,
        seconds: Sequence[float],
        rows: int = 1,
        *,
        telling: bool = False,
    ) -> None:
        super().__init__()
        self.computer, self.seconds, self.calls = computer, list(seconds), 0
        self.rows, self.telling, self.sent = rows, telling, False

    def forward(self, x: Tensor) -> Tensor:
        """Let time pass.

        Raises:
            RuntimeError: it was not sent to a device, or x wasn't.
        """
        if not self.sent or getattr(x, "way", None) is not None:
            raise RuntimeError(
                "Expected all tensors to be on the same device, but found at least two devices!"
            )
        seconds = self.seconds[min(self.calls, len(self.seconds) - 1)] * len(x) / self.rows
        self.calls += 1
        if self.telling:
            seconds *= (3 if self.training else 1) * (2 if torch.is_grad_enabled() else 1)
        self.computer.work(seconds)
        return x

    def to(self, *_: Any, **__: Any) -> Timed:
        """Say that it is there; nothing has to move."""
        self.sent = True
        return self

    def cuda(self, *_: Any, **__: Any) -> Timed:
        """As `to`."""
        return self.to()

    def cpu(self) -> Timed:
        """As `to`."""
        return self.to()


class Placed(torch.Tensor):
    """A tensor that can be sent to any device, whether there is one or not.

    Attributes:
        way: lets the time pass that the first sending takes.
    """

    way: Callable[[], None] | None = None

    @classmethod
    def __torch_function__(
        cls, func: Any, types: Any, args: Any = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        """Stay where it is when it is sent."""
        if getattr(func, "__name__", "") in ("to", "cuda", "cpu"):
            return args[0].sent()
        return super().__torch_function__(func, types, args, kwargs or {})  # type: ignore[no-untyped-call]

    def sent(self) -> Placed:
        """The same tensor, where it was sent; from there on it need not be sent again."""
        if self.way is None:
            return self
        self.way()
        return self.detach().as_subclass(Placed)


def placed(x: Tensor, computer: Computer, seconds: float) -> Tensor:
    """Such a tensor with these numbers; its way to a device takes so long."""
    there = x.as_subclass(Placed)
    there.way = lambda: computer.wait(seconds)
    return there
