"""What is said of a kind of edit helps, and is no recipe."""

import pytest

from autograder.repair.kinds import KINDS


@pytest.mark.parametrize("name", KINDS)
def test_each_kind_has_an_idea_and_a_place_to_look(name):
    """One is a part of a sentence, the other one or more sentences."""
    kind = KINDS[name]

    assert kind.idea[0].islower()
    assert not kind.idea.endswith(".")
    assert kind.look[0].isupper()
    assert kind.look[-1] in ".?`"
