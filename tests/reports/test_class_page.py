"""What the page of a class is filled with."""

from __future__ import annotations

from autograder.reports.class_page import Column, columns


def test_the_distribution_counts_everybody_once() -> None:
    """Borders belong to the upper column, 100 percent to the last."""
    found = columns([0, 9.9, 10, 99, 100, 100])

    assert [c.students for c in found] == [2, 1, 0, 0, 0, 0, 0, 0, 0, 3]
    assert found[0] == Column(0, 2, 2 / 3)
    assert [c.share for c in columns([])] == [0.0] * 10
