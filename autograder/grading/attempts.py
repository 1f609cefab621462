"""Run a known mistake under a check as if a student had made it, in the grader's own process."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import torch

from autograder.checks.check import PUBLIC_KEY, Check, seed_of
from autograder.course import chapters, compose, signatures
from autograder.course.chapters import Chapter
from autograder.course.mistakes import Mistake
from autograder.grading import effects
from autograder.grading.outcomes import Outcome, Stored, outcome
from autograder.remote.channels import LocalChannel
from autograder.remote.client import Student
from autograder.remote.session import Session
from autograder.submission import Submission, from_text

Attempt = Callable[[Mistake, Check, int], Outcome | None]
"""Tells what a known mistake does under a check with a seed; None where its code is not at hand."""


def attempts(chapter: Chapter, device: torch.device, stored: Stored) -> Attempt:
    """Return a function that tells what known mistakes of a chapter do.

    It runs each once for a check and a seed and keeps what came of it as long as it exists itself:
    submissions with the same seeds can be compared with the same attempts.

    Args:
        chapter: of the mistakes.
        device: that checks run on.
        stored: what is known already, under the inputs of a self-check on the CPU.
    """
    kept: dict[tuple[str, str, int], Outcome | None] = {}

    def attempt(mistake: Mistake, check: Check, seed: int) -> Outcome | None:
        asked = mistake.id, check.id, seed
        if asked not in kept:
            found = None
            if device.type == "cpu" and seed == seed_of(PUBLIC_KEY, "", chapter.name, check.id):
                found = stored.get(mistake.id, {}).get(check.id)
            if found is None and mistake.source:
                found = _attempt(_submission(mistake, chapter), check, seed, device)
            kept[asked] = found
        return kept[asked]

    return attempt


@lru_cache(maxsize=256)  # a class makes the same mistakes
def _submission(mistake: Mistake, chapter: Chapter) -> Submission:
    """Make the submission that has this mistake and is right otherwise."""
    text = compose.module(chapters.load(chapter), {mistake.task: mistake.source})
    return from_text(text, chapter.name, "mistake.py")


def _attempt(submission: Submission, check: Check, seed: int, device: torch.device) -> Outcome:
    """Run a submission under one check, and leave nothing of it in this process."""
    source = chapters.load(chapters.find(submission.chapter))
    session = Session(submission, LocalChannel, parameters=signatures.parameters(source))
    try:
        passed = _passes(session, check, seed, device)
        left = effects.unwanted(session, source.task(check.task).changes) if passed else None
    finally:
        session.close()
    return outcome(passed and left is None, session.trace)


def _passes(session: Session, check: Check, seed: int, device: torch.device) -> bool:
    try:
        session.begin(seed, check.seconds)
        check.run(Student(session), seed, device)
    except Exception:  # also of a check that cannot use a wrong value: it fails for students too
        return False
    return True
