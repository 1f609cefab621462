"""Run a known mistake under a check as if a student had made it, in the grader's own process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
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


@contextmanager
def attempts(chapter: Chapter, device: torch.device, stored: Stored) -> Iterator[Attempt]:
    """Give a function that tells what known mistakes of a chapter do.

    It runs each once for a check and a seed and keeps what came of it: submissions with the same
    seeds can be compared with the same attempts.

    Args:
        chapter: of the mistakes.
        device: that checks run on.
        stored: what is known already, under the inputs of a self-check on the CPU.
    """
    kept: dict[tuple[str, str, int], Outcome | None] = {}
    with closing(_Runner(chapter, device)) as runner:

        def attempt(mistake: Mistake, check: Check, seed: int) -> Outcome | None:
            asked = mistake.id, check.id, seed
            if asked not in kept:
                found = None
                if device.type == "cpu" and seed == seed_of(PUBLIC_KEY, "", chapter.name, check.id):
                    found = stored.get(mistake.id, {}).get(check.id)
                if found is None and mistake.source:
                    found = runner.run(mistake, check, seed)
                kept[asked] = found
            return kept[asked]

        yield attempt


class _Runner:
    """Runs known mistakes in this process, one loaded at a time."""

    def __init__(self, chapter: Chapter, device: torch.device) -> None:
        self._chapter = chapter
        self._device = device
        self._loaded: tuple[Mistake, Session] | None = None

    def close(self) -> None:
        """Unload the last one."""
        if self._loaded is not None:
            self._loaded[1].close()

    def run(self, mistake: Mistake, check: Check, seed: int) -> Outcome:
        """Return what came of one check."""
        session = self._session(mistake)
        passed = self._passes(session, check, seed)
        allowed = chapters.load(self._chapter).task(check.task).changes
        left = effects.unwanted(session, allowed) if passed else None
        return outcome(passed and left is None, session.trace)

    def _session(self, mistake: Mistake) -> Session:
        if self._loaded is None or self._loaded[0] is not mistake:
            self.close()
            parameters = signatures.parameters(chapters.load(self._chapter))
            made = _submission(mistake, self._chapter)
            self._loaded = mistake, Session(made, LocalChannel, parameters=parameters)
        return self._loaded[1]

    def _passes(self, session: Session, check: Check, seed: int) -> bool:
        try:
            session.begin(seed, check.seconds)
            check.run(Student(session), seed, self._device)
        except Exception:  # also of a check that cannot use a wrong value, as for students
            return False
        return True


@lru_cache(maxsize=256)  # a class makes the same mistakes
def _submission(mistake: Mistake, chapter: Chapter) -> Submission:
    """Make the submission that has this mistake and is right otherwise."""
    text = compose.module(chapters.load(chapter), {mistake.task: mistake.source})
    return from_text(text, chapter.name, "mistake.py")
