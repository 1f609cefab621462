"""The speed of grading a class of chapter 00, against stock nbgrader on the same answers."""

from pathlib import Path

import pytest

from autograder.nbgrader.bench import Times, measure, report


def test_a_report_is_about_ratios() -> None:
    """Seconds depend on the machine."""
    text = report(Times(40, stock=180.0, bridge=20.0, grade=6.0))

    assert "9.0 times as long as nbgrader with the bridge" in text
    assert "30.0 times as long as autograder grade" in text


@pytest.mark.exhaustive
@pytest.mark.nightly
@pytest.mark.xdist_group("pristine")
def test_a_small_class_is_graded_faster_than_by_stock_nbgrader(tmp_path: Path) -> None:
    """Eight students on a busy machine: starting weighs most; the bench tells more."""
    times = measure(8, tmp_path)

    assert times.stock > times.bridge
    assert times.stock > 1.5 * times.grade
