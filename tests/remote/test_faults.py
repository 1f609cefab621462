"""The two ways a check fails."""

import pytest

from autograder.remote.faults import Failed, StudentError


@pytest.mark.parametrize(
    ("kind", "fatal"),
    [
        ("error", False),
        ("missing", False),
        ("timeout", True),
        ("crash", True),
        ("memory", True),
    ],
)
def test_some_errors_take_the_process_down(kind, fatal):
    """Others leave it for the next call."""
    assert StudentError(kind, "why").fatal is fatal


def test_a_failure_is_an_assertion_with_a_hint():
    """Plain pytest shows it as it shows a failed assert."""
    failed = Failed("Expected 1, but got 2.", "Count again.")
    assert isinstance(failed, AssertionError)
    assert (str(failed), failed.hint) == ("Expected 1, but got 2.", "Count again.")
