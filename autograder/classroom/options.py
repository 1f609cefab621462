"""Options of ``autograder grade`` that are about the class, not about a single grade."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from autograder.classroom.layouts import AUTO
from autograder.course.chapter import Chapter
from autograder.grading.request import GradeRequest


@dataclass(frozen=True, slots=True)
class ClassOptions:
    """Options of grading a class: its folder, its run, workers, output.

    Attributes:
        submissions: a class's folder, or one submission.
        run: the folder that the results go to.
        request: what decides the grades; its key, policy and template are set where the grading
            happens.
        workers: submissions graded at the same time; None for one a processor.
        key_file: the run's secret; None for ``key`` in the run's folder.
        trusted: whether to go on where a machine has no sandbox.
        chapter: grade this one only; None grades all.
        scheduler: address of a Dask scheduler whose workers grade; empty for this machine alone.
        layout: how the submissions lie, one of ``layouts.CHOICES``.
        roster: a CSV file of all who are in the class.
        as_json: print each result as a line of JSON instead of the gradebook.
    """

    submissions: Path
    run: Path
    request: GradeRequest = field(default_factory=lambda: GradeRequest(hidden=True))
    workers: int | None = None
    key_file: Path | None = None
    trusted: bool = False
    chapter: Chapter | None = None
    scheduler: str = ""
    layout: str = AUTO
    roster: Path | None = None
    as_json: bool = False
