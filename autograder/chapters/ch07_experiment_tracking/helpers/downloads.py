"""Zips on a pretended web."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from autograder.chapters.ch07_experiment_tracking.helpers.names import NAMES
from autograder.checks import files
from autograder.remote.client import Student


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
