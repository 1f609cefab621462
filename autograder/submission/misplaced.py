"""Find what a submission should define under another name, or in another file."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from autograder.course import chapters
from autograder.course.source import bare
from autograder.submission.model import Submission

_ALIKE = 0.8  # of the letters
_MOST, _BYTES = 1_000, 2**20  # names and text that are looked at: a hint is not worth more
_TOP = re.compile(r"(?:(?:async[ \t]+)?def|class)[ \t]+(\w{1,100})\b")


@dataclass(frozen=True, slots=True)
class Misplaced:
    """Where a definition is instead: a sentence for the student, and ``file:line``."""

    sentence: str
    where: str


def find(submission: Submission, name: str) -> Misplaced | None:
    """Find a name that the submission does not define in its other files, or misspelled.

    Args:
        submission: the work; nothing of it is run.
        name: what is asked for; in a package with its module, e.g. ``engine.train_step``.
    """
    places = dict(islice(_candidates(submission), _MOST))
    if bare(name) in places:
        file = f"{name.partition('.')[0]}.py" if submission.package else submission.name
        where = places[bare(name)]
        return Misplaced(f"It is in {where}; expected in {file}.", where)
    near = _nearest(bare(name), places)
    return Misplaced(f"Did you mean {near} in {places[near]}?", places[near]) if near else None


def _nearest(name: str, known: Iterable[str]) -> str:
    """The name that differs in case or underscores only, else in a letter or two; or empty."""
    same = (other for other in known if _folded(other) == _folded(name))
    near = difflib.get_close_matches(name, known, n=1, cutoff=_ALIKE)
    return next(iter((*same, *near)), "")


def _folded(name: str) -> str:
    return name.replace("_", "").casefold()


def _candidates(submission: Submission) -> Iterator[tuple[str, str]]:
    """Bare names and places of all definitions but those that are where a task asks for them."""
    asked = set(chapters.load(chapters.find(submission.chapter)).names)
    for name, where in submission.definitions.items():
        if name not in asked and ("." in name or not submission.package):
            yield bare(name), where
    left = _BYTES
    for path, data in submission.files.items():
        if path.endswith(".py") and not submission.package:  # whose definitions are known
            text, left = data[:left].decode("utf-8", "replace"), max(0, left - len(data))
            for number, line in enumerate(text.split("\n"), 1):
                if found := _TOP.match(line):
                    yield found[1], f"{path}:{number}"
