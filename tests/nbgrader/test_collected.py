"""What platforms give, collected for nbgrader, gets the marks that `grade` gives."""

from __future__ import annotations

from pathlib import Path

import pytest
from downloads import CHAPTER, all_downloads
from nbgrader.api import Gradebook

from autograder.cli import run as command


@pytest.mark.exhaustive
@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
def test_nbgrader_gives_the_same_marks(room, tmp_path: Path) -> None:
    """Every student of every platform is in its gradebook; they share one course."""
    submitted, expected = room.course.root / "submitted", {}
    submitted.mkdir()
    for kind, download in all_downloads().items():
        collected = tmp_path / kind
        assert command(["collect", str(download.zip(tmp_path)), str(collected)]) == 0
        for student, points in download.points.items():
            expected[f"{kind} {student}"] = points
            (collected / student).rename(submitted / f"{kind} {student}")

    room.autograder("nbgrader", "autograde", "00")

    with Gradebook(room.course.database) as book:
        scores = {one.student.id: one.score for one in book.assignment_submissions(CHAPTER)}
    assert scores == expected
