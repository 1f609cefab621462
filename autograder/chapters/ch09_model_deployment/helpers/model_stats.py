"""The numbers of a model: loss, accuracy, parameters, megabytes; tables of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.checks import draws, expect, files, parity
from autograder.remote.client import Student

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Stats:
    """What model_stats returned, and what is right."""

    found: Any
    wanted: dict[str, float]

    def check(self, key: str) -> None:
        """One of its numbers."""
        expect.keys(self.found, self.wanted, name="the result")
        value, wanted = self.found[key], self.wanted[key]
        expect.type_(value, type(wanted), name=f'"{key}"')
        expect.close(value, wanted, name=f'"{key}"', rtol=1e-9)


def stats(student: Student, rng: np.random.Generator) -> Stats:
    """Ask for the card of a nested network that is frozen in part, with a file of any size."""
    widths = (int(rng.integers(3, 6)), int(rng.integers(6, 9)), int(rng.integers(2, 5)))
    there, here = parity.mlp_pair(student, rng, *widths, batch_norm=True)
    there.get_submodule("0").requires_grad_.keep(False)
    size = int(rng.integers(1, 60)) * MEGABYTE + int(rng.integers(100_000, 900_000))
    path = student.write_file("saved/model.pth", b"")
    student.library("os").truncate(path, size)
    epochs = int(rng.integers(3, 6))
    falling = np.sort(rng.uniform(0.2, 1.5, epochs))[::-1]
    results = {
        "train_loss": rng.uniform(0.2, 1.5, epochs).tolist(),
        "train_acc": rng.uniform(0.3, 0.9, epochs).tolist(),
        "test_loss": np.append(falling, falling[-1] + 0.1).tolist(),
        "test_acc": [*np.sort(rng.uniform(0.3, 0.8, epochs)).tolist(), 0.25],
    }
    layers = student.library("torch.nn")
    found = student.model_stats(layers.Sequential(layers.Flatten(), there), path, results)
    wanted = {
        "test_loss": results["test_loss"][-1],
        "test_acc": results["test_acc"][-1],
        "number_of_parameters": sum(p.numel() for p in here.parameters()),
        "model_size_mb": size / MEGABYTE,
    }
    return Stats(found, wanted)


Row = dict[str, Any]


def rows(rng: np.random.Generator, count: int) -> list[Row]:
    """Models with their numbers, all different: the quicker, the worse, but for some luck.

    They are sorted neither by their names nor by their times.
    """

    def unsorted(drawn: list[Row]) -> bool:
        return all(
            [row[key] for row in drawn] != sorted(row[key] for row in drawn)
            for key in ("model", "time_per_pred_cpu")
        )

    return draws.until(lambda: _rows(rng, count), unsorted)


def to_pick(rng: np.random.Generator) -> tuple[list[Row], float, Row]:
    """Five models, a limit that three of them meet, and the most accurate of these.

    It is neither the quickest of the three, nor that with the least loss, nor the best of all.
    """

    def drawn() -> tuple[list[Row], float, Row]:
        table = rows(rng, 5)
        times = sorted(row["time_per_pred_cpu"] for row in table)
        limit = (times[2] + times[3]) / 2
        return table, limit, max(within(table, limit), key=lambda row: row["test_acc"])

    def tells(case: tuple[list[Row], float, Row]) -> bool:
        table, limit, best = case
        others = (
            max(table, key=lambda row: row["test_acc"]),
            quickest(table),
            min(within(table, limit), key=lambda row: row["test_loss"]),
        )
        return best not in others

    return draws.until(drawn, tells)


def within(table: list[Row], limit: float) -> list[Row]:
    """The models that take no longer than a limit."""
    return [row for row in table if row["time_per_pred_cpu"] <= limit]


def quickest(table: list[Row]) -> Row:
    """The model that takes the least time."""
    return min(table, key=lambda row: float(row["time_per_pred_cpu"]))


def _rows(rng: np.random.Generator, count: int) -> list[Row]:
    times = np.sort(rng.uniform(0.01, 0.2, count))
    accuracies = np.sort(rng.uniform(0.6, 0.8, count)) + rng.uniform(0, 0.15, count)
    table = [
        {
            "test_loss": float(rng.uniform(0.1, 0.9)),
            "model": name,
            "test_acc": float(accuracy),
            "number_of_parameters": int(rng.integers(1_000, 90_000_000)),
            "model_size_mb": float(rng.uniform(1, 300)),
            "time_per_pred_cpu": float(seconds),
        }
        for name, seconds, accuracy in zip(files.names(rng, count), times, accuracies, strict=True)
    ]
    return [table[i] for i in rng.permutation(count)]
