"""Names of runs, event files to read, zips to fetch, rows to choose from."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

import numpy as np
import torch

from autograder.chapters.ch07_experiment_tracking.helpers import logs
from autograder.chapters.ch07_experiment_tracking.helpers.training_runs import NAMES
from autograder.checks import events, expect, files
from autograder.remote.client import Remote, Student

_TAGS = ("Loss/train", "Loss/test", "Accuracy/train", "Accuracy/test")
Names = tuple[str, ...]


def torch_draws(seed: int) -> list[float]:
    """What torch.rand(3) gives after this seed."""
    drawn: list[float] = torch.rand(3, generator=torch.Generator().manual_seed(seed)).tolist()
    return drawn


@dataclass(frozen=True, slots=True)
class Place:
    """Names of a run: experiment, model and extra; a root and a day."""

    names: tuple[str, str, str]
    root: str
    day: datetime.date

    def date(self, student: Student) -> Remote:
        """The day, over there."""
        made: Remote = student.library("datetime").date(self.day.year, self.day.month, self.day.day)
        return made


def case(rng: np.random.Generator) -> Place:
    """Random names and a random day, whose month and day of the month are below ten."""
    experiment, model, root = (str(name) for name in rng.permutation(NAMES)[:3])
    extra = f"{rng.integers(2, 90)}_epochs"
    year, month, day = (int(rng.integers(*b)) for b in ((2000, 2020), (1, 5), (5, 10)))
    return Place((f"data_{experiment}", model, extra), root, datetime.date(year, month, day))


def check_path(path: Any, root: str, day: datetime.date, *names: str) -> None:
    """The path consists of these parts."""
    is_path = isinstance(path, PurePath)
    expect.true(is_path, f"Expected the result to be a Path, but got {expect.show(path)}.")
    parts = [root, day.isoformat(), *names]
    expect.equal(list(path.parts), parts, name="the parts of the path")


def check_written(student: Student, writers: Mapping[Names, Remote]) -> None:
    """A value logged with each writer lands in the folder of its names, and nowhere else.

    Raises:
        Failed: a folder is not where it should be, or holds other values.
    """
    for number, writer in enumerate(writers.values()):
        writer.add_scalar.keep("number", number + 0.5, 7)
    for writer in writers.values():
        writer.close.keep()
    found = logs.runs(student)
    for number, names in enumerate(writers):
        folder = next((f for f in found if _is_place(f, names)), "")
        wanted = "/".join(("runs", "YYYY-MM-DD", *names))
        expect.true(folder, f"Expected a run in {wanted}, but got {sorted(found)}.")
        points = {"number": [(7, number + 0.5)]}
        expect.equal(found[folder].points, points, name=f"the values in {folder}")
        expect.equal(found[folder].files, 1, name=f"the number of event files in {folder}")
    expect.length(found, len(writers), name="the dict of folders with event files")


def _is_place(folder: str, names: Names) -> bool:
    """Whether a folder is runs/today/names; midnight and time zones are allowed for."""
    match = re.fullmatch(r"runs/(\d{4}-\d\d-\d\d)/" + re.escape("/".join(names)), folder)
    today = datetime.datetime.now(datetime.timezone.utc).date()
    near = (today + datetime.timedelta(days=d) for d in (-1, 0, 1))
    return match is not None and match[1] in [day.isoformat() for day in near]


def curves(rng: np.random.Generator, steps: Sequence[int]) -> dict[str, logs.Points]:
    """Two curves with values that float32 holds exactly."""
    tags = rng.permutation(_TAGS)[:2]
    return {
        str(tag): [(step, float(np.float32(rng.standard_normal()))) for step in steps]
        for tag in tags
    }


def scalars(found: Mapping[str, logs.Points]) -> list[events.Scalar]:
    """The points as a training writes them: step by step."""
    points = [(step, tag, value) for tag, curve in found.items() for step, value in curve]
    ordered = sorted(points, key=lambda point: point[0])
    return [events.Scalar(tag, step, value, 1e9 + 60 * step) for step, tag, value in ordered]


def write_events(
    student: Student, folder: str, second: int, points: Sequence[events.Scalar], *, torn: int = 0
) -> None:
    """Write an event file that began in that second; its last ``torn`` bytes are missing."""
    data = events.write(points, wall_time=1e9)
    path = f"{folder}/events.out.tfevents.{1_000_000_000 + second}.lab.1.0"
    student.write_file(path, data[: len(data) - torn])


def check_read(found: Any, wanted: Mapping[str, logs.Points]) -> None:
    """The student's dict has these curves and no others; a pair may be a list."""
    expect.type_(found, dict, name="the result")
    expect.equal(sorted(found), sorted(wanted), name="the tags")
    for tag, points in wanted.items():
        expect.type_(found[tag], list, name=f"the curve {tag}")
        pairs = [tuple(p) if isinstance(p, list | tuple) else p for p in found[tag]]
        expect.length(pairs, len(points), name=f"the curve {tag}")
        for number, (pair, point) in enumerate(zip(pairs, points, strict=True)):
            expect.equal(pair, point, name=f"point {number} of {tag}")
            expect.type_(pair[0], int, name=f"the step of point {number} of {tag}")
            expect.type_(pair[1], float, name=f"the value of point {number} of {tag}")


def offer(
    student: Student, rng: np.random.Generator, members: Mapping[str, bytes]
) -> tuple[str, str]:
    """Put a zip on the pretended web; returns its address and a name for its folder."""
    zip_name, name = (str(n) for n in rng.permutation(NAMES)[:2])
    source = f"https://example.org/food/{zip_name}.zip"
    student.library("autograder.student.web").pretend({source: files.zipped(members)})
    return source, f"{name}_steak"


def zips(student: Student) -> list[str]:
    """The zip files that lie about."""
    with student.aside():
        found = [path for path in student.list_files() if path.endswith(".zip")]
    student.record("zips", found)
    return found


def rows(rng: np.random.Generator, count: int) -> list[dict[str, Any]]:
    """Rows of runs, all numbers different."""
    accuracies, losses = (rng.permutation(90)[:count] / 100 + 0.05 for _ in range(2))
    params = rng.permutation(5000)[:count]
    return [
        {"model": f"net_{i}", "test_acc": float(a), "test_loss": float(b), "params": int(p)}
        for i, (a, b, p) in enumerate(zip(accuracies, losses, params, strict=True))
    ]


def with_nan(found: list[dict[str, Any]], metric: str, places: Sequence[int]) -> None:
    """Let these rows have no result."""
    for place in places:
        found[place][metric] = math.nan
