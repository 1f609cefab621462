"""A reply that holds or ends the grader's own process costs its check and those after it, no more.

No such reply is known: the checks of this course do it on purpose, where they are asked to.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from clusters import ENVIRONMENT, started

pytestmark = pytest.mark.needs("files", "identity", "seccomp", "limits")
CHAPTER = "ch11_audio"
ANSWER = "def centre(x):\n    return x - x.mean() if len(x) > 1 else {reply}\n"
CHECKS = '''
"""Checks that trust what they are told."""

import os

import torch

from autograder.checks import expect
from autograder.checks.task import task


@task("centre", points=1)
def test_before(student):
    """Two numbers"""
    x = torch.tensor([1.0, 3.0])
    expect.close(student.centre(x), x - 2, name="it")


@task("centre", points=1)
def test_trusting(student):
    """One number"""
    said = student.centre(torch.zeros(1))
    if said == "exit":
        os._exit(3)
    while said == "loop":
        pass
    if said == "stuck":
        sum(range(10**15))  # in C, where no exception can be raised
    expect.close(said, torch.zeros(1), name="it")


@task("centre", points=1)
def test_after(student):
    """Three numbers"""
    x = torch.tensor([1.0, 3.0, 5.0])
    expect.close(student.centre(x), x - 3, name="it")
'''


def autograder(*arguments: str, home: Path) -> str:
    """Standard output of a command that has to end well."""
    command = [sys.executable, "-m", "autograder", "--course", "mine", *arguments]
    ended = subprocess.run(command, cwd=home, env=ENVIRONMENT, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr[-2000:]
    return ended.stdout


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with a course whose checks can be ended."""
    new = [sys.executable, "-m", "autograder", "new", "course", "mine"]
    subprocess.run(new, cwd=tmp_path, capture_output=True, check=True)
    autograder("new", "chapter", CHAPTER, home=tmp_path)
    (tmp_path / "mine" / "chapters" / CHAPTER / "hidden.py").write_text(CHECKS.lstrip())
    return tmp_path


def graded(home: Path, *options: str, **replies: str) -> dict[str, dict[str, Any]]:
    """The results of a class by student, each with a reply to the check that trusts."""
    for student, reply in replies.items():
        path = home / "class" / student / f"{CHAPTER}.py"
        path.parent.mkdir(parents=True)
        path.write_text(ANSWER.format(reply=reply), encoding="utf-8")
    lines = autograder("grade", "class", "-o", "run", "--jobs", "2", "--json", *options, home=home)
    return {one["student"]: one for one in map(json.loads, lines.splitlines())}


@pytest.mark.parametrize(
    ("reply", "status"),
    [
        ("exit", "crash"),
        pytest.param("loop", "timeout", marks=pytest.mark.exhaustive),
        pytest.param("stuck", "crash", marks=[pytest.mark.exhaustive, pytest.mark.nightly]),
    ],
)
def test_who_ends_the_grader_keeps_the_points_so_far(home: Path, reply: str, status: str) -> None:
    """And nothing more; the others have theirs, and nobody is excused."""
    results = graded(home, ana="x * 0", eve=repr(reply), tom="x * 0")

    assert {name: results[name]["points"] for name in ("ana", "tom")} == {"ana": 4, "tom": 4}
    eve = {test["check"]: test for test in results["eve"]["tests"]}
    assert results["eve"]["status"] == "fail"
    assert results["eve"]["points"] == 2
    assert [test["status"] for test in eve.values()] == ["pass", "pass", status, status]
    assert "results that are far larger" in eve["hidden.test_trusting"]["message"]
    assert not list((home / "run").rglob("*.journal"))


def test_the_next_run_tries_again(home: Path) -> None:
    """Whatever ended the process may have gone since."""
    graded(home, eve="'exit'")
    checks = home / "mine" / "chapters" / CHAPTER / "hidden.py"
    checks.write_text(checks.read_text().replace("os._exit(3)", "said = torch.zeros(1)"))
    again = json.loads(autograder("grade", "class", "-o", "run", "--json", home=home))

    assert again["points"] == 4


@pytest.mark.exhaustive
def test_who_ends_the_workers_of_a_cluster_is_graded_here(home: Path) -> None:
    """Workers elsewhere cannot leave what they found so far."""
    variables = {**ENVIRONMENT, "AUTOGRADER_COURSE": str(home / "mine")}
    with started(home, variables) as cluster:
        results = graded(home, "--scheduler", cluster.address, ana="x * 0", eve="'exit'")

    assert {name: result["points"] for name, result in results.items()} == {"ana": 4, "eve": 2}
    assert results["eve"]["status"] == "fail"
