"""A class whose every submission is broken in its own way: each is told what is wrong with it."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from broken import CHAPTER, NAME, SOLVED, TASK, Broken, every

from autograder.classroom.runfolder import read_result
from autograder.grading import results as r

pytestmark = [
    pytest.mark.exhaustive,
    pytest.mark.xdist_group("bad input"),  # one run for all of them
    pytest.mark.needs("files", "identity", "seccomp", "limits"),
]
Grade = Callable[[Path], subprocess.CompletedProcess[str]]
Run = tuple[subprocess.CompletedProcess[str], dict[str, r.Result]]


@pytest.fixture(scope="module")
def run(grade_class: Grade, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Grade them all, and an honest student."""
    home = tmp_path_factory.mktemp("class")
    for broken in every():
        (home / "submissions" / broken.id).mkdir(parents=True)
        broken.write(home / "submissions" / broken.id)
    (home / "submissions" / "honest").mkdir()
    (home / "submissions" / "honest" / f"{NAME}.py").write_text(SOLVED, encoding="utf-8")
    done = grade_class(home)
    found = map(read_result, (home / "run" / "results").glob("*/*.json"))
    return done, {result.student: result for result in found}


def test_there_are_more_than_a_hundred_and_the_run_ends_well(run: Run) -> None:
    """Nothing of the kit's own shows, and everybody has a result."""
    done, results = run

    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert len(every()) > 100
    assert set(results) == {broken.id for broken in every()} | {"honest"}
    assert results["honest"].status == r.PASS


@pytest.mark.parametrize("broken", every(), ids=lambda broken: broken.id)
def test_a_broken_submission_is_told_what_is_wrong(run: Run, broken: Broken) -> None:
    """In its own words, at the cost of what is broken alone."""
    result = run[1][broken.id]
    mine = [test for test in result.tests if test.task_id == TASK]
    told = [result.message, *(f"{test.status.replace('_', ' ')}: {test.message}" for test in mine)]

    assert re.search(broken.says, "\n".join(told)), told
    assert all("Traceback" not in text for text in told)
    assert r.INFRASTRUCTURE not in {result.status, *(test.status for test in result.tests)}
    lost = {test.task_id for test in result.tests if test.points < test.max_points}
    assert lost == ({TASK} if broken.local else {task.id for task in CHAPTER.tasks})
