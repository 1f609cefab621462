"""An appeal repeats a grade, says so, and leaves a page for the student alone in the run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.classroom.appeal import Repeated
from autograder.classroom.changes import HAND_IN
from autograder.course import chapters, compose
from autograder.course.chapters import ROOT
from autograder.reports.appeal import lead
from tests.reports.conftest import check, result

CHAPTER = "ch00_fundamentals"
WRONG = "def describe(x):\n    return {'secret': 1}\n"


@pytest.mark.parametrize(
    ("reason", "said", "not_said"),
    [
        ("", "with the same hidden inputs.", "not as it was"),
        (HAND_IN, "What is not as it was then: the hand-in changed.", "same hidden inputs"),
    ],
)
def test_the_student_reads_what_is_true(reason: str, said: str, not_said: str) -> None:
    """Another hand-in meets other inputs; points are told by task, before and now."""
    before, now = (
        result("ada", check("line", "fail", points), check("fit", "pass", 2)) for points in (0, 1)
    )

    text = lead([Repeated(before, now, (), reason, ())])

    assert said in text
    assert not_said not in text
    assert "3 of 4 points, where it was 2 of 4 points (line: 1 of 2, was 0 of 2)." in text


def grade(home: Path, *options: str, code: int = 0) -> subprocess.CompletedProcess[str]:
    """Grade the class as a user does; it has to end as expected."""
    command = [sys.executable, "-m", "autograder", "grade", "class", "-o", "run", *options]
    ended = subprocess.run(
        [*command, "--trust-submissions", "--repair", "0"],
        cwd=home,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == code, ended.stdout[-2000:] + ended.stderr[-2000:]
    return ended


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a graded class of one, who got a task wrong."""
    home = tmp_path_factory.mktemp("home")
    folder = home / "class" / "Ada"
    folder.mkdir(parents=True)
    source = chapters.load(chapters.find("00"))
    text = compose.module(source, {"describe": WRONG})
    (folder / f"{CHAPTER}.py").write_text(text, encoding="utf-8")
    grade(home)
    return home


def files(home: Path) -> dict[str, bytes]:
    """Return the run's files and what they hold, but for the pages of appeals."""
    run = home / "run"
    found = {str(path.relative_to(run)): path for path in run.rglob("*") if path.is_file()}
    return {n: path.read_bytes() for n, path in found.items() if not n.startswith("appeals")}


def test_a_grade_repeats_exactly(home: Path) -> None:
    """The run stays as it is, and the page shows the student no hidden value."""
    before = files(home)

    said = grade(home, "--appeal", "ada").stdout

    assert f"{CHAPTER}: repeats exactly" in said
    assert max(map(len, said.splitlines())) <= 80
    assert files(home) == before
    page = (home / "run" / "appeals" / "Ada.html").read_text(encoding="utf-8")
    assert "exactly as before" in page
    result = json.loads((home / "run" / "results" / "Ada" / f"{CHAPTER}.json").read_text())
    hidden = [t for t in result["tests"] if t["check"].startswith("hidden.")]
    assert hidden
    assert not [t for t in hidden if t["name"] in page or t["check"] in page]


def test_what_does_not_repeat_is_named_with_its_task(home: Path) -> None:
    """Where nothing changed since, it is called a fault; the student reads of points alone."""
    path = home / "run" / "results" / "Ada" / f"{CHAPTER}.json"
    kept = path.read_text(encoding="utf-8")
    result = json.loads(kept)
    test = next(t for t in result["tests"] if t["task_id"] == "describe" and not t["points"])
    test["points"], test["status"] = test["max_points"], "pass"
    result["points"] += test["points"]
    path.write_text(json.dumps(result), encoding="utf-8")
    try:
        said = grade(home, "--appeal", "Ada", "--json")
    finally:
        path.write_text(kept, encoding="utf-8")

    assert json.loads(said.stdout)["student"] == "Ada"
    assert "does not repeat" in said.stderr
    assert "so this is a fault" in said.stderr
    assert f"describe {test['check']}: pass" in said.stderr
    page = (home / "run" / "appeals" / "Ada.html").read_text(encoding="utf-8")
    assert "where it was" in page
    assert test["check"] not in page or test["check"].startswith("public.")


def test_an_unknown_student_is_asked_back(home: Path) -> None:
    """No page is written."""
    said = grade(home, "--appeal", "Adda", code=2).stderr

    assert "Did you mean Ada?" in " ".join(said.split())
    assert not (home / "run" / "appeals" / "Adda.html").exists()
