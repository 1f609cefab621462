"""What the graders of chapter 09 place in the student's process.

Small networks in the place of torchvision's large ones, a computer whose time a grader sets, models
that take their time, and pictures. They know no answers. (`probes_demo` has the web pages.)
"""

from __future__ import annotations

import importlib
import io
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import torch
from PIL import Image
from torch import Tensor, nn

from autograder.chapters.ch09_model_deployment import probes_demo as probes_demo
from autograder.student import probes

OLD_CLASSES = 11  # of the small networks' own heads
_MODELS = {  # module and class that torchvision's builders look up, and whose weights they take
    "EfficientNet_B2_Weights": ("torchvision.models.efficientnet", "EfficientNet"),
    "ViT_B_16_Weights": ("torchvision.models.vision_transformer", "VisionTransformer"),
}


# -- pretrained networks ------------------------------------------------------------------------


class SmallEfficientNet(nn.Module):
    """The interface of torchvision's EfficientNet-B2 with a few thousand parameters."""

    def __init__(self, *_: Any, **__: Any) -> None:
        super().__init__()
        self.features = nn.Sequential(
            nn.AdaptiveAvgPool2d(2), nn.Conv2d(3, 1408, 1), nn.BatchNorm2d(1408), nn.Tanh()
        )
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.classifier = nn.Sequential(nn.Dropout(0.3, inplace=True), nn.Linear(1408, OLD_CLASSES))

    def forward(self, x: Tensor) -> Tensor:
        """Return logits, (n, classes)."""
        logits: Tensor = self.classifier(self.avgpool(self.features(x)).flatten(1))
        return logits


class SmallViT(nn.Module):
    """The interface of torchvision's ViT-B/16 with a few thousand parameters."""

    def __init__(self, *_: Any, **__: Any) -> None:
        super().__init__()
        self.hidden_dim = 768
        self.pool = nn.AdaptiveAvgPool2d(2)
        self.conv_proj = nn.Conv2d(3, 768, 1)
        self.class_token = nn.Parameter(torch.zeros(1, 1, 768))
        self.encoder = nn.Sequential(nn.LayerNorm(768), nn.Dropout(0.0))
        self.heads = nn.Sequential()
        self.heads.add_module("head", nn.Linear(768, OLD_CLASSES))

    def forward(self, x: Tensor) -> Tensor:
        """Return logits, (n, classes)."""
        tokens = self.conv_proj(self.pool(x)).flatten(2).transpose(1, 2)
        tokens = torch.cat([self.class_token.expand(len(x), -1, -1), tokens], dim=1)
        logits: Tensor = self.heads(self.encoder(tokens).mean(dim=1))
        return logits


_SMALL: dict[str, type[nn.Module]] = {
    "EfficientNet_B2_Weights": SmallEfficientNet,
    "ViT_B_16_Weights": SmallViT,
}


def small(name: str) -> nn.Module:
    """The small network for the weights of this name."""
    return _SMALL[name]()


def place_pretrained(states: Mapping[str, Mapping[str, Tensor]]) -> None:
    """Let torchvision build small networks, with these weights, until the check ends.

    Args:
        states: state dicts of small networks by the name of torchvision's weights, such as
            ``EfficientNet_B2_Weights``. All other weights are out of reach.
    """
    for name, (module, owner) in _MODELS.items():
        probes.replace(importlib.import_module(module), owner, _SMALL[name])
    _place_weights(states)


def place_bare() -> None:
    """Let torchvision build its own networks on the meta device, without weights, until the end."""
    for module, owner in _MODELS.values():
        place = importlib.import_module(module)
        probes.replace(place, owner, _on_meta(getattr(place, owner)))
    _place_weights({name: {} for name in _MODELS})


def _on_meta(kind: Callable[..., nn.Module]) -> Callable[..., nn.Module]:
    def build(*args: Any, **options: Any) -> nn.Module:
        with torch.device("meta"):
            model = kind(*args, **options)
        vars(model)["load_state_dict"] = lambda *_, **__: None
        return model

    return build


def _place_weights(states: Mapping[str, Mapping[str, Tensor]]) -> None:
    from torchvision.models import WeightsEnum

    def get_state_dict(weights: Any, *_: Any, **__: Any) -> Mapping[str, Tensor]:
        name = type(weights).__name__
        if name not in states:
            raise ConnectionError(f"No network: the weights {name} are not on this machine")
        return states[name]

    probes.replace(WeightsEnum, "get_state_dict", get_state_dict)


