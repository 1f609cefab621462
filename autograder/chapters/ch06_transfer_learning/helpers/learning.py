"""The dishes that `transfer` learns from, and new ones to see what it has learnt."""

from __future__ import annotations

from functools import cache

import numpy as np
import torch
from PIL import Image
from torch import Tensor, nn

from autograder import data
from autograder.backbone import TinyBackbone_Weights, tiny_backbone
from autograder.checks import expect, heldout
from autograder.remote.client import Remote, Student

EPOCHS, RATE, BATCH = 3, 0.01, 32
PER_CLASS = 50  # of the new pictures
LEARNT = 0.86  # accuracy on new pictures; see thresholds.py, thresholds.md
START = 0  # of the check: wrong training, which gets there from some starts, is far off either way
_SIZE = 96


@cache
def training_pictures() -> tuple[Tensor, Tensor]:
    """The 225 pictures of the course's folder, as the backbone wants them.

    Returns:
        float32 (225, 3, 64, 64), class numbers int64 (225,), sorted.
    """
    transforms = TinyBackbone_Weights.DEFAULT.transforms()
    images, labels = [], []
    for label, folder in enumerate(sorted((data.food_folder() / "train").iterdir())):
        for path in sorted(folder.glob("*.jpg")):
            with Image.open(path) as image:
                images.append(transforms(image.convert("RGB")))
            labels.append(label)
    return torch.stack(images), torch.tensor(labels)


def new_pictures(rng: np.random.Generator, per_class: int = PER_CLASS) -> tuple[Tensor, Tensor]:
    """Dishes that nobody has seen, float32 (3 * per_class, 3, 64, 64), and their classes."""
    dishes, labels = data.make_dishes(per_class, int(rng.integers(10, 2**31)), _SIZE)
    images = torch.from_numpy(dishes).permute(0, 3, 1, 2)
    return TinyBackbone_Weights.DEFAULT.transforms()(images), torch.from_numpy(labels)


def transferred(student: Student, seed: int) -> Remote:
    """The kit's backbone with a head that the student's code trains."""
    kit = student.library("autograder.backbone")
    loader = student.probes.make_loader.keep(*training_pictures(), batch_size=BATCH, shuffle=True)
    weights = kit.TinyBackbone_Weights.DEFAULT
    model: Remote = student.transfer(kit.tiny_backbone, weights, loader, 3, EPOCHS, RATE, seed)
    return model


def here(model: Remote) -> nn.Module:
    """The kit's backbone with a trained model's numbers, in evaluation mode, without gradients."""
    with torch.random.fork_rng(devices=[]):
        backbone = tiny_backbone(num_classes=3)
    state = model.state_dict()
    expect.type_(state, dict, name="the model's state dict")
    return heldout.loaded({_plain(name): value for name, value in state.items()}, backbone)


def _plain(name: str) -> str:
    """The backbone's own name for a number of a head, however its layers are called."""
    inner = name.startswith("classifier.")
    return f"classifier.1.{name.rpartition('.')[2]}" if inner else name
