"""Outcomes: what some code did under a check, in a form in which two are compared and kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from autograder.course import outcomefile
from autograder.course.chapters import Chapter
from autograder.grading.signature import Signature, sign
from autograder.remote.session import Entry

Stored = Mapping[str, Mapping[str, "Outcome"]]
"""Outcomes by a mistake's id and a public check's id."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What some code did under one check.

    Attributes:
        passed: whether the check held.
        values: of the replies it got: values and errors.
        observed: of what was only observed (order of calls, modes), which never decides points.
    """

    passed: bool
    values: Signature
    observed: Signature

    def to_json(self) -> list[object]:
        """Plain data for a chapter's file; numbers have seven digits."""
        parts = self.values, self.observed
        return [self.passed, *(part for one in parts for part in (one.digest, _short(one.numbers)))]

    @classmethod
    def from_json(cls, data: Sequence[Any]) -> Outcome:
        """Rebuild an outcome; its numbers have no margins.

        Raises:
            ValueError: the data is not such an outcome.
        """
        passed, values, numbers, observed, others = data
        return cls(passed, Signature(values, tuple(numbers)), Signature(observed, tuple(others)))


def outcome(passed: bool, trace: Sequence[Entry]) -> Outcome:
    """Make the outcome of a check from its trace."""
    observed = [entry for entry in trace if entry.kind == "observe"]
    return Outcome(passed, sign(e for e in trace if e.kind != "observe"), sign(observed))


@cache
def stored(chapter: Chapter) -> Stored:
    """Return the outcomes in a chapter's file; none where it was made from other files."""
    return {
        mistake: {check: Outcome.from_json(data) for check, data in found.items()}
        for mistake, found in outcomefile.read(chapter).items()
    }


def _short(numbers: Sequence[float]) -> list[float]:
    return [float(f"{number:.7g}") for number in numbers]
