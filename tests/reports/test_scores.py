"""What the page's filters find in a row of the scores."""

from __future__ import annotations

from datetime import timedelta

import pytest

from autograder.classroom import gradebook
from autograder.classroom.runfolder import RunFolder
from autograder.reports import scores
from autograder.reports.class_page import Figures


def test_each_chapter_has_a_status_and_each_row_its_mistakes(graded_class: RunFolder) -> None:
    """Done, failed, not started, not graded, missing."""
    figures = Figures()
    for one in graded_class:
        figures.add(one)
    rows = scores.rows(gradebook.write(graded_class), figures.heat_maps, figures.makers)

    assert {row.student: [cell.text for cell in row.cells] for row in rows} == {
        "ada": ["4 ✓", "–"],
        "ben": ["0", "1"],
        "cem": ["3", "?"],
        "dee": ["0 ·", "–"],
        "fay": ["–", "–"],
    }
    assert {row.student: row.mistakes for row in rows if row.mistakes} == {
        "ben": [0, 1],
        "cem": [0],
    }


def test_late_work_is_marked_with_by_how_much(graded_class: RunFolder) -> None:
    """In its chapter's cell and in the notes; no other row says so."""
    figures = Figures()
    for one in graded_class:
        figures.add(one)
    late = {("ada", "ch01_workflow"): timedelta(hours=30), ("zoe", "ch01_workflow"): timedelta(1)}
    summary = gradebook.write(graded_class)
    rows = scores.rows(summary, figures.heat_maps, figures.makers, late)

    ada, *others = rows
    assert [cell.text for cell in ada.cells] == ["4 ✓ late", "–"]
    assert "ch01 1 day late" in ada.notes
    assert not any(cell.is_late for row in others for cell in row.cells)


@pytest.mark.parametrize(
    ("delay", "words"),
    [
        (timedelta(seconds=5), "1 minute"),
        (timedelta(minutes=59), "59 minutes"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(days=3, hours=23), "3 days"),
    ],
)
def test_a_delay_is_said_in_its_largest_unit(delay: timedelta, words: str) -> None:
    """Nobody reads seconds."""
    assert scores.how_long(delay) == words
