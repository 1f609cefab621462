"""What the graders of chapter 06 place in the student's process: small networks and their weights.

They have the interface of torchvision's models (``features``, ``classifier``, a builder that takes
``weights``), random widths, and numbers that the grader chose. They know no answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import torch
from torch import Tensor, nn

from autograder.student.probes import Weights
from autograder.student.probes.far import FarModule, split_to


class Backbone(nn.Module):
    """Convolutions with BatchNorm, an average over the picture, and a head of Dropout and Linear.

    Args:
        widths: channels of the input and after each block.
        classes: width of the output.
        dropout: of the head.
        dtype: of all parameters.
        neck: whether there is a trainable layer between the blocks and the head.
    """

    def __init__(
        self,
        widths: Sequence[int] = (3, 4, 5),
        classes: int = 7,
        dropout: float = 0.0,
        dtype: torch.dtype = torch.float64,
        neck: bool = False,
    ) -> None:
        super().__init__()
        self.features = nn.Sequential(*(_block(ins, outs) for ins, outs in pairwise(widths)))
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.neck = nn.BatchNorm2d(widths[-1]) if neck else nn.Identity()
        self.classifier = nn.Sequential(nn.Dropout(dropout), nn.Linear(widths[-1], classes))
        self.to(dtype)

    def forward(self, x: Tensor) -> Tensor:
        """Return logits, (n, classes)."""
        logits: Tensor = self.classifier(self.neck(self.avgpool(self.features(x))).flatten(1))
        return logits


def _block(ins: int, outs: int) -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(ins, outs, 3, padding=1), nn.BatchNorm2d(outs), nn.Tanh())


class FarBackbone(FarModule, Backbone):
    """A `Backbone` with a neck that claims to be on a device; its numbers are on the CPU."""

    def __init__(self, widths: Sequence[int], classes: int, place: str) -> None:
        super().__init__(widths, classes, neck=True)
        self.place = torch.device(place)

    def to(self, *args: Any, **kwargs: Any) -> FarBackbone:
        """Claim to be on another device, if one is named, and change the dtype as asked."""
        _, rest, options = split_to(args, kwargs)
        if rest or options:
            Backbone.to(self, *rest, **options)
        super().to(*args, **kwargs)
        return self


class Corners(nn.Module):
    """Takes pictures of one size, (..., height, width), and gives their corners, (..., 2, 2)."""

    def __init__(self, height: int, width: int) -> None:
        super().__init__()
        self.size = (height, width)

    def forward(self, x: Tensor) -> Tensor:
        """Refuse a picture of another size."""
        if tuple(x.shape[-2:]) != self.size:
            raise ValueError(
                f"Expected the height and width of what the model gets to be {self.size}, "
                f"but got {tuple(x.shape[-2:])}."
            )
        return x[..., :: self.size[0] - 1, :: self.size[1] - 1]


class WithHeads(nn.Module):
    """The same kind of network with its head called ``heads``, as a vision transformer has it."""

    def __init__(self, width: int, classes: int, dtype: torch.dtype = torch.float64) -> None:
        super().__init__()
        self.encoder = nn.Sequential(nn.Flatten(), nn.LazyLinear(width), nn.LayerNorm(width))
        self.heads = nn.Sequential()
        self.heads.add_module("head", nn.Linear(width, classes))
        self.encoder(torch.zeros(1, 3, 4, 4))
        self.to(dtype)

    def forward(self, x: Tensor) -> Tensor:
        """Return logits, (n, classes), for pictures (n, 3, 4, 4)."""
        logits: Tensor = self.heads(self.encoder(x))
        return logits


class Recipe(SimpleNamespace):
    """The numbers of a preprocessing, which is to be built by hand: it cannot be called."""

    def __call__(self, *_: Any) -> Any:
        """Refuse."""
        raise TypeError("This recipe is for reading: build the transform from its numbers.")


def recipe(interpolation: str, **numbers: Any) -> Recipe:
    """Numbers of a preprocessing; ``interpolation`` is the name of a mode of torchvision's."""
    from torchvision.transforms import InterpolationMode

    return Recipe(interpolation=InterpolationMode[interpolation], **numbers)


class Builder:
    """Makes a `Backbone` with a neck when called with ``weights=``; draws numbers on the way.

    Attributes:
        made: the networks, in order. With ``leftovers``, whatever goes backward through one leaves
            a gradient of 1 on its frozen parameters too, which moves those an optimiser has. With
            ``place``, they claim to be there.
    """

    def __init__(
        self, widths: Sequence[int], classes: int, *, leftovers: bool = False, place: str = ""
    ) -> None:
        self._form, self._leftovers, self._place = (widths, classes), leftovers, place
        self.made: list[nn.Module] = []

    def __call__(self, *, weights: Weights | None = None, **_: Any) -> nn.Module:
        """Build the network and load the weights, if there are any."""
        if self._place:
            model: Backbone = FarBackbone(*self._form, self._place)
        else:
            model = Backbone(*self._form, neck=True)
        if weights is not None:
            model.load_state_dict(dict(weights.get_state_dict() or {}))
        if self._leftovers:
            model.register_forward_hook(_leave_gradients)
        self.made.append(model)
        return model


def _leave_gradients(model: nn.Module, _: Any, logits: Tensor) -> None:
    def leave(_: Tensor) -> None:
        for parameter in model.parameters():
            if not parameter.requires_grad:
                parameter.grad = torch.ones_like(parameter)

    if logits.requires_grad:
        logits.register_hook(leave)


def layers(module: nn.Module) -> list[tuple[str, float | None]]:
    """Class name and dropout probability (None where there is none) of each layer inside."""
    return [(type(layer).__name__, getattr(layer, "p", None)) for layer in module.children()]


def set_trainable(model: nn.Module, names: Sequence[str]) -> None:
    """Let exactly the parameters of these names be trainable."""
    for name, parameter in model.named_parameters():
        parameter.requires_grad_(name in names)


def learnable(model: nn.Module) -> list[nn.Parameter]:
    """List the trainable parameters."""
    return [p for p in model.parameters() if p.requires_grad]


def modes(model: nn.Module) -> dict[str, bool]:
    """Whether each layer is in training mode, by name."""
    return {name: module.training for name, module in model.named_modules()}


def counted(groups: Any) -> int:
    """How many numbers parameter groups hold; one that is in two of them counts twice."""
    return sum(p.numel() for group in groups for p in group["params"])


def described(groups: Any) -> list[dict[str, str]]:
    """The type of what each group holds under each of its keys."""
    return [{key: type(value).__name__ for key, value in group.items()} for group in groups]


def move(groups: Any, model: nn.Module) -> dict[str, Tensor]:
    """Take a step of SGD over parameter groups with all gradients 1; by how much each one moved."""
    before = {name: p.detach().clone() for name, p in model.named_parameters()}
    optimizer = torch.optim.SGD(groups, lr=1e6)
    for parameter in model.parameters():
        parameter.grad = torch.ones_like(parameter)
    optimizer.step()
    return {name: before[name] - p.detach() for name, p in model.named_parameters()}
