"""Times and results of runs, and the files that hold them."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from autograder.checks import draws, expect


def seconds(rng: np.random.Generator, count: int) -> list[float]:
    """Times to be measured, each unlike the others."""
    drawn: list[float] = rng.uniform(0.05, 0.2, count).tolist()
    return drawn


def check_times(found: Any, first: float, later: float) -> None:
    """Two floats: the first call and the mean of later ones."""
    expect.type_(found, (tuple, list), name="the result")
    expect.length(found, 2, name="the result")
    for value, wanted, name in zip(
        found, (first, later), ("the first call", "a later call"), strict=True
    ):
        expect.type_(value, float, name=f"the seconds of {name}")
        expect.close(value, wanted, name=f"the seconds of {name}", rtol=1e-4)


def run_results(
    rng: np.random.Generator, epochs: int, keys: Sequence[str]
) -> dict[str, list[float]]:
    """Results of a run with numbers of many digits."""
    return {key: rng.uniform(0.01, 3, epochs).tolist() for key in keys}


def table(data: bytes) -> tuple[list[str], list[list[str]]]:
    """Header and rows of a CSV file; empty lines do not count."""
    rows = [row for row in csv.reader(io.StringIO(data.decode("utf-8-sig"))) if row]
    expect.true(rows, "Expected the file to hold a table, but it is empty.")
    return rows[0], rows[1:]


def check_file(data: bytes, runs: Sequence[Mapping[str, Sequence[float]]]) -> None:
    """The file holds a row for each epoch of each run, in order, and every digit."""
    header, rows = table(data)
    keys = list(runs[0])
    expect.equal(header, ["run", "epoch", *keys], name="the header of the file")
    wanted = [
        [run, epoch, *(results[key][epoch - 1] for key in keys)]
        for run, results in enumerate(runs, start=1)
        for epoch in range(1, len(results[keys[0]]) + 1)
    ]
    expect.length(rows, len(wanted), name="the rows of the file")
    for number, (row, right) in enumerate(zip(rows, wanted, strict=True), start=1):
        found = [_number(cell, number) for cell in row]
        expect.equal(found, [float(value) for value in right], name=f"row {number} of the file")


def _number(cell: str, row: int) -> float:
    try:
        return float(cell)
    except ValueError:
        expect.true(False, f"Expected row {row} to hold numbers, but got {cell!r}.")
    return 0.0


def csv_bytes(
    rng: np.random.Generator, lengths: Sequence[int], column: str
) -> tuple[bytes, list[float]]:
    """A file of runs of these lengths, its rows shuffled; and the means of a column.

    Where there are several epochs, the file does not name them in their order.

    Args:
        rng: decides numbers and order.
        lengths: epochs of each run.
        column: the name of the column that is averaged; another one stands before it.
    """
    rows = [
        (run, epoch, *rng.uniform(0.1, 2, 2).tolist())
        for run, length in enumerate(lengths, start=1)
        for epoch in range(1, length + 1)
    ]
    epochs = list(range(1, max(lengths) + 1))
    shuffled = draws.until(
        lambda: [rows[i] for i in rng.permutation(len(rows))],
        lambda drawn: len(epochs) == 1 or list(dict.fromkeys(r[1] for r in drawn)) != epochs,
    )
    lines = [f"run,epoch,other,{column}", *(",".join(map(repr, row)) for row in shuffled)]
    means = [float(np.mean([row[3] for row in rows if row[1] == epoch])) for epoch in epochs]
    return ("\r\n".join(lines) + "\r\n").encode(), means
