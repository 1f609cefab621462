"""Measure what the pretrained backbone is worth, and the one threshold of chapter 06.

    python -m autograder.chapters.ch06_transfer_learning.thresholds --seeds 40

Each seed draws new pictures to be told apart, another head and another order of the training
pictures. All arms get the same 225 pictures, epochs and batches. ``thresholds.md`` keeps the table.
"""

from __future__ import annotations

import argparse
import time
import types
from collections.abc import Callable
from statistics import mean, stdev

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from autograder.backbone import TinyBackbone_Weights, tiny_backbone
from autograder.chapters.ch06_transfer_learning.helpers import learning
from autograder.checks import tally
from autograder.course import chapters, compose

CHAPTER = "ch06_transfer_learning"
Arm = Callable[[types.ModuleType, DataLoader[object], int], nn.Module]


def frozen(solved: types.ModuleType, loader: DataLoader[object], seed: int) -> nn.Module:
    """Train a new head on the frozen pretrained backbone, as the hidden check asks for."""
    weights, numbers = TinyBackbone_Weights.DEFAULT, (3, learning.EPOCHS, learning.RATE, seed)
    model: nn.Module = solved.transfer(tiny_backbone, weights, loader, *numbers)
    return model


def random_frozen(solved: types.ModuleType, loader: DataLoader[object], seed: int) -> nn.Module:
    """The same with weights that never learnt."""
    weights, numbers = TinyBackbone_Weights.DEFAULT, (3, learning.EPOCHS, learning.RATE, seed)
    torch.manual_seed(seed)

    def untrained(**_: object) -> nn.Module:
        return tiny_backbone()

    model: nn.Module = solved.transfer(untrained, weights, loader, *numbers)
    return model


def scratch(rate: float) -> Arm:
    """Train the same network from random weights, everything trainable."""

    def train(solved: types.ModuleType, loader: DataLoader[object], seed: int) -> nn.Module:
        torch.manual_seed(seed)
        model = tiny_backbone(num_classes=3)
        optimizer = torch.optim.Adam(model.parameters(), lr=rate)
        solved.fine_tune(model, loader, optimizer, learning.EPOCHS)
        return model

    return train


def thawed(solved: types.ModuleType, loader: DataLoader[object], seed: int) -> nn.Module:
    """Fine-tune the last two blocks for as long again after the head has learnt."""
    model = frozen(solved, loader, seed)
    solved.unfreeze_last(model, 2)
    groups = solved.parameter_groups(model, head_lr=0.003, backbone_lr=0.001)
    solved.fine_tune(model, loader, torch.optim.Adam(groups), learning.EPOCHS)
    return model


ARMS: dict[str, Arm] = {
    "frozen pretrained backbone, new head": frozen,
    "from scratch, Adam 0.001": scratch(0.001),
    "from scratch, Adam 0.003": scratch(0.003),
    "from scratch, Adam 0.01": scratch(0.01),
    "frozen random backbone, new head": random_frozen,
    "pretrained, then last two blocks thawed": thawed,
}


def accuracy(model: nn.Module, seed: int, per_class: int) -> float:
    """Accuracy on pictures that only this seed has."""
    images, labels = learning.new_pictures(np.random.default_rng(seed), per_class)
    model.eval()
    with torch.inference_mode():
        return tally.accuracy(model(images), labels)


def line(name: str, values: list[float], seconds: float) -> str:
    """One row of the table."""
    middle, sd = mean(values), stdev(values)
    above = sum(value >= learning.LEARNT for value in values)
    return (
        f"| {name} | {len(values)} | {middle:.3f} | {sd:.3f} | {min(values):.3f} | "
        f"{max(values):.3f} | {middle - 4 * sd:.3f} | {above} | {seconds / len(values):.1f} |"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--per-class", type=int, default=learning.PER_CLASS)
    parser.add_argument("--arm", default="", help="part of the name of an arm")
    options = parser.parse_args()
    torch.set_num_threads(1)
    solved = types.ModuleType(CHAPTER)
    exec(compose.solved_module(chapters.load(chapters.find(CHAPTER))), vars(solved))
    print("| arm | seeds | mean | sd | min | max | mean - 4 sd | passed | CPU s |")
    print("|---|---|---|---|---|---|---|---|---|")
    for name, arm in ARMS.items():
        if options.arm in name:
            started, found = time.process_time(), []
            for seed in range(options.seeds):
                loader: DataLoader[object] = DataLoader(
                    TensorDataset(*learning.training_pictures()),
                    batch_size=learning.BATCH,
                    shuffle=True,
                )
                found.append(accuracy(arm(solved, loader, seed), seed, options.per_class))
            print(line(name, found, time.process_time() - started), flush=True)


if __name__ == "__main__":
    main()
