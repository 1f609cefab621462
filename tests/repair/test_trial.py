"""Versions are tried in a student's process, within their time, and none spoils the next."""

import time
from dataclasses import replace

import pytest
import torch

from autograder.course import compose
from autograder.grading import grader
from autograder.grading.request import GradeRequest
from autograder.grading.running import run_checks
from autograder.remote.session import Session
from autograder.repair import trial
from autograder.submission import from_text

WRONG = "def split(X, y, train_frac=0.8):\n    return X, y, X, y\n"
ENDLESS = "def split(X, y, train_frac=0.8):\n    while True: pass\n"
DYING = "import os\ndef split(X, y, train_frac=0.8):\n    os._exit(1)\n"


def work(workflow, code: str | None = None):
    """Chapter 01 with this in the place of a task's solution."""
    text = compose.module(workflow, {} if code is None else {"split": code})
    return from_text(text, "ch01_workflow", "a.py")


@pytest.fixture
def request_(template) -> GradeRequest:
    """To grade the one task with public checks."""
    return GradeRequest(device="cpu", task="split", template=template)


@pytest.fixture
def check_runs(workflow, request_):
    """How a wrong answer fared."""
    run = grader.open_run(work(workflow, WRONG), request_)
    yield list(run_checks(run, grader.check_files(run.chapter, hidden=False), "split"))
    run.close()


@pytest.fixture
def bench(workflow, request_):
    """Where versions of it are tried."""
    opened = trial.opener(request_)
    assert opened is not None
    session = Session(work(workflow, WRONG), opened)
    deadline = time.perf_counter() + 60
    bench = trial.Bench(opened, torch.device("cpu"), (), deadline, session)
    yield bench
    bench.close()


def test_right_and_wrong_versions_are_told_apart_in_one_process(workflow, check_runs, bench):
    """In any order, also after one that ended the process, or never ended."""
    first, *_ = [one for one in check_runs if one.result.status == "fail"]
    right, wrong = work(workflow), work(workflow, WRONG)
    order = [right, wrong, work(workflow, DYING), right, work(workflow, ENDLESS), wrong, right]

    passed = [bench.quick(version, first).passed for version in order]

    assert passed == [True, False, False, True, False, False, True]


def test_a_process_of_its_own_decides(workflow, check_runs, bench):
    """Over all checks of the task."""
    assert bench.surely(work(workflow), check_runs)
    assert not bench.surely(work(workflow, WRONG), check_runs)


def test_nothing_passes_after_the_deadline(workflow, check_runs, bench):
    """Not even what is right."""
    bench.deadline = time.perf_counter() - 1

    assert not bench.quick(work(workflow), check_runs[0]).passed


def test_an_endless_version_takes_little_longer_than_the_student_s_own(workflow, check_runs, bench):
    """Not the ten seconds that a call may take."""
    started = time.perf_counter()

    assert not bench.quick(work(workflow, ENDLESS), check_runs[0]).passed
    assert time.perf_counter() - started < 6


def test_edited_code_runs_in_the_sandbox_and_never_in_the_grader(request_):
    """Also a student's own code on their own machine; a debugger's process is left alone."""
    assert trial.opener(replace(request_, in_process=True)) is None
    opened = trial.opener(request_)
    assert opened is not None
    channel = opened()
    try:
        assert "limits" in channel.layers
    finally:
        channel.close()
