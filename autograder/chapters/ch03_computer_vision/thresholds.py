"""Measure where the threshold of `train_digits` stands: right and wrong solutions, many seeds.

    python -m autograder.chapters.ch03_computer_vision.thresholds --seeds 40

Each seed draws other digits to learn from, other unseen ones and another start. `thresholds.md`
holds what this printed last.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import mean, stdev
from typing import Any

import numpy as np
import torch

from autograder.chapters.ch03_computer_vision import hidden, probes
from autograder.chapters.ch03_computer_vision.helpers import digits
from autograder.course import chapters, compose, percent
from autograder.course.mistakes import catalogue

TASK = "train_digits"
# Mistakes around a training that is the solution's own: other checks catch them.
_TRAINED_WELL = ("seeded_too_late", "seed_fixed", "probabilities_returned")


def main() -> None:
    """Print a row for each solution."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=40)
    parser.add_argument("--wrong-seeds", type=int, default=40)
    parser.add_argument("--only", default="", help="part of a solution's name")
    options = parser.parse_args()
    torch.set_num_threads(1)
    print(f"Threshold {hidden.DIGITS_READ} %, {hidden.LEARNT} digits to learn from.\n")
    print("| solution | seeds | mean | sd | min | max | sd above threshold | CPU s |")
    print("|---|---|---|---|---|---|---|---|")
    rows = [(f"right: {name}", code, options.seeds) for name, code in right()]
    rows += [(f"wrong: {name}", code, options.wrong_seeds) for name, code in wrong()]
    for name, code, seeds in rows:
        if options.only in name:
            print(row(name, code, range(seeds)), flush=True)


def right() -> Iterator[tuple[str, str | None]]:
    """The reference solution (None) and the accepted variants."""
    yield "solution", None
    path = chapters.ROOT / "autograder" / "chapters" / "ch03_computer_vision" / "variants.py"
    for cell in percent.parse(path.read_text(encoding="utf-8"), path):
        if cell.task == TASK:
            yield str(cell.header["variant"]), cell.source


def wrong() -> Iterator[tuple[str, str]]:
    """The known mistakes of training, and three that a threshold alone does not catch."""
    for mistake in catalogue(chapters.find("ch03")):
        if mistake.task == TASK and mistake.id not in _TRAINED_WELL:
            yield mistake.id, mistake.source
    yield from OTHERS.items()


def row(name: str, code: str | None, seeds: Iterable[int]) -> str:
    """Measure one solution."""
    started = time.process_time()
    found = [score(code, seed) for seed in seeds]
    seconds = (time.process_time() - started) / len(found)
    spread = stdev(found)
    away = (mean(found) - hidden.DIGITS_READ) / spread if spread else float("inf")
    numbers = f"{mean(found):.2f} | {spread:.2f} | {min(found):.2f} | {max(found):.2f}"
    return f"| {name} | {len(found)} | {numbers} | {away:+.1f} | {seconds:.2f} |"


def score(code: str | None, seed: int) -> float:
    """Percent of unseen digits read, as the hidden check counts it."""
    source = chapters.load(chapters.find("ch03"))
    text = compose.module(source, {} if code is None else {TASK: code})
    namespace: dict[str, Any] = {"__name__": "swept"}
    exec(compile(text, str(Path("swept.py")), "exec"), namespace)
    x, y, unseen, truth = digits.digits(np.random.default_rng([3, seed]), hidden.LEARNT)
    torch.manual_seed(seed)
    model = namespace[TASK](x, y, seed=seed).eval()
    with torch.inference_mode():
        return probes.accuracy_fn(truth, digits.labels_of(model(unseen)))


_LOOP = """
def train_digits(X, y, seed=42):
    torch.manual_seed(seed)
    model = TinyVGG(1, 16, 10, image_size=8)
    loader = DataLoader(TensorDataset(X, y), batch_size=32, shuffle=True)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.005)
    for _ in range({epochs}):
        for xb, yb in loader:
            {zero}
            nn.functional.cross_entropy({output}, yb).backward()
            optimizer.step()
    return model
"""
OTHERS = {
    "no zero_grad": _LOOP.format(epochs=8, zero="pass", output="model(xb)"),
    "softmax before the loss": _LOOP.format(
        epochs=8, zero="optimizer.zero_grad()", output="model(xb).softmax(dim=1)"
    ),
    "one epoch": _LOOP.format(epochs=1, zero="optimizer.zero_grad()", output="model(xb)"),
}


if __name__ == "__main__":
    main()
