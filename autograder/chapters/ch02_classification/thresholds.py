"""Where the accuracy thresholds of chapter 02 stand: right and wrong loops over many starts.

    python -m autograder.chapters.ch02_classification.thresholds

prints the table kept in thresholds.md; with ``moons`` or ``spirals`` behind it, that half of it.
Data, models and recipes are those of the checks. The loops are written out here, on this side, and
train twenty models side by side: each has its own data and start, none knows of the others.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from statistics import mean, stdev

import numpy as np
import torch
from torch import Tensor, nn
from torch.func import functional_call, stack_module_state, vmap

from autograder.chapters.ch02_classification.helpers import toys
from autograder.chapters.ch02_classification.hidden import MOONS, SPIRALS, SPIRALS_LOSS

RIGHT_SEEDS = 1000
WRONG_SEEDS = 200
_TOGETHER = 20
Sets = Callable[[int], tuple[toys.Points, ...]]
Loss = Callable[[Tensor, Tensor], Tensor]
Scores = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Fleet:
    """Networks of one plan, each with its own numbers and data: row i of each tensor is network i.

    Attributes:
        plan: the layers they share; its own numbers are not used.
        numbers: parameters by name.
        train: inputs and targets to train on.
        unseen: inputs and targets to measure on.
    """

    plan: nn.Module
    numbers: dict[str, Tensor]
    train: toys.Points
    unseen: toys.Points

    def logits(self, x: Tensor) -> Tensor:
        """What each network answers to its own inputs."""
        answer = vmap(lambda numbers, x: functional_call(self.plan, numbers, (x,)))
        logits: Tensor = answer(self.numbers, x)
        return logits

    def fit(
        self, optimizer: torch.optim.Optimizer, epochs: int, loss_fn: Loss, *, zero: bool
    ) -> None:
        """Train on all data at once; the sum of the losses gives each network its own gradient."""
        for _ in range(epochs):
            losses = vmap(loss_fn)(self.logits(self.train[0]), self.train[1])
            if zero:
                optimizer.zero_grad()
            losses.sum().backward()
            optimizer.step()


def fleet(seeds: range, sets: Sets, outputs: int, wrong: str) -> Fleet:
    """Data and starts in the order in which the checks draw them, one network for each seed."""
    models, data = [], []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        data.append(sets(int(rng.integers(2**31))))
        models.append(toys.plan(outputs))
        models[-1].load_state_dict(toys.start(models[-1], rng))
    numbers, _ = stack_module_state(models)
    train, _, unseen = (
        (torch.stack([x for x, _ in part]), torch.stack([y for _, y in part]))
        for part in zip(*data, strict=True)
    )
    return Fleet(_bent(models[0], wrong), numbers, train, unseen)


def _bent(plan: nn.Sequential, wrong: str) -> nn.Sequential:
    """The plan with a mistake in it; parameters keep their names."""
    if wrong == "no activation":
        layers = [m if isinstance(m, nn.Linear) else nn.Identity() for m in plan]
        return nn.Sequential(*layers)
    return plan.append(nn.ReLU()) if wrong == "ReLU after the last layer" else plan


def moons(seeds: range, wrong: str) -> Scores:
    """Accuracy on unseen moons and the training loss in the end, for each seed."""
    ships, settings = fleet(seeds, toys.moon_sets, 1, wrong), toys.MOON_SETTINGS
    momentum = 0.0 if wrong == "momentum lost" else settings["momentum"]
    optimizer = torch.optim.SGD(ships.numbers.values(), lr=settings["lr"], momentum=momentum)
    squash = torch.sigmoid if wrong == "sigmoid before the loss" else torch.clone
    right = nn.BCEWithLogitsLoss()

    def loss_fn(logits: Tensor, y: Tensor) -> Tensor:
        loss: Tensor = right(squash(logits[:, 0]), y)
        return loss

    ships.fit(optimizer, settings["epochs"], loss_fn, zero=wrong != "no zero_grad")
    with torch.no_grad():
        hits = (ships.logits(ships.unseen[0])[..., 0] > 0) == (ships.unseen[1] > 0.5)
        losses = vmap(lambda out, y: right(out[:, 0], y))(
            ships.logits(ships.train[0]), ships.train[1]
        )
    return _scores(hits, losses)


def spirals(seeds: range, wrong: str) -> Scores:
    """Accuracy on unseen spiral points and the training loss in the end, for each seed."""
    ships = fleet(seeds, toys.spiral_sets, 3, wrong)
    optimizer = torch.optim.Adam(ships.numbers.values(), lr=toys.SPIRAL_LR)
    right = nn.CrossEntropyLoss()

    def doubled(logits: Tensor, y: Tensor) -> Tensor:
        loss: Tensor = right(logits.softmax(dim=1), y)
        return loss

    loss_fn = doubled if wrong == "softmax before the loss" else right
    ships.fit(optimizer, toys.SPIRAL_EPOCHS, loss_fn, zero=wrong != "no zero_grad")
    with torch.no_grad():
        hits = ships.logits(ships.unseen[0]).argmax(dim=2) == ships.unseen[1]
        losses = vmap(right)(ships.logits(ships.train[0]), ships.train[1])
    return _scores(hits, losses)


def _scores(hits: Tensor, losses: Tensor) -> Scores:
    return list(zip(hits.double().mean(dim=1).tolist(), losses.tolist(), strict=True))


EXPERIMENTS: dict[str, tuple[Callable[[range, str], Scores], tuple[str, ...]]] = {
    "moons": (
        moons,
        (
            "no activation",
            "ReLU after the last layer",
            "sigmoid before the loss",
            "no zero_grad",
            "momentum lost",
        ),
    ),
    "spirals": (
        spirals,
        ("no activation", "ReLU after the last layer", "softmax before the loss", "no zero_grad"),
    ),
}


def row(name: str, values: list[float], threshold: float, *, below: bool = False) -> str:
    """A line of the table: spread, distance to the threshold in sd, and how many pass."""
    m, s = mean(values), stdev(values)
    distance = (threshold - m if below else m - threshold) / s if s else float("inf")
    passed = sum(v <= threshold if below else v >= threshold for v in values)
    return (
        f"| {name} | {len(values)} | {m:.4f} | {s:.4f} | {min(values):.4f} | {max(values):.4f} "
        f"| {distance:.1f} | {passed} |"
    )


def main(names: list[str]) -> int:
    """Measure the experiments and print the table; returns 1 where a right run fails."""
    torch.set_num_threads(1)
    bounds = {"moons": MOONS, "spirals": SPIRALS}
    print(f"Thresholds: moons {MOONS}, spirals {SPIRALS}, loss of spirals {SPIRALS_LOSS}\n")
    print("| experiment | starts | mean | sd | min | max | sd to threshold | passed |")
    print("|---|---|---|---|---|---|---|---|")
    failed = 0
    for name in names or EXPERIMENTS:
        experiment, mistakes = EXPERIMENTS[name]
        for wrong in ("", *mistakes):
            seeds = range(WRONG_SEEDS if wrong else RIGHT_SEEDS)
            parts = [seeds[i : i + _TOGETHER] for i in seeds[::_TOGETHER]]
            results = [score for part in parts for score in experiment(part, wrong)]
            accuracies, losses = ([r[i] for r in results] for i in (0, 1))
            label = f"{name}, {wrong or 'right'}"
            print(row(f"{label}: accuracy", accuracies, bounds[name]), flush=True)
            failed += not wrong and min(accuracies) < bounds[name]
            if name == "spirals":
                print(row(f"{label}: loss", losses, SPIRALS_LOSS, below=True), flush=True)
                failed += not wrong and max(losses) > SPIRALS_LOSS
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
