"""Small networks in the place of torchvision's large ones, with weights of a grader's choice."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import Tensor, nn

from autograder.chapters.ch09_model_deployment import probes_demo as probes_demo
from autograder.student import probes

OLD_CLASSES = 11  # of the small networks' own heads


_MODELS = {  # module and class that torchvision's builders look up, and whose weights they take
    "EfficientNet_B2_Weights": ("torchvision.models.efficientnet", "EfficientNet"),
    "ViT_B_16_Weights": ("torchvision.models.vision_transformer", "VisionTransformer"),
}


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
            ``EfficientNet_B2_Weights``; others than the default ones of that name are all 0. All
            other weights are out of reach.
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
        default = weights is type(weights).DEFAULT
        return {k: v if default else torch.zeros_like(v) for k, v in states[name].items()}

    probes.replace(WeightsEnum, "get_state_dict", get_state_dict)


def sizes(model: nn.Module) -> list[tuple[str, list[int], bool]]:
    """Name, shape and trainability of each parameter; a shared one once."""
    return [(name, list(p.shape), p.requires_grad) for name, p in model.named_parameters()]


def layers(module: nn.Module) -> list[tuple[str, float | None]]:
    """Class name and dropout probability (None where there is none) of a module and its parts."""
    return [(type(layer).__name__, getattr(layer, "p", None)) for layer in module.modules()]
