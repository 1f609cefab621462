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
