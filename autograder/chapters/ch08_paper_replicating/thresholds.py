"""Measure how well a small ViT learns by the recipe, and the one threshold of chapter 08.

    python -m autograder.chapters.ch08_paper_replicating.thresholds --seeds 100

Each seed draws new pictures, new weights and another order. ``thresholds.md`` keeps the table.
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
from torch.optim.lr_scheduler import LambdaLR
from torch.utils.data import DataLoader, TensorDataset

from autograder.chapters.ch08_paper_replicating.helpers import learning
from autograder.checks import tally
from autograder.course import chapters, compose

CHAPTER = "ch08_paper_replicating"
Optimizer = Callable[[nn.Module], torch.optim.Optimizer]
Arm = Callable[[types.ModuleType, DataLoader[object]], nn.Module]


def recipe(name: str = "Adam", epochs: int = learning.EPOCHS, spread: float = 1.0) -> Arm:
    """Train as the hidden check does.

    Args:
        name: of the optimiser.
        epochs: fewer than the schedule is made for, for comparison.
        spread: factor for the numbers that token and positions start with.
    """

    def train(solved: types.ModuleType, loader: DataLoader[object]) -> nn.Module:
        model: nn.Module = solved.ViT(**learning.SIZES)
        with torch.no_grad():
            for parameter in model.parameters():
                if parameter.ndim == 3:
                    parameter.mul_(spread)
        settings = {"lr": learning.RATE, "weight_decay": learning.DECAY}
        optimizer = getattr(torch.optim, name)(model.parameters(), **settings)
        steps = (learning.WARMUP, learning.STEPS)
        scheduler = LambdaLR(optimizer, lambda step: solved.warmup_cosine(step, *steps))
        solved.train_vit(model, loader, optimizer, scheduler, epochs)
        return model

    return train


ARMS: dict[str, Arm] = {
    "the recipe with Adam": recipe(),
    "the recipe with AdamW": recipe("AdamW"),
    "tokens that start at 0.02": recipe(spread=0.02),
    "one epoch of the schedule": recipe(epochs=1),
    "untrained": recipe(epochs=0),
}


def accuracy(model: nn.Module, rng: np.random.Generator) -> float:
    """Accuracy on new pictures."""
    images, labels = learning.pictures(rng, learning.NEW_PER_CLASS)
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
                torch.manual_seed(seed)
                rng = np.random.default_rng(seed)
                seen = TensorDataset(*learning.pictures(rng, learning.PER_CLASS))
                loader: DataLoader[object] = DataLoader(
                    seen, batch_size=learning.BATCH, shuffle=True
                )
                found.append(accuracy(arm(solved, loader), rng))
            print(line(name, found, time.process_time() - started), flush=True)


if __name__ == "__main__":
    main()
