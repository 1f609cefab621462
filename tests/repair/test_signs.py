"""A message picks what is tried first."""

from autograder.repair.kinds import KINDS
from autograder.repair.signs import SIGNS, urgent


def test_a_message_speaks_for_kinds():
    """Its words pick them."""
    assert {"dim", "axes"} <= urgent("Expected y to have shape (3, 1), but got (3,).")
    assert urgent("Expected 3, but got 4.") == frozenset()
    assert all(kind in KINDS for _, kinds in SIGNS for kind in kinds)


def test_numbers_speak_for_kinds():
    """A percentage for a share, one too many."""
    assert "operand" in urgent("Expected the accuracy to be 0.25, but got 25.")
    assert "part" in urgent("Expected the count to be 4, but got 5.")
    assert urgent("Expected the sum to be 4, but got 8.") == frozenset()
