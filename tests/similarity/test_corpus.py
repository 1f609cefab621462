"""Which code is compared: a run's, earlier classes', the reference solution."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from autograder.classroom import runfolder
from autograder.classroom.runfolder import RunFolder
from autograder.course import chapters
from autograder.errors import UsageError
from autograder.grading.results import Result
from autograder.similarity import corpus

CHAPTER = "ch01_workflow"
OWN = """\
def split(X, y, train_frac=0.8):
    cut = int(len(X) * train_frac)
    return X[:cut], y[:cut], X[cut:], y[cut:]
"""


def run_of(folder: Path, student: str, source: str) -> RunFolder:
    """A run with one student's code."""
    run = RunFolder(folder)
    run.save(Result(CHAPTER, student, "pass", "", 1, 1, "cpu", (), 0.1, True, student, "f", ()))
    with runfolder.writing(run.code_path(student, CHAPTER)) as file:
        json.dump([{"file": "a.py", "line": 1, "source": source}], file)
    return run


def test_an_earlier_run_is_read_from_its_code(tmp_path: Path) -> None:
    """Its students carry the folder's name, and are not of this class."""
    run, earlier = run_of(tmp_path / "run", "ada", OWN), run_of(tmp_path / "2025", "ada", OWN)
    found = corpus.places(run, [earlier.path], tmp_path / "unpacked")

    assert [(place.owner, place.is_new) for place in found] == [("ada", True), ("2025/ada", False)]


def test_the_reference_is_among_the_documents(tmp_path: Path) -> None:
    """Of the same code the fingerprints are the same; of broken code there are none."""
    run = run_of(tmp_path / "run", "ada", OWN)
    run_of(run.path, "ben", OWN)
    run_of(run.path, "eve", "def (")
    places = corpus.places(run, [], tmp_path)
    found = {one.owner: one for one in corpus.documents(places, chapters.find("01"))}

    assert set(found) == {"ada", "ben", "eve", corpus.REFERENCE}
    assert found["ada"].prints.keys() == found["ben"].prints.keys()
    assert found["eve"].prints == {}
    assert [one.owner for one in found.values() if one.is_reference] == [corpus.REFERENCE]
    assert found[corpus.REFERENCE].prints


def test_a_run_without_code_is_an_error(tmp_path: Path) -> None:
    """An older kit kept none."""
    with pytest.raises(UsageError, match="Grade the class again"):
        corpus.places(RunFolder(tmp_path), [], tmp_path)


def test_what_students_start_from_is_known() -> None:
    """The code of the exercise, where it has some; empty tasks have none."""
    assert corpus.given(chapters.find("10"))
    assert not corpus.given(chapters.find("01"))
