"""Where the accuracy thresholds of chapter 02 stand: right and wrong loops over many starts.

    python -m autograder.graders.ch02_classification.sweep

prints the table kept in THRESHOLDS.md. Data, models and recipes are those of the checks; the loops
are written out here, and trained on this side.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from statistics import mean, stdev

import numpy as np
import torch
from torch import Tensor, nn

from autograder.graders.ch02_classification import toys
from autograder.graders.ch02_classification.hidden import MOONS, SPIRALS, SPIRALS_LOSS

RIGHT_SEEDS = 200
WRONG_SEEDS = 40
Loss = Callable[[Tensor, Tensor], Tensor]


def fit(
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    data: toys.Points,
    epochs: int,
    loss_fn: Loss,
    *,
    zero: bool = True,
) -> float:
    """Train on all data at once; returns the last loss."""
    last = 0.0
    for _ in range(epochs):
        loss = loss_fn(model(data[0]), data[1])
        if zero:
            optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        last = loss.item()
    return last


def moons(seed: int, *, wrong: str = "") -> tuple[float, float]:
    """Accuracy on unseen moons and the last loss, for a loop that is right or ``wrong``."""
    rng = np.random.default_rng(seed)
    train_set, _, unseen = toys.moon_sets(int(rng.integers(2**31)))
    model = _model(rng, 1, wrong)
    settings = toys.MOON_SETTINGS
    momentum = 0.0 if wrong == "momentum lost" else settings["momentum"]
    optimizer = torch.optim.SGD(model.parameters(), lr=settings["lr"], momentum=momentum)
    base = nn.BCEWithLogitsLoss()
    squash = torch.sigmoid if wrong == "sigmoid before the loss" else torch.Tensor.clone
    zero = wrong != "no zero_grad"
    last = fit(
        model,
        optimizer,
        train_set,
        settings["epochs"],
        lambda logits, y: base(squash(logits[:, 0]), y),
        zero=zero,
    )
    with torch.no_grad():
        found = (model(unseen[0])[:, 0] > 0) == (unseen[1] > 0.5)
    return float(found.double().mean()), last


def spirals(seed: int, *, wrong: str = "") -> tuple[float, float]:
    """Accuracy on unseen spiral points and the training loss in the end."""
    rng = np.random.default_rng(seed)
    train_set, _, unseen = toys.spiral_sets(int(rng.integers(2**31)))
    model = _model(rng, 3, wrong)
    optimizer = torch.optim.Adam(model.parameters(), lr=toys.SPIRAL_LR)
    base = nn.CrossEntropyLoss()
    inner = nn.Softmax(dim=1) if wrong == "softmax before the loss" else nn.Identity()
    epochs, zero = toys.SPIRAL_EPOCHS, wrong != "no zero_grad"
    fit(model, optimizer, train_set, epochs, lambda out, y: base(inner(out), y), zero=zero)
    with torch.no_grad():
        found = (model(unseen[0]).argmax(dim=1) == unseen[1]).double().mean()
        return float(found), base(model(train_set[0]), train_set[1]).item()


def _model(rng: np.random.Generator, outputs: int, wrong: str) -> nn.Module:
    model = toys.plan(outputs)
    model.load_state_dict(toys.start(model, rng))
    if wrong == "no activation":
        return nn.Sequential(*(m for m in model if isinstance(m, nn.Linear)))
    if wrong == "ReLU after the last layer":
        return nn.Sequential(model, nn.ReLU())
    return model


EXPERIMENTS: dict[str, tuple[Callable[..., tuple[float, float]], tuple[str, ...]]] = {
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


def main() -> int:
    """Measure everything and print the table; returns 1 where a right run fails."""
    torch.set_num_threads(1)
    bounds = {"moons": MOONS, "spirals": SPIRALS}
    print(f"Thresholds: moons {MOONS}, spirals {SPIRALS}, loss of spirals {SPIRALS_LOSS}\n")
    print("| experiment | seeds | mean | sd | min | max | sd to threshold | passed |")
    print("|---|---|---|---|---|---|---|---|")
    failed = 0
    for name, (experiment, mistakes) in EXPERIMENTS.items():
        for wrong in ("", *mistakes):
            seeds = WRONG_SEEDS if wrong else RIGHT_SEEDS
            results = [experiment(seed, wrong=wrong) for seed in range(seeds)]
            accuracies, losses = ([r[i] for r in results] for i in (0, 1))
            label = f"{name}, {wrong or 'right'}"
            print(row(f"{label}: accuracy", accuracies, bounds[name]), flush=True)
            if name == "spirals":
                print(row(f"{label}: loss", losses, SPIRALS_LOSS, below=True), flush=True)
            failed += not wrong and min(accuracies) < bounds[name]
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
