"""Grades as a table that any program reads."""

from __future__ import annotations

import io

import pytest

from autograder.classroom import gradebook
from autograder.classroom.runfolder import RunFolder
from autograder.reports import table


def test_a_row_for_each_student(run: RunFolder) -> None:
    """Excel reads its letters right, and no cell is a formula."""
    file = io.StringIO(newline="")
    table.write(file, gradebook.write(run))
    lines = file.getvalue().split("\n")

    assert lines[0] == "\ufeffid,name,email,ch01_workflow,total,max,percent,note"
    assert "ada,,,4,4,4,100," in lines
    assert len(lines) - 2 == 5
    assert not any(line.startswith(("=", '"=')) for line in lines)


@pytest.mark.parametrize(
    ("text", "kept"), [("-", "-"), ("", ""), ("=1", "'=1"), ("-1+1", "'-1+1"), ("1001", "1001")]
)
def test_a_platforms_cell_stays_unless_it_is_a_formula(text: str, kept: str) -> None:
    """Moodle writes a hyphen where there is nothing."""
    assert table.platform_cell(text) == kept
