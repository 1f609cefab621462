"""``autograder grade``: a stopped run goes on, and the gradebook is complete and harmless."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from autograder.authoring import skeleton
from autograder.classroom.grade import grade
from autograder.classroom.options import ClassOptions
from autograder.classroom.runfolder import read_result
from autograder.course import chapters, compose
from autograder.course.chapters import ROOT

NAMES = ("ada", "=1+1", "José", "-rf ben\n")


@pytest.fixture
def submissions(tmp_path: Path) -> Path:
    """Give four students with the same right work and names that want care."""
    solved = compose.solved_module(chapters.load(chapters.find("00")))
    for name in NAMES:
        folder = tmp_path / "submissions" / name / "ch00_fundamentals"
        folder.mkdir(parents=True)
        (folder / "ch00_fundamentals.py").write_text(solved, encoding="utf-8")
    return tmp_path / "submissions"


def start(submissions: Path, *options: str) -> subprocess.Popen[str]:
    """Start grading as a user does."""
    command = [sys.executable, "-m", "autograder", "grade", str(submissions)]
    return subprocess.Popen(
        [*command, "-o", str(submissions.parent / "run"), "--trust-submissions", *options],
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def results(submissions: Path) -> list[Path]:
    """List the results that are there."""
    return sorted((submissions.parent / "run" / "results").glob("*/*.json"))


@pytest.mark.skipif(os.name == "nt", reason="no such names and signals there")
@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGKILL])
def test_a_stopped_run_goes_on(submissions: Path, stop: signal.Signals) -> None:
    """Whatever ends it, each result is whole or absent, and the next run does the rest."""
    first = start(submissions, "--jobs", "1")
    while not results(submissions):
        assert first.poll() is None
        time.sleep(0.02)
    os.killpg(first.pid, stop)
    _, complaint = first.communicate(timeout=60)
    done = [read_result(path) for path in results(submissions)]
    second = start(submissions, "--json")
    out, err = second.communicate(timeout=300)

    assert first.returncode == (130 if stop == signal.SIGINT else -stop)
    assert "Traceback" not in complaint
    assert 1 <= len(done) < len(NAMES)
    assert second.returncode == 0, err
    assert err.count("as before") == len(done)
    assert [json.loads(line)["status"] for line in out.splitlines()] == ["pass"] * len(NAMES)

    report = subprocess.run(
        [sys.executable, "-m", "autograder", "report", str(submissions.parent / "run")],
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert report.stderr == ""
    assert max(map(len, report.stdout.splitlines())) <= 80
    summary = submissions.parent / "run" / "summary.csv"
    with summary.open(encoding="utf-8-sig", newline="") as file:
        rows = {row["student"]: row["percent"] for row in csv.DictReader(file)}
    assert rows == dict.fromkeys(["ada", "'=1+1", "José", "'-rf ben"], "100")


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command on a course of one's own, as a teacher does."""
    return subprocess.run(
        [sys.executable, "-m", "autograder", "--course", "mine", *arguments],
        cwd=home,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80"},
        capture_output=True,
        text=True,
        check=True,
    )


def test_a_class_is_told_what_a_changed_check_changes(tmp_path: Path) -> None:
    """A first run says nothing; then a price and a hand-in change, and it is told whose."""
    texts = {name: f"def centre(x):\n    return x - x.{name}()\n" for name in ("mean", "min")}
    for student, text in (("ana", "mean"), ("ben", "min"), ("cem", "mean")):
        (tmp_path / "class" / student).mkdir(parents=True)
        (tmp_path / "class" / student / "ch11_audio.py").write_text(texts[text])
    skeleton.new_course(tmp_path / "mine")
    run(tmp_path, "new", "chapter", "ch11_audio")
    command = ("grade", "class", "-o", "run", "--trust-submissions", "--repair", "0")
    first = run(tmp_path, *command)
    (tmp_path / "class" / "cem" / "ch11_audio.py").write_text(texts["min"])
    prices = {"solutions/ch11_audio.py": "points=3", "chapters/ch11_audio/hidden.py": "points=1"}
    for name, price in prices.items():
        path = tmp_path / "mine" / name
        dearer = price[:-1] + str(int(price[-1]) + 1)
        path.write_text(path.read_text("utf-8").replace(price, dearer, 1), encoding="utf-8")

    looked = run(tmp_path, *command, "--dry-run").stdout
    second = run(tmp_path, *command).stdout.splitlines()
    third = run(tmp_path, *command)

    assert "again" not in first.stdout
    assert "2 hand-ins to grade: the checks or the kit changed." in looked
    assert max(map(len, second)) <= 80
    assert second[0].startswith("The checks or the kit changed: 2 results graded again, 2 with")
    rows = [line.split() for line in second if " centre " in line and "/" in line]
    assert rows[:2] == [
        ["ana", "ch11", "centre", "3/3", "4/4", "4", "(+1)"],
        ["ben", "ch11", "centre", "1/3", "1/4", "1", "(+0)"],
    ]
    assert rows[2] == ["cem", "ch11", "centre", "3/3", "1/4", "1", "(-2)"]
    assert third.stderr.count("as before") == 3
    assert "again" not in third.stdout
    names = {"changes.csv", "gradebook.csv", "gradebook.previous.csv"}
    assert names <= {path.name for path in (tmp_path / "run").iterdir()}
    assert not (tmp_path / "run" / "previous").exists()


USES_DATA = """
_mine = drop_ones

def drop_ones(x, keep_batch=False):
    from autograder import data

    assert len(list(data.food_folder().rglob("*.jpg"))) > 100
    return _mine(x, keep_batch)
"""


@pytest.mark.needs("files", "identity", "seccomp", "limits")
def test_the_sandbox_lets_submissions_use_the_course_data(tmp_path: Path) -> None:
    """The kit itself is hidden from student code, its public data and their module are not."""
    solved = compose.solved_module(chapters.load(chapters.find("00")))
    folder = tmp_path / "submissions" / "ada"
    folder.mkdir(parents=True)
    (folder / "ch00_fundamentals.py").write_text(solved + USES_DATA, encoding="utf-8")

    grade(ClassOptions(tmp_path / "submissions", tmp_path / "run"))

    (path,) = results(tmp_path / "submissions")
    assert read_result(path).status == "pass"
