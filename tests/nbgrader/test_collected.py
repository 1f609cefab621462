"""What platforms give, collected for nbgrader, gets the marks that `grade` gives."""

from __future__ import annotations

from pathlib import Path

import pytest
from downloads import CHAPTER, all_downloads
from nbgrader.api import Gradebook

from autograder.cli import run as command


@pytest.mark.exhaustive
@pytest.mark.parametrize("kind", all_downloads())
@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
def test_nbgrader_gives_the_same_marks(kind: str, room, tmp_path: Path) -> None:
    """Every student of the download is in its gradebook."""
    download = all_downloads()[kind]
    source = download.zip(tmp_path)

    assert command(["collect", str(source), str(room.course.root / "submitted")]) == 0
    room.autograder("nbgrader", "autograde", "00")

    with Gradebook(room.course.database) as book:
        scores = {one.student.id: one.score for one in book.assignment_submissions(CHAPTER)}
    assert scores == download.points
