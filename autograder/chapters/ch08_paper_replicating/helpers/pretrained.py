"""torchvision's vision transformer in a small size on both sides, and weights for it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torchvision.models import VisionTransformer

from autograder.checks import expect, parity
from autograder.remote.client import Remote, Student


@dataclass(frozen=True, slots=True)
class Pretrained:
    """A builder and weights in the student's process, and the network that they make here."""

    builder: Remote
    weights: Remote
    transforms: Remote
    here: VisionTransformer
    side: int
    width: int
    classes: int

    def call(self, student: Student) -> tuple[Remote, Remote]:
        """Call the student's function: model and transforms in the student's process."""
        found = student.vit_feature_extractor(self.builder, self.weights, self.classes)
        expect.type_(found, (tuple, list), name="the result")
        expect.length(found, 2, name="the result")
        return found[0], found[1]

    def features(self, x: Tensor) -> Tensor:
        """What the encoder gives to the head."""
        self.here.heads = torch.nn.Sequential()
        return parity.eval_output(self.here, x)


def pretrained(student: Student, rng: np.random.Generator, side: int = 16) -> Pretrained:
    """Random weights for pictures of this side, as torchvision would hand them out."""
    width = 2 * int(rng.integers(4, 8))
    sizes = {
        "image_size": side,
        "patch_size": 8,
        "num_layers": 1,
        "num_heads": 2,
        "hidden_dim": width,
        "mlp_dim": 9,
        "num_classes": width + int(rng.integers(1, 5)),
    }
    with torch.random.fork_rng(devices=[]):
        here = VisionTransformer(**sizes)
    here.load_state_dict(parity.drawn_state(here, rng))
    steps = student.library("torchvision.transforms")
    means = [rng.uniform(0.2, 0.8, 3).tolist() for _ in range(2)]
    resize = steps.Resize([side, side])
    transforms = steps.Compose([resize, steps.ToTensor(), steps.Normalize(*means)])
    make = student.probes.Weights
    weights = make(transforms, parity.snapshot(here))
    builder = student.chapter_probes.VitBuilder(**sizes)
    return Pretrained(builder, weights, transforms, here, side, width, int(rng.integers(3, 7)))


def learning(student: Student, model: Remote) -> list[tuple[str, int]]:
    """Name and count of numbers of each trainable parameter."""
    sizes = student.probes.parameter_counts(model)
    return [(name, count) for name, count, learns in sizes if learns]
