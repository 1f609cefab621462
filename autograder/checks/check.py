"""One check of a task: what a grader function is to the rest of the kit."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch

from autograder.remote.client import Student

PUBLIC_KEY = b"public checks have no secret"


@dataclass(frozen=True, slots=True)
class Check:
    """One grader function with one set of parameters.

    Attributes:
        id: ``public.test_...`` or ``hidden.test_...``, unique within the chapter.
        name: what the student reads, e.g. ``y equals weight * x + bias``.
        task: id of the task it belongs to.
        points: what passing it earns.
        seconds: of processor time that one call of the student's code may take; by the clock three
            times as many.
        function: takes any of ``student``, ``rng``, ``device`` and ``params``.
        params: values of pytest's parametrisation.
        wants: which of the three fixtures the function takes.
        explanation: shown when the check passes (quiz answers); usually empty.
    """

    id: str
    name: str
    task: str
    points: float
    seconds: float
    function: Callable[..., object]
    params: Mapping[str, Any] = field(default_factory=dict)
    wants: tuple[str, ...] = ("student", "rng")
    explanation: str = ""

    @property
    def is_public(self) -> bool:
        """Whether students have it too."""
        return self.id.startswith("public.")

    def run(self, student: Student, seed: int, device: torch.device) -> None:
        """Call the function with fresh fixtures.

        Raises:
            expect.Failed, client.StudentError: the check does not hold.
        """
        fixtures = {"student": student, "rng": generator(seed), "device": device}
        self.function(**{n: fixtures[n] for n in self.wants}, **self.params)


def generator(seed: int) -> np.random.Generator:
    """The ``rng`` of a check."""
    return np.random.default_rng(seed)


def seed_of(key: bytes, digest: str, chapter: str, check: str) -> int:
    """The seed of one check for one submission: a keyed hash, so that it repeats for an appeal.

    Args:
        key: the run's secret.
        digest: identifies the submission; empty for public checks, which stay as they are while a
            student edits.
        chapter: full name of the chapter.
        check: id of the check.

    Returns:
        An integer of 63 bits.
    """
    text = "\0".join((digest, chapter, check)).encode()
    return int.from_bytes(hmac.new(key, text, hashlib.sha256).digest()[:8], "big") >> 1
