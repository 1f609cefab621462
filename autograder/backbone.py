"""A small pretrained network for chapter 06, with the interface of torchvision's models.

    from autograder.backbone import TinyBackbone_Weights, tiny_backbone

    weights = TinyBackbone_Weights.DEFAULT
    model = tiny_backbone(weights=weights)      # features, avgpool, classifier
    transforms = weights.transforms()           # what the network was fed when it learnt

It was trained on forty-eight drawn dishes (`autograder.datasets.pretrain`); its weights lie among
the kit's data, so nothing is downloaded. torchvision's models can take its place anywhere:
``efficientnet_b0(weights=EfficientNet_B0_Weights.DEFAULT)``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import torch
from PIL import Image
from torch import Tensor, nn

from autograder.data import root
from autograder.datasets.menu import NAMES
from autograder.errors import UsageError
from autograder.student import torchvision_shim

torchvision_shim.ensure()  # before the first import of torchvision

from torchvision.models import Weights, WeightsEnum  # noqa: E402
from torchvision.transforms import InterpolationMode, functional  # noqa: E402

__all__ = ["FILE", "Preprocessing", "TinyBackbone", "TinyBackbone_Weights", "tiny_backbone"]

FILE = Path("backbone", "tiny_backbone_menu.pt")
"""Where the weights are, below `autograder.data.root`."""

_WIDTHS = (16, 32, 64, 80, 96)


class TinyBackbone(nn.Module):
    """Five convolutions with BatchNorm and ReLU, an average over the picture, a linear head.

    Attributes:
        features: (n, 3, height, width) to (n, 96, height / 16, width / 16), float32.
        avgpool: averages each of the 96 maps.
        classifier: Dropout and Linear, (n, 96) to logits (n, num_classes).
    """

    def __init__(self, num_classes: int = len(NAMES), dropout: float = 0.2) -> None:
        super().__init__()
        first, second, third, fourth, last = _WIDTHS
        self.features = nn.Sequential(
            _block(3, first, stride=2),
            nn.Sequential(*_block(first, second), nn.MaxPool2d(2)),
            nn.Sequential(*_block(second, third), nn.MaxPool2d(2)),
            _block(third, fourth),
            nn.Sequential(*_block(fourth, last), nn.MaxPool2d(2)),
        )
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.classifier = nn.Sequential(nn.Dropout(dropout), nn.Linear(last, num_classes))

    def forward(self, x: Tensor) -> Tensor:
        """Return logits of shape (n, num_classes) for pictures of shape (n, 3, height, width)."""
        logits: Tensor = self.classifier(self.avgpool(self.features(x)).flatten(1))
        return logits


def _block(channels: int, filters: int, stride: int = 1) -> nn.Sequential:
    convolution = nn.Conv2d(channels, filters, 3, stride=stride, padding=1, bias=False)
    return nn.Sequential(convolution, nn.BatchNorm2d(filters), nn.ReLU())


@dataclass(frozen=True, slots=True)
class Preprocessing:
    """From a picture to what the network takes; attributes as torchvision's presets have them.

    Attributes:
        crop_size: side of the square that is kept, in the middle.
        resize_size: what the shorter side is brought to before.
        mean, std: subtracted from and divided by, for each colour in [0, 1].
        interpolation: how pixels are mixed.
    """

    crop_size: list[int]
    resize_size: list[int]
    mean: tuple[float, ...]
    std: tuple[float, ...]
    interpolation: InterpolationMode = field(default=InterpolationMode.BILINEAR)

    def __call__(self, image: Image.Image | Tensor) -> Tensor:
        """Return float32 (..., 3, crop, crop) for an RGB picture or uint8 (..., 3, h, w)."""
        image = functional.resize(image, self.resize_size, self.interpolation, antialias=True)
        image = functional.center_crop(image, self.crop_size)
        pixels = image if isinstance(image, Tensor) else functional.pil_to_tensor(image)
        scaled = functional.convert_image_dtype(pixels, torch.float32)
        normalised: Tensor = functional.normalize(scaled, list(self.mean), list(self.std))
        return normalised


class TinyBackbone_Weights(WeightsEnum):  # type: ignore[misc]  # noqa: N801
    """The trained weights of `tiny_backbone`, as torchvision describes its own.

    ``weights.transforms()`` is the preprocessing, ``weights.meta["categories"]`` the class names.
    """

    MENU_V1 = Weights(
        url=FILE.as_posix(),
        transforms=partial(
            Preprocessing,
            crop_size=[64],
            resize_size=[72],
            mean=(0.51, 0.47, 0.41),
            std=(0.24, 0.23, 0.24),
        ),
        meta={
            "categories": list(NAMES),
            "min_size": (16, 16),
            "num_params": 143904,
            "recipe": "python -m autograder.datasets.pretrain",
        },
    )
    DEFAULT = MENU_V1

    def get_state_dict(self, *_: Any, **__: Any) -> Mapping[str, Tensor]:
        """Read the weights, float32; torchvision's arguments about downloads have no meaning here.

        Raises:
            UsageError: the file is missing or damaged.
        """
        path = root() / self.url
        try:
            saved = torch.load(path, map_location="cpu", weights_only=True)
        except Exception as error:
            raise UsageError(
                f"{path}: Expected the weights of the backbone, but they cannot be read "
                f"({type(error).__name__}). Restore the file from the kit."
            ) from None
        return {k: v.float() if v.is_floating_point() else v for k, v in saved.items()}


def tiny_backbone(
    *, weights: TinyBackbone_Weights | str | None = None, **options: Any
) -> TinyBackbone:
    """Make the network, with trained weights or without, in training mode.

    Args:
        weights: ``TinyBackbone_Weights.DEFAULT`` (or ``"DEFAULT"``) for the trained ones; None
            for random ones.
        options: ``num_classes`` and ``dropout`` of `TinyBackbone`; with weights the number of
            classes is theirs.

    Raises:
        ValueError: another number of classes than the weights have.
        UsageError: the file of the weights is missing or damaged.
    """
    chosen = TinyBackbone_Weights.verify(weights)
    if chosen is None:
        return TinyBackbone(**options)
    classes = len(chosen.meta["categories"])
    if options.setdefault("num_classes", classes) != classes:
        raise ValueError(
            f"Expected num_classes to be {classes} with these weights, "
            f"but got {options['num_classes']}. Replace the head afterwards."
        )
    model = TinyBackbone(**options)
    model.load_state_dict(chosen.get_state_dict())
    return model
