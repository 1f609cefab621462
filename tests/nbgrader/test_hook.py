"""What nbgrader calls before each submission."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from autograder.errors import UsageError
from autograder.nbgrader import waiting_results
from autograder.nbgrader.hook import WAIT_FOR, Preparation
from autograder.nbgrader.prepare import PrepareOptions, prepare

CHAPTER = "ch00_fundamentals"


def call(hook: Preparation, *notebooks: Path, students: str = "*") -> list[str]:
    """Call it as nbgrader does; gives the notebooks nbgrader goes on with."""
    names = [str(path) for path in notebooks]
    hook(assignment=CHAPTER, student=students, notebooks=names)
    return names


@pytest.mark.exhaustive
def test_a_missing_result_is_made_for_all_who_were_asked_for(room) -> None:
    """In another process, and only for students that nbgrader's pattern names."""
    first = room.hand_in("ana", room.answered({}))
    room.hand_in("anton", room.answered({"pick": None}))
    room.hand_in("ben", room.answered({}))
    call(Preparation(room.course.root), first, students="an*")
    found = {
        name: waiting_results.load(room.course, name, CHAPTER) for name in ("ana", "anton", "ben")
    }

    assert {name: result and result.points for name, result in found.items()} == {
        "ana": 80,
        "anton": 74,
        "ben": None,
    }


def test_a_notebook_of_another_name_gets_the_chapter_s(small) -> None:
    """So nbgrader goes on with it, though no such file is there."""
    folder = small.course.submitted("ben", CHAPTER)
    hook = Preparation(small.course.root)
    (name,) = call(hook, folder / f"{CHAPTER} (1).ipynb")

    assert Path(name) == folder / f"{CHAPTER}.ipynb"
    kept = call(hook, folder / f"{CHAPTER}.ipynb", folder / "notes.ipynb")
    assert len(kept) == 2


def test_it_waits_for_one_result_and_not_for_all(room, monkeypatch) -> None:
    """Whoever started nbgrader tells of each; the hook goes on while others are being graded."""
    path = room.hand_in("ana", room.answered({}))
    reading, writing = os.pipe()
    monkeypatch.setenv(WAIT_FOR, str(reading))
    told = []

    def tell() -> None:
        told.append(waiting_results.load(room.course, "ana", CHAPTER))
        os.write(writing, b".")

    with ThreadPoolExecutor() as pool:
        os.write(writing, b".")  # news of somebody else
        waiting = pool.submit(call, Preparation(room.course.root), path)
        prepare(room.course, PrepareOptions(CHAPTER, "ana"), tell)
        waiting.result(timeout=60)  # although the pipe is still open

    assert [result.points for result in told] == [80]
    os.close(writing)
    os.close(reading)


@pytest.mark.exhaustive
def test_when_no_more_results_come_it_makes_its_own(room, monkeypatch) -> None:
    """The pipe ended without one: who started nbgrader could not grade it, or is gone."""
    path = room.hand_in("ana", room.answered({"pick": None}))
    reading, writing = os.pipe()
    os.close(writing)
    monkeypatch.setenv(WAIT_FOR, str(reading))
    call(Preparation(room.course.root), path)
    os.close(reading)

    assert waiting_results.load(room.course, "ana", CHAPTER).points == 74


def test_another_assignment_is_none_of_ours(tmp_path: Path) -> None:
    """It is told, and later refused."""
    with pytest.raises(UsageError, match="Expected a chapter"):
        call(Preparation(tmp_path), tmp_path / "submitted" / "ana" / "homework" / "x.ipynb")
