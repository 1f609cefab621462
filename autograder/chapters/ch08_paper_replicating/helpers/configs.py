"""Sizes of vision transformers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Config:
    """Sizes of a network in which no two kinds of tensors have the same shape.

    Sides of pictures are multiples of 16: the course's own patch embedding compares them with a
    global patch size of 16.
    """

    image: int
    channels: int
    patch: int
    layers: int
    dim: int
    mlp: int
    heads: int
    classes: int

    @property
    def patches(self) -> int:
        """How many patches a picture has."""
        return (self.image // self.patch) ** 2

    @property
    def sizes(self) -> dict[str, int]:
        """The arguments of a ViT that are no dropout."""
        return {
            "img_size": self.image,
            "in_channels": self.channels,
            "patch_size": self.patch,
            "num_transformer_layers": self.layers,
            "embedding_dim": self.dim,
            "mlp_size": self.mlp,
            "num_heads": self.heads,
            "num_classes": self.classes,
        }

    @property
    def block_count(self) -> int:
        """How many numbers an encoder block has."""
        attention, narrow = 4 * self.dim * (self.dim + 1), self.dim * (self.mlp + 1)
        return attention + narrow + self.mlp * (self.dim + 1) + 4 * self.dim

    @property
    def count(self) -> int:
        """How many numbers a ViT has."""
        patches = self.dim * (self.channels * self.patch**2 + 1)
        head = self.classes * (self.dim + 1) + 2 * self.dim
        tokens = (self.patches + 2) * self.dim
        return patches + tokens + self.layers * self.block_count + head


BASE = Config(224, 3, 16, 12, 768, 3072, 12, 3)


def config(rng: np.random.Generator, layers: int = 2) -> Config:
    """Random small sizes; none is a default of the tasks, which a wrong answer may rely on."""
    heads, patch = int(rng.choice([2, 4])), int(rng.choice([4, 8]))
    dim = heads * int(rng.integers(5, 7))
    return Config(
        image=16 if patch == 4 else int(rng.choice([16, 32])),
        channels=int(rng.choice([1, 2, 4])),
        patch=patch,
        layers=layers,
        dim=dim,
        mlp=dim + 2 * int(rng.integers(2, 5)) + 1,
        heads=heads,
        classes=int(rng.integers(3, 6)),
    )
