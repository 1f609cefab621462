"""What the page's filters find in a row of the scores."""

from __future__ import annotations

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
