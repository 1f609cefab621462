"""The line of a mistake that nobody listed is found, whatever way the code is written."""

import time

import pytest
import torch

from autograder.course import compose
from autograder.grading import grader
from autograder.grading.request import GradeRequest
from autograder.grading.running import run_checks
from autograder.remote.session import Session
from autograder.repair import trial
from autograder.repair.search import search
from autograder.submission import from_text

LINE = """\
def make_line(weight, bias, n=100, noise=0.0):
    x = torch.arange(n).unsqueeze(-1) / n
    eps = torch.randn(n, 1) * noise ** 0.5
    return x, weight * x + bias + eps
"""
TWO = """\
def split(X, y, train_frac=0.8):
    cut = int(len(X) * train_frac) - 1
    return X[:cut], X[cut:], y[:cut], y[cut:]
"""
HALF = """\
def make_line(weight, bias, n=100, noise=0.0):
    x = torch.arange(n).unsqueeze(-1) / n
    eps = torch.rand(n, 1) * noise ** 3 if n > 1000 else 0
    return x, weight * x - bias + eps
"""
ELSEWHERE = """\
def split(X, y, train_frac=0.8):
    raise KeyError("nothing here can be mended")
"""


@pytest.fixture
def found(workflow, template):
    """Searches an answer to a task of chapter 01 for a time."""

    def run_search(task: str, code: str, seconds: float = 30):
        text = compose.module(workflow, {task: code})
        work = from_text(text, "ch01_workflow", "a.py")
        request = GradeRequest(
            hidden=True, key=b"k" * 32, device="cpu", task=task, template=template
        )
        run = grader.open_run(work, request)
        try:
            mine = list(run_checks(run, grader.check_files(run.chapter, hidden=True), task))
        finally:
            run.close()
        opened = trial.opener(request)
        assert opened is not None
        session = Session(work, opened, parameters=run.session.parameters)
        ends = time.perf_counter() + seconds
        bench = trial.Bench(opened, torch.device("cpu"), (), ends, session)
        try:
            return work, search(work, workflow.task(task), frozenset(), mine, bench)
        finally:
            bench.close()

    return run_search


def test_one_edit_is_the_diagnosis(found):
    """It gives the line and the kind."""
    work, repair = found("make_line", LINE)
    (one,) = repair.edits

    first = int(work.definitions["make_line"].rpartition(":")[2])
    assert one.where == f"a.py:{first + 2}"
    assert one.edit.kind == "operand"


def test_two_edits_are_combined(found):
    """Where each alone leaves the task unsolved."""
    _, repair = found("split", TWO, seconds=60)

    assert len(repair.edits) == 2


def test_an_edit_that_passes_some_of_the_failed_checks_is_found_where_none_passes_all(found):
    """Of two mistakes one is a sign, and the other one nothing that an edit could mend."""
    work, repair = found("make_line", HALF, seconds=20)
    (one,) = repair.edits

    first = int(work.definitions["make_line"].rpartition(":")[2])
    assert not repair.is_whole
    assert one.where == f"a.py:{first + 3}"
    assert repair.solved < {f"hidden.test_make_line_{s}" for s in ("any_n", "noise")} | {
        f"public.test_make_line_{s}" for s in ("values", "shapes")
    }


def test_nothing_is_said_where_no_edit_helps(found):
    """A wrong line would be worse than none."""
    _, repair = found("split", ELSEWHERE, seconds=5)

    assert repair is None


def test_the_time_is_kept(found):
    """Little more than was asked for."""
    started = time.perf_counter()
    _, repair = found("make_line", LINE, seconds=0.0)

    assert repair is None
    assert time.perf_counter() - started < 5


def test_code_that_deletes_is_not_edited_where_nothing_confines_it(found, monkeypatch):
    """An edit might have it delete something else."""
    monkeypatch.setattr(trial.Bench, "is_confined", False)
    _, plain = found("make_line", LINE)
    _, deleting = found("make_line", LINE.replace("    return", "    [0].remove(0)\n    return"))

    assert plain is not None
    assert deleting is None
