"""Compute what the known mistakes of a chapter give under its public checks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch

from autograder.checks.check import PUBLIC_KEY, Check, seed_of
from autograder.course import chapters, outcomefile
from autograder.course.chapters import Chapter
from autograder.course.mistakes import Mistake, catalogue
from autograder.grading import grader, outcomes, running
from autograder.grading.attempts import Attempt, attempts
from autograder.grading.outcomes import Outcome


def text(chapter: Chapter) -> str:
    """Run all known mistakes of a chapter under its public checks, as in a self-check on the CPU.

    Returns:
        The text of its file of outcomes.
    """
    torch.set_num_threads(1)  # as in the student's process: sums must round alike
    attempt = attempts(chapter, torch.device("cpu"), {})
    found = {one.id: of_mistake(chapter, one, attempt) for one in catalogue(chapter)}
    plain = {
        mistake: {check: outcome.to_json() for check, outcome in outcomes.items()}
        for mistake, outcomes in found.items()
    }
    return outcomefile.text(chapter, plain)


def of_mistake(chapter: Chapter, mistake: Mistake, attempt: Attempt) -> dict[str, Outcome]:
    """Return the outcomes of one mistake by the ids of its task's public checks."""
    found = {check.id: _outcome(chapter, mistake, check, attempt) for check in _public(chapter)}
    return {check: outcome for check, outcome in found.items() if outcome is not None}


def _outcome(chapter: Chapter, mistake: Mistake, check: Check, attempt: Attempt) -> Outcome | None:
    if check.task != mistake.task or _is_dated(check):
        return None
    return attempt(mistake, check, seed_of(PUBLIC_KEY, "", chapter.name, check.id))


def _is_dated(check: Check) -> bool:
    """Whether the check's module names it in ``DATED``: what it sees changes from day to day."""
    module: Mapping[str, Any] = getattr(check.function, "__globals__", {})
    return check.id.rpartition(".")[2] in module.get("DATED", ())


def _public(chapter: Chapter) -> list[Check]:
    tasks = chapters.load(chapter).tasks
    return running.in_order(tasks, grader.check_files(chapter, hidden=False))


def difference(chapter: Chapter, mistake: Mistake, attempt: Attempt) -> str:
    """Say under which check a mistake does not give what the chapter's file says; else empty."""
    stored = outcomes.stored(chapter).get(mistake.id, {})
    for check, found in of_mistake(chapter, mistake, attempt).items():
        if check not in stored or not _agree(found, stored[check]):
            file = outcomefile.path_of(chapter.folder).name
            return (
                f"its outcome under {check} is not the one in {file}: run `autograder build`, or "
                "make the check repeatable"
            )
    return ""


def _agree(found: Outcome, stored: Outcome) -> bool:
    same_values = found.values.agrees(stored.values) and found.passed == stored.passed
    return same_values and found.observed.agrees(stored.observed)
