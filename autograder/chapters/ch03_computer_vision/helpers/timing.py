"""Training times, and tables of models to compare."""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from autograder.checks import draws, expect
from autograder.remote.client import Remote, Student


def check_timing(student: Student, answer: int, seconds: float, later: float = 0.0) -> None:
    """Time a job whose duration is known; what is compared stays there, for it varies."""
    builtins, operator = student.library("builtins"), student.library("operator")
    job = student.chapter_probes.Job.keep(answer, seconds, later)
    started = time.monotonic()
    found = student.time_training.keep(job)
    elapsed = time.monotonic() - started
    student.observe("runs and waits", job.events)
    is_pair = builtins.isinstance(found, builtins.tuple) and builtins.len(found) == 2
    expect.true(is_pair, "Expected a tuple of the result and the seconds, but got something else.")
    expect.equal(operator.getitem(found, 0), answer, name="what the function returned")
    took = operator.getitem.keep(found, 1)
    is_float = builtins.isinstance(took, builtins.float)
    expect.true(is_float, "Expected the seconds to be a float, but got something else.")
    expect.equal(job.runs.value(), 1, name="the number of calls of the function")
    expect.true(operator.ge(took, 0.0), "Expected the seconds to be positive, but got less than 0.")
    enough = operator.ge(took, 0.9 * (seconds + later))
    gpu = f", {later:g} of them on the GPU" if later else ""
    text = f"Expected at least {seconds + later:g} seconds{gpu}, but got less."
    expect.true(enough, text)
    text = f"Expected at most the {elapsed:.2f} seconds that the call took in all, but got more."
    expect.true(operator.le(took, elapsed), text)


def table(rng: np.random.Generator, n: int) -> list[dict[str, Any]]:
    """Results of n models with different accuracies, in random order.

    The best has neither the least loss nor the least time, and is neither the first nor the last.
    """
    return draws.until(lambda: _table(rng, n), _telling)


def _telling(rows: list[dict[str, Any]]) -> bool:
    best = max(rows, key=lambda row: row["model_acc"])
    others = [min(rows, key=lambda row: row[key]) for key in ("model_loss", "train_seconds")]
    return best not in (rows[0], rows[-1], *others)


def _table(rng: np.random.Generator, n: int) -> list[dict[str, Any]]:
    accuracies = rng.choice(np.arange(600, 999), n, replace=False) / 10
    return [
        {
            "model_name": f"Model{i}",
            "model_loss": float(rng.uniform(0.1, 1.2)),
            "model_acc": float(accuracy),
            "train_seconds": float(rng.uniform(5, 90)),
        }
        for i, accuracy in enumerate(accuracies)
    ]


def check_compared(student: Student, rows: list[dict[str, Any]]) -> None:
    """The best row first; of equally good ones the fastest."""
    found = student.compare(rows)
    if isinstance(found, Remote) and student.library("builtins").hasattr(found, "to_dict"):
        found = found.to_dict("records")  # a DataFrame
    expect.type_(found, list, name="the result")
    wanted = sorted(rows, key=lambda row: (-row["model_acc"], row["train_seconds"]))
    names = [row.get("model_name") if isinstance(row, dict) else row for row in found]
    expect.equal(names, [row["model_name"] for row in wanted], name="the order of the models")
    expect.equal(found, wanted, name="the rows")
