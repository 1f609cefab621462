"""Grading a class: results are whole, a second run goes on, a lost worker costs no grade."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autograder.authoring import build, notebooks
from autograder.classroom.discover import Job, discover
from autograder.classroom.gradebook import ungraded
from autograder.classroom.local import grade_class, pooled
from autograder.classroom.runfolder import RunFolder
from autograder.classroom.work import Terms
from autograder.course import chapters
from autograder.grading.results import Result
from autograder.remote.launch import Template
from autograder.sandbox import Policy

CHAPTER = "ch00_fundamentals"
LEAVES = "def describe(x):\n    import os\n    os._exit(0)\n"
WORK = """
import os

def work(job):
    if job.student == "killer" or (job.student == "unlucky" and not job.path.exists()):
        job.path.write_text("")
        os._exit(3)
    return job.student
"""


@pytest.fixture(scope="module")
def template() -> Iterator[Template]:
    """Give one template for all tests of this module."""
    with Template.start() as template:
        yield template


@pytest.fixture(scope="module")
def submissions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give four students: all right, a stub, no notebook at all, and one who ends the process."""
    folder = tmp_path_factory.mktemp("class")
    source = chapters.load(chapters.find("00"))
    files = {
        "ada/ch00_fundamentals.py": build.solved_module(source),
        "ben/ch00_fundamentals.ipynb": notebooks.dumps(build.stub_notebook(source)),
        "cleo/ch00_fundamentals.ipynb": "no notebook",
        "dan/ch00_fundamentals.py": build.compose(source, {"describe": LEAVES}),
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir()
        path.write_text(text, encoding="utf-8")
    return folder


def grade(submissions: Path, run: RunFolder, terms: Terms) -> tuple[dict[str, Result], list[str]]:
    """Grade a class; returns its results by student, and who was not graded again."""
    done = list(grade_class(discover(submissions).jobs, run, terms, workers=2))
    results = {graded.result.student: graded.result for graded in done}
    return results, sorted(graded.result.student for graded in done if graded.resumed)


def test_a_class_is_graded_once(submissions: Path, template: Template, tmp_path: Path) -> None:
    """Every student has a result with points and a name for what happened; a rerun resumes."""
    run = RunFolder(tmp_path)
    terms = Terms(bytes(32), template.path, "cpu", Policy())
    results, resumed = grade(submissions, run, terms)

    assert resumed == []
    assert {name: result.status for name, result in results.items()} == {
        "ada": "pass",
        "ben": "fail",
        "cleo": "error",
        "dan": "fail",
    }
    most = results["ada"].max_points
    assert results["ada"].points == most
    assert results["ben"].points == 0
    assert (results["cleo"].points, results["cleo"].max_points) == (0, most)
    assert "ch00_fundamentals.ipynb" in results["cleo"].message
    crashed = {task.task_id for task in results["dan"].tasks() if task.status == "crash"}
    assert crashed == {"describe"}
    assert 0 < results["dan"].points < most
    assert {result.student: result for result in run} == results

    data = json.loads(run.result_path("ben", CHAPTER).read_text(encoding="utf-8"))
    assert (data["version"], data["student"]) == (3, "ben")
    assert {test["status"] for test in data["tests"]} == {"not_started"}

    run.result_path("ben", CHAPTER).write_text('{"half of a res')
    again, resumed = grade(submissions, run, terms)
    assert resumed == ["ada", "dan"]  # what cannot be read is tried anew
    assert again["ada"] == results["ada"]
    assert again["ben"].points == 0

    _, resumed = grade(submissions, run, replace(terms, key=bytes([1]) * 32))
    assert resumed == []


def test_a_kit_that_fails_gives_no_zero(
    submissions: Path, template: Template, tmp_path: Path
) -> None:
    """Without student processes nobody is graded, and everybody is once they are back."""
    run = RunFolder(tmp_path)
    terms = Terms(bytes(32), str(tmp_path / "no template here"), "cpu", Policy())
    jobs = [job for job in discover(submissions).jobs if job.student == "ada"]
    (failed,) = grade_class(jobs, run, terms, workers=1)

    assert ungraded(failed.result)
    assert failed.result.points == 0

    (graded,) = grade_class(jobs, run, replace(terms, template=template.path), workers=1)
    assert not graded.resumed
    assert graded.result.status == "pass"


def test_a_dead_worker_costs_only_its_own_job(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pool is made anew; what was in work comes back as None and can be tried again."""
    (tmp_path / "doomed_work.py").write_text(WORK)
    monkeypatch.syspath_prepend(tmp_path)
    from doomed_work import work  # type: ignore[import-not-found]

    def jobs(*names: str) -> list[Job]:
        return [Job(name, CHAPTER, tmp_path / f"{name}.mark") for name in names]

    first = dict(outcomes(jobs("a", "unlucky", "b", "c", "d", "e", "killer", "f"), work))
    lost = [name for name, outcome in first.items() if outcome is None]
    second = {name: outcomes(jobs(name), work)[0][1] for name in lost}

    assert {"unlucky", "killer"} <= set(lost)
    assert all(outcome in (None, name) for name, outcome in first.items())
    assert len(first) == 8
    assert [name for name, outcome in second.items() if outcome is None] == ["killer"]


def outcomes(jobs: list[Job], work: Any) -> list[tuple[str, Any]]:
    """Run jobs in a pool of one worker; names and what came back."""
    return [(job.student, graded) for job, graded in pooled(jobs, work, workers=1)]