def sizes(model: nn.Module) -> list[tuple[str, list[int], bool]]:
    """Name, shape and trainability of each parameter; a shared one once."""
    return [(name, list(p.shape), p.requires_grad) for name, p in model.named_parameters()]


def layers(module: nn.Module) -> list[tuple[str, float | None]]:
    """Class name and dropout probability (None where there is none) of each layer without parts."""
    parts = [layer for layer in module.modules() if not list(layer.children())]
    return [(type(layer).__name__, getattr(layer, "p", None)) for layer in parts]


# -- time ---------------------------------------------------------------------------------------


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

    Args:
        computer: whose time passes.
        seconds: of each pass, in order.
        telling: whether it takes three times as long in training mode and twice as long with
            gradients, so that the time itself tells.
    """

    def __init__(
        self, computer: Computer, seconds: Sequence[float], *, telling: bool = False
    ) -> None:
        super().__init__()
        self.computer, self.seconds, self.calls = computer, list(seconds), 0
        self.telling = telling

    def forward(self, x: Tensor) -> Tensor:
        """Let time pass."""
        seconds = self.seconds[min(self.calls, len(self.seconds) - 1)]
        self.calls += 1
        if self.telling:
            seconds *= (3 if self.training else 1) * (2 if torch.is_grad_enabled() else 1)
        self.computer.work(seconds)
        return x

    def to(self, *_: Any, **__: Any) -> Timed:
        """Stay where it is."""
        return self


class Placed(torch.Tensor):
    """A tensor that can be sent to any device, whether there is one or not."""

    @classmethod
    def __torch_function__(
        cls, func: Any, types: Any, args: Any = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        """Stay where it is when it is sent."""
        if getattr(func, "__name__", "") in ("to", "cuda", "cpu"):
            return args[0]
        return super().__torch_function__(func, types, args, kwargs or {})  # type: ignore[no-untyped-call]


def placed(x: Tensor) -> Tensor:
    """Such a tensor with these numbers."""
    return x.as_subclass(Placed)


# -- pictures and functions that look at them ---------------------------------------------------


def picture(
    data: bytes | None = None, mode: str = "RGB", size: Sequence[int] = (), colour: Any = 0
) -> Image.Image:
    """A Pillow picture of a file's bytes, or one of a single colour, of (width, height)."""
    if data is not None:
        return Image.open(io.BytesIO(data))
    width, height = size
    return Image.new(mode, (width, height), tuple(colour) if isinstance(colour, list) else colour)


def converted(data: bytes, mode: str) -> Image.Image:
    """A picture of a file's bytes in another mode."""
    return Image.open(io.BytesIO(data)).convert(mode)


def seen(image: Any) -> dict[str, Any]:
    """Mode, size and pixels of a picture; other objects by the name of their type alone."""
    if not isinstance(image, Image.Image):
        return {"type": type(image).__name__}
    return {"type": "Image", "mode": image.mode, "pixels": np.array(image)}


class Predictor:
    """Stands for ``predict``: gives prepared probabilities, one dict for each call.

    Attributes:
        asked: what it was asked about, see `seen`.
    """

    def __init__(self, names: Sequence[str], rows: Sequence[Sequence[float]]) -> None:
        self._names, self._rows = list(names), [list(row) for row in rows]
        self.asked: list[dict[str, Any]] = []

    def __call__(self, img: Any) -> tuple[dict[str, float], float]:
        """Answer.

        Raises:
            TypeError: it is no picture of Pillow's.
        """
        if not isinstance(img, Image.Image):
            raise TypeError(f"pic should be PIL Image. Got {type(img)}")
        row = self._rows[len(self.asked) % len(self._rows)]
        self.asked.append(seen(img))
        return dict(zip(self._names, row, strict=True)), 0.25


class Items:
    """A dataset of the numbers 0 to n - 1."""

    def __init__(self, count: int) -> None:
        self._count = count

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, index: int) -> int:
        if not 0 <= index < self._count:
            raise IndexError(index)
        return int(index)


def items(dataset: Any) -> list[int]:
    """All items of a part of such a dataset, in its order."""
    return [int(dataset[index]) for index in range(len(dataset))]
