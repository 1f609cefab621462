"""The kit measures itself."""

import pytest

from autograder.commands import bench
from autograder.course import chapters


@pytest.mark.exhaustive
@pytest.mark.nightly
def test_every_figure_can_be_measured(capsys):
    """One round of each comparison, printed with its goal."""
    bench.main(1, chapters.existing()[:2])

    printed = capsys.readouterr().out
    assert "--help" in printed
    assert "sandbox" in printed
    assert printed.count("names for mistakes") == 2
    assert printed.count("goal:") == 4 + 2 * 2


def test_a_ratio_is_that_of_times_measured_in_turn():
    """An action may bring its own seconds; the median stands between the extremes."""
    seconds = iter([4.0, 2.0, 9.0, 3.0, 5.0, 5.0])

    figure = bench.ratio("x", lambda: next(seconds), lambda: next(seconds), 3, "none")

    assert (figure.low, figure.median, figure.high) == (1.0, 2.0, 3.0)


def test_a_difference_is_in_milliseconds():
    """What one takes longer than the other, measured in turn."""
    seconds = iter([0.004, 0.001, 0.002, 0.001, 0.001, 0.003])

    figure = bench.difference("x", lambda: next(seconds), lambda: next(seconds), 3, "none")

    assert [figure.low, figure.median, figure.high] == pytest.approx([-2.0, 1.0, 3.0])
