"""Whatever students do to their files: nobody disappears, and a readable solution is found."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

import pytest
from downloads import CHAPTER, Download, book, module
from mangling import classroom

from autograder.classroom.discover import discover
from autograder.classroom.grade import grade
from autograder.classroom.handins import HandIn
from autograder.classroom.options import ClassOptions
from autograder.classroom.runfolder import RunFolder
from autograder.errors import UsageError
from autograder.submission import from_bytes, read

CLASSES, STUDENTS = 10, 50


@cache
def solutions() -> frozenset[tuple[str, ...]]:
    """What a solved module and a solved notebook are read as."""
    found = (from_bytes(module(), "a.py", CHAPTER), from_bytes(book(), "a.ipynb", CHAPTER))
    return frozenset(tuple(piece.source for piece in one.pieces) for one in found)


def outcome(hand_in: HandIn) -> str:
    """Whether the solution is what would be graded, or the sentence that says why not."""
    try:
        found = read(hand_in.path, hand_in.chapter)
    except UsageError as error:
        return str(error)
    is_solved = tuple(piece.source for piece in found.pieces) in solutions()
    return "solved" if is_solved else found.note or "; ".join(p.message for p in found.problems)


@pytest.mark.parametrize(
    "seed",
    [pytest.param(n, marks=[pytest.mark.exhaustive] if n else []) for n in range(CLASSES)],
)
def test_nobody_disappears(seed: int, tmp_path: Path) -> None:
    """Each student has one hand-in; who handed in a readable solution gets it graded."""
    rng = random.Random(seed)
    files, handed_in = classroom(rng, STUDENTS)
    download = Download(files, {}, "")
    source = download.zip(tmp_path) if rng.random() < 0.5 else download.folder(tmp_path)

    found = discover(source, into=tmp_path / "into")

    assert [(one.student, one.chapter) for one in found.hand_ins] == [
        (key, CHAPTER) for key in sorted(handed_in)
    ]
    outcomes = {one.student: outcome(one) for one in found.hand_ins}
    for key, one in handed_in.items():
        expected = "solved" if one.is_solved else outcomes[key]
        assert (key, sorted(one.files), outcomes[key]) == (key, sorted(one.files), expected)
        assert outcomes[key] or not one.is_solved


@pytest.mark.exhaustive
def test_a_sample_is_really_graded(tmp_path: Path) -> None:
    """Full marks for a readable solution; a sentence for who has none."""
    files, handed_in = classroom(random.Random(99), 12)
    source = Download(files, {}, "").zip(tmp_path)

    assert grade(ClassOptions(source, tmp_path / "run", trusted=True)) == 0

    results = {result.student: result for result in RunFolder(tmp_path / "run")}
    assert sorted(results) == sorted(handed_in)
    for key, one in handed_in.items():
        assert results[key].points == (results[key].max_points if one.is_solved else 0)
        assert one.is_solved or results[key].message or results[key].status == "fail"
