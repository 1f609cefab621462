"""Measure the one threshold of chapter 04: the accuracy that an experiment must reach.

    python -m autograder.chapters.ch04_custom_datasets.thresholds

trains the reference solution and known mistakes on many seeds, each with new pictures, exactly as
the hidden check does, and prints where the threshold stands. thresholds.md keeps the table.
"""

from __future__ import annotations

import argparse
import types
from collections.abc import Mapping

import numpy as np
import torch

from autograder.chapters.ch04_custom_datasets.helpers import experiments
from autograder.chapters.ch04_custom_datasets.helpers.experiments import EPOCHS, LEARNT, TRAINED_ON
from autograder.checks import tally
from autograder.course import chapters, compose
from autograder.course.mistakes import catalogue
from autograder.student import torchvision_shim
from autograder.student.probes import Pictures

_CHAPTER = "ch04_custom_datasets"
_WRONG = ("old_optimizer", "never_zeroed", "zero_before_step", "softmax_inside", "first_share")


def module(changed: Mapping[str, str]) -> types.ModuleType:
    """The solution with the code of some tasks replaced."""
    source = chapters.load(chapters.find(_CHAPTER))
    solved = types.ModuleType(_CHAPTER)
    exec(compose.module(source, changed), vars(solved))
    return solved


def accuracy(solved: types.ModuleType, seed: int, frac: float = 1.0) -> float:
    """Accuracy on 60 new pictures of the model that one experiment returns."""
    rng = np.random.default_rng(seed)
    train_set, test_set = (
        Pictures(*experiments.stripes(rng, count), experiments.CLASSES) for count in (TRAINED_ON, 4)
    )
    drawn = int(rng.integers(2**31))
    settings = {"hidden_units": 8, "epochs": EPOCHS, "seed": drawn, "frac": frac}
    model = solved.experiment(train_set, test_set, **settings)["model"].eval()
    images, labels = experiments.stripes(rng, experiments.ASKED)
    with torch.inference_mode():
        return tally.accuracy(model(images), labels)


def line(name: str, values: list[float]) -> str:
    """One row of the table."""
    mean, sd = float(np.mean(values)), float(np.std(values))
    passed = sum(value >= LEARNT for value in values)
    return (
        f"| {name} | {len(values)} | {mean:.3f} | {sd:.3f} | {min(values):.3f} | "
        f"{max(values):.3f} | {mean - 4 * sd:.3f} | {passed} |"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=200)
    seeds = parser.parse_args().seeds
    torch.set_num_threads(1)
    torchvision_shim.ensure()
    print(f"threshold {LEARNT}, {3 * TRAINED_ON} pictures, {EPOCHS} epochs, 8 hidden units\n")
    print("| solution | seeds | mean | sd | min | max | mean - 4 sd | at or above |")
    print("|---|---|---|---|---|---|---|---|")
    right = module({})
    print(line("right", [accuracy(right, seed) for seed in range(seeds)]), flush=True)
    wrong = {m.id: m for m in catalogue(chapters.find(_CHAPTER)) if m.id in _WRONG}
    for name, mistake in wrong.items():
        solved, frac = module({mistake.task: mistake.source}), 0.4 if "share" in name else 1.0
        found = [accuracy(solved, seed, frac) for seed in range(max(10, seeds // 10))]
        print(line(name, found), flush=True)


if __name__ == "__main__":
    main()
