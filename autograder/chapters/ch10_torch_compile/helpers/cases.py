"""Small models on both sides, backends that leave a mark, and what follows from them."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from autograder.checks import expect, parity
from autograder.remote.client import Remote, Student

RTOL = 1e-9


def fresh_probes(student: Student) -> Remote:
    """The chapter's own objects over there; nothing is compiled yet, and there is no compiler."""
    there = student.chapter_probes
    there.fresh()
    return there


def mark(rng: np.random.Generator) -> float:
    """How much larger a marked result is, as a share."""
    return float(rng.uniform(0.2, 0.4))


@dataclass(frozen=True, slots=True)
class Pair:
    """The same small network on both sides, in float64, and how wide its input is."""

    there: Remote
    here: nn.Sequential
    features: int

    def inputs(self, rng: np.random.Generator, count: int) -> Tensor:
        """A batch of standard normal values."""
        return torch.as_tensor(rng.standard_normal((count, self.features)))


def pair(student: Student, rng: np.random.Generator, **options: Any) -> Pair:
    """A network of random numbers; its input is wider than any batch is long."""
    features = int(rng.integers(12, 16))
    there, here = parity.mlp_pair(student, rng, features, 5, int(rng.integers(2, 5)), **options)
    row = student.chapter_probes.Row(*(getattr(there, str(n)) for n in range(len(here))))
    return Pair(row, here, features)


def check_output(actual: object, wanted: Tensor, name: str = "the output", hint: str = "") -> None:
    """A tensor of these numbers."""
    expect.close(
        expect.tensor(actual, name=name), wanted, name=name, rtol=RTOL, atol=RTOL, hint=hint
    )


def check_marked(
    actual: object, wanted: Tensor, factor: float, name: str = "the output", hint: str = ""
) -> None:
    """These numbers times the factor of the backend: they were computed by one graph of it."""
    found = expect.tensor(actual, name=name)
    same = found.shape == wanted.shape
    if same and torch.allclose(found.to(wanted), wanted, rtol=RTOL, atol=RTOL):
        expect.true(
            False,
            f"Expected {name} to come from the backend that was given, which leaves a mark in it, "
            "but got what the model computes without it.",
            hint=hint,
        )
    marked = wanted * factor
    expect.close(found, marked, name=f"{name}, marked by the backend,", rtol=RTOL, hint=hint)


def check_itself(student: Student, found: Any, on: Pair, rng: np.random.Generator) -> None:
    """What came back computes as the model does, and calls its parameters by their own names."""
    expect.state_dict(found.state_dict(), parity.snapshot(on.here), rtol=RTOL)
    x = on.inputs(rng, 5)
    check_output(found(x), on.here(x).detach())


@dataclass(frozen=True, slots=True)
class Named:
    """A row of layers on both sides, some of them compiled over there."""

    there: Remote
    wanted: dict[str, Tensor]
    names: list[str]


def named(student: Student, rng: np.random.Generator, names: Sequence[str]) -> Named:
    """Square layers of these names, in random order, with random numbers."""
    order = [str(name) for name in rng.permutation(list(names))]
    widths = dict.fromkeys(order, 3)
    here = nn.Sequential()
    for name in order:
        with torch.random.fork_rng(devices=[]):
            here.add_module(name, nn.Linear(3, 3, dtype=torch.float64))
    wanted = parity.drawn_state(here, rng)
    there = fresh_probes(student).layers(widths)
    student.probes.load_parameters(there, wanted)
    return Named(there, wanted, order)


def check_clean(student: Student, found: object, on: Named) -> None:
    """The tensors by their plain names, which a new model of the same layers loads."""
    expect.state_dict(found, on.wanted, rtol=RTOL)


def vector(rng: np.random.Generator, norm: float, *shape: int) -> Tensor:
    """Random numbers whose squares sum to the square of ``norm``, float64."""
    x = torch.as_tensor(rng.standard_normal(shape))
    return x * (norm / float(np.linalg.norm(x.numpy())))


def limited(x: Tensor, most: float) -> Tensor:
    """What limit_norm gives."""
    norm = float(np.linalg.norm(x.numpy()))
    return x * (most / norm) if norm > most else x


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
    shuffled = [rows[i] for i in rng.permutation(len(rows))]
    lines = [f"run,epoch,other,{column}", *(",".join(map(repr, row)) for row in shuffled)]
    epochs = range(1, max(lengths) + 1)
    means = [float(np.mean([row[3] for row in rows if row[1] == epoch])) for epoch in epochs]
    return ("\r\n".join(lines) + "\r\n").encode(), means
