"""Grading a class: results are whole, a second run goes on, a lost worker costs no grade."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.authoring import build, notebooks
from autograder.classroom.discover import discover
from autograder.classroom.gradebook import ungraded
from autograder.classroom.local import grade_all
from autograder.classroom.runfolder import RunFolder
from autograder.course import chapters, compose
from autograder.grading.request import GradeRequest
from autograder.grading.results import Result
from autograder.remote.launch import Template
from autograder.sandbox import Policy

CHAPTER = "ch00_fundamentals"
LEAVES = "def describe(x):\n    import os\n    os._exit(0)\n"


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
        "ada/ch00_fundamentals.py": compose.solved_module(source),
        "ben/ch00_fundamentals.ipynb": notebooks.dumps(build.stub_notebook(source)),
        "cleo/ch00_fundamentals.ipynb": "no notebook",
        "dan/ch00_fundamentals.py": compose.module(source, {"describe": LEAVES}),
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir()
        path.write_text(text, encoding="utf-8")
    return folder


def grade(
    submissions: Path, run: RunFolder, request: GradeRequest
) -> tuple[dict[str, Result], list[str]]:
    """Grade a class; returns its results by student, and who was not graded again."""
    done = list(grade_all(discover(submissions).hand_ins, run, request, workers=2))
    results = {graded.result.student: graded.result for graded in done}
    return results, sorted(graded.result.student for graded in done if graded.resumed)


def test_a_class_is_graded_once(submissions: Path, template: Template, tmp_path: Path) -> None:
    """Every student has a result with points and a name for what happened; a rerun resumes."""
    run = RunFolder(tmp_path)
    request = GradeRequest(
        hidden=True,
        key=bytes(32),
        device="cpu",
        policy=Policy(),
        template=Template.connect(template.path),
    )
    results, resumed = grade(submissions, run, request)

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
    again, resumed = grade(submissions, run, request)
    assert resumed == ["ada", "dan"]  # what cannot be read is tried anew
    assert again["ada"] == results["ada"]
    assert again["ben"].points == 0

    _, resumed = grade(submissions, run, replace(request, key=bytes([1]) * 32))
    assert resumed == []


def test_a_kit_that_fails_gives_no_zero(
    submissions: Path, template: Template, tmp_path: Path
) -> None:
    """Without student processes nobody is graded, and everybody is once they are back."""
    run = RunFolder(tmp_path)
    nowhere = Template.connect(str(tmp_path / "no template here"))
    request = GradeRequest(
        hidden=True, key=bytes(32), device="cpu", policy=Policy(), template=nowhere
    )
    hand_ins = [one for one in discover(submissions).hand_ins if one.student == "ada"]
    (failed,) = grade_all(hand_ins, run, request, workers=1)

    assert ungraded(failed.result)
    assert failed.result.points == 0

    (graded,) = grade_all(
        hand_ins, run, replace(request, template=Template.connect(template.path)), workers=1
    )
    assert not graded.resumed
    assert graded.result.status == "pass"
