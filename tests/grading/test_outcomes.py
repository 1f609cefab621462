"""What a check got from some code, kept as plain data and read again."""

import json

import pytest
import torch

from autograder.course import chapters
from autograder.grading.outcomes import Outcome, outcome, stored
from autograder.remote.session import Entry

TRACE = [
    Entry("value", "call", {"loss": torch.rand(20)}),
    Entry("observe", "modes", ["train", "eval"]),
    Entry("error", "call", (("ValueError",), "ValueError: no")),
]


def test_an_outcome_in_a_file_is_the_same_one() -> None:
    """Values, errors, what was observed, and whether the check held."""
    found = outcome(False, TRACE)
    again = Outcome.from_json(json.loads(json.dumps(found.to_json())))

    assert not again.passed
    assert found.values.agrees(again.values)
    assert found.observed.agrees(again.observed)


def test_what_was_observed_is_apart_from_values() -> None:
    """It decides no points, and no name."""
    usual, other = outcome(True, TRACE), outcome(True, [TRACE[0], TRACE[2]])

    assert usual.values.agrees(other.values)
    assert not usual.observed.agrees(other.observed)


def test_data_of_another_form_is_no_outcome() -> None:
    """A file that somebody changed by hand."""
    with pytest.raises(ValueError, match="not enough values"):
        Outcome.from_json([True, "ab"])


@pytest.mark.parametrize("chapter", chapters.existing(), ids=lambda chapter: chapter.label)
def test_a_clone_holds_what_each_known_mistake_gives(chapter) -> None:
    """For every chapter, as its solutions, mistakes and public checks are now."""
    from autograder.course.mistakes import catalogue

    assert stored(chapter).keys() == {mistake.id for mistake in catalogue(chapter)}
