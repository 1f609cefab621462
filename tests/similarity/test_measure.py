"""A class with planted copies, made of the repository's own right answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course import chapters
from autograder.similarity import copying, measure

_ANSWERS = Path(__file__).parents[1] / "validity"
_CHAPTERS = ("01", "02", "08")


@pytest.mark.parametrize("label", _CHAPTERS)
def test_honest_right_answers_are_no_pair(label):
    """Neither with each other nor with the reference solution."""
    source = chapters.load(chapters.find(label))
    students = measure.honest_class(source, _ANSWERS)

    assert len(students) >= 4
    assert measure.search(source, measure.documents(source, students)) == []


@pytest.mark.parametrize("label", _CHAPTERS)
@pytest.mark.parametrize("kind", [kind for kind in copying.KINDS if kind != "rewritten"])
def test_every_planted_copy_is_found_and_nobody_else(label, kind):
    """Whatever was done to hide it: names, comments, order, file format."""
    source = chapters.load(chapters.find(label))
    students = measure.honest_class(source, _ANSWERS)

    figures = measure.figures(source, students, kind)

    assert (figures.found, figures.false) == (len(students), 0)


def test_the_command_prints_precision_and_recall_of_each_kind(capsys):
    """Rewritten code, too, of which not all need be found."""
    measure.main(["01", "--answers", str(_ANSWERS)])

    shown = capsys.readouterr().out
    assert "honest pairs found: 0" in shown
    assert all(kind in shown for kind in copying.KINDS)
    assert "recall 1.00 precision 1.00" in shown
