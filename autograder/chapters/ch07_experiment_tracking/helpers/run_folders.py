"""Names of runs, and the folders that they make."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

import numpy as np

from autograder.chapters.ch07_experiment_tracking.helpers import logs
from autograder.chapters.ch07_experiment_tracking.helpers.names import NAMES
from autograder.checks import expect
from autograder.remote.client import Remote, Student

Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RunName:
    """Names of a run: experiment, model and extra; a root and a day."""

    names: tuple[str, str, str]
    root: str
    day: datetime.date

    def date(self, student: Student) -> Remote:
        """The day, in the student's process."""
        made: Remote = student.library("datetime").date(self.day.year, self.day.month, self.day.day)
        return made


def run_name(rng: np.random.Generator) -> RunName:
    """Random names and a random day, whose month and day of the month are below ten."""
    experiment, model, root = (str(name) for name in rng.permutation(NAMES)[:3])
    extra = f"{rng.integers(2, 90)}_epochs"
    year, month, day = (int(rng.integers(*b)) for b in ((2000, 2020), (1, 5), (5, 10)))
    return RunName((f"data_{experiment}", model, extra), root, datetime.date(year, month, day))


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
        folder = next((f for f in found if _is_folder_of(f, names)), "")
        wanted = "/".join(("runs", "YYYY-MM-DD", *names))
        expect.true(folder, f"Expected a run in {wanted}, but got {sorted(found)}.")
        points = {"number": [(7, number + 0.5)]}
        expect.equal(found[folder].points, points, name=f"the values in {folder}")
        expect.equal(found[folder].files, 1, name=f"the number of event files in {folder}")
    expect.length(found, len(writers), name="the dict of folders with event files")


def _is_folder_of(folder: str, names: Names) -> bool:
    """Whether a folder is runs/today/names; midnight and time zones are allowed for."""
    match = re.fullmatch(r"runs/(\d{4}-\d\d-\d\d)/" + re.escape("/".join(names)), folder)
    today = datetime.datetime.now(datetime.timezone.utc).date()
    near = (today + datetime.timedelta(days=d) for d in (-1, 0, 1))
    return match is not None and match[1] in [day.isoformat() for day in near]
