"""Find similar hand-ins in all chapters of a run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from autograder.classroom.runfolder import RunFolder
from autograder.course import chapters
from autograder.course.chapters import Chapter
from autograder.similarity import compare, corpus
from autograder.similarity.compare import Pair


@dataclass(frozen=True, slots=True)
class Found:
    """Pairs by chapter, and how many hand-ins were compared."""

    pairs: Mapping[str, Sequence[Pair]]
    compared: int


def search(run: RunFolder, also: Iterable[Path] = (), only: Chapter | None = None) -> Found:
    """Compare the hand-ins of a run with each other, earlier classes and reference solutions.

    Args:
        run: a graded class.
        also: earlier classes.
        only: leave all other chapters out.

    Raises:
        UsageError: the run holds no code, a result is damaged, or there is no such class.
    """
    pairs: dict[str, Sequence[Pair]] = {}
    with TemporaryDirectory() as folder:
        places = corpus.places(run, also, Path(folder))
        names = {place.chapter for place in places if place.is_new}
        wanted = [c for c in chapters.present() if c.name in names and only in (None, c)]
        for chapter in wanted:
            documents = corpus.documents(places, chapter)
            pairs[chapter.name] = compare.pairs(documents, corpus.given(chapter))
    labels = {chapter.name for chapter in wanted}
    return Found(pairs, sum(place.chapter in labels for place in places))
