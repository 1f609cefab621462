"""Cells that ran are graded as the saved notebook would be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from autograder.authoring import build
from autograder.commands import checking, hints
from autograder.course.chapters import find
from autograder.course.source import Source
from autograder.grading.request import GradeRequest
from autograder.jupyter.server import CheckServer
from autograder.remote.launch import Template

FLAT = """\
def make_line(weight, bias, n=100, noise=0.0):
    x = torch.arange(n) / n
    return x, weight * x + bias
"""
NOISELESS = FLAT.replace("torch.arange(n)", "torch.arange(n).unsqueeze(1)")


@pytest.fixture
def server(template: Template, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CheckServer:
    """A check server that shares the tests' template, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    made = CheckServer()
    made._template = template
    return made


def cells(source: Source, *more: str) -> list[list[Any]]:
    """The solved notebook's code cells, as they ran, numbered by tens."""
    notebook = build.solved_notebook(source)
    code = ["".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "code"]
    return [[10 * number, text] for number, text in enumerate([*code, *more], 1)]


def ask(
    server: CheckServer, ran: list[list[Any]], task: str | None, **values: Any
) -> dict[str, Any]:
    """One request, as a kernel sends it."""
    request = {"chapter": "01", "task": task, "cells": ran, "device": "cpu"}
    how = {"hidden": False, "repair": 0.0}
    return server.answer(json.loads(json.dumps({**request, **how, **values})))


def test_the_result_is_that_of_the_saved_notebook(
    server: CheckServer, workflow: Source, template: Template, tmp_path: Path
) -> None:
    """The same points, checks and messages; places are numbers of cells as they ran."""
    saved = build.compose_notebook(workflow, {"make_line": FLAT, "split": None})
    path = tmp_path / "ch01_workflow.ipynb"
    path.write_text(json.dumps(saved), encoding="utf-8")
    target = checking.Target(find("01"), path)
    wanted = checking.check(target, GradeRequest(device="cpu", template=template)).result
    code = [c["source"] for c in saved["cells"] if c["cell_type"] == "code"]
    answer = ask(server, [[n, "".join(text)] for n, text in enumerate(code, 1)], None)

    assert f"{wanted.points:g}/{wanted.max_points:g} points" in answer["text"]
    messages = {test.message.split("\n")[0] for test in wanted.tests if test.message}
    assert messages
    assert all(message in answer["text"] for message in messages)


def test_a_definition_that_ran_later_is_the_one_that_counts(
    server: CheckServer, workflow: Source
) -> None:
    """Its place is the number that the notebook shows, and its mistake is named."""
    ran = cells(workflow, FLAT)
    answer = ask(server, ran, "make_line")

    assert answer["score"] == 0.0
    assert f"Cell In[{ran[-1][0]}], line 1" in answer["text"]
    assert "one dimension" in answer["text"]
    assert hints.read_progress(Path.cwd())["ch01_workflow.make_line"].status == "fail"


def test_a_score_counts_hidden_checks_where_there_are_any(
    server: CheckServer, workflow: Source
) -> None:
    """And then they decide: half a task is half its points."""
    public = ask(server, cells(workflow), "make_line")
    half = ask(server, cells(workflow, NOISELESS), "make_line", hidden=True)

    assert public["score"] == workflow.task("make_line").points
    assert 0 < half["score"] < public["score"]


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"task": "make_lime"}, "Did you mean make_line?"),
        ({"task": "01.split"}, "split"),
        ({"task": "split", "chapter": ""}, "split"),
        ({"task": None, "chapter": ""}, "Run the notebook's first cell"),
        ({"task": "split", "device": "mps"}, "--device mps"),
        ({"task": "split", "cells": []}, "Not run yet in this notebook: split"),
    ],
)
def test_requests_are_understood_or_refused_in_a_sentence(
    server: CheckServer, workflow: Source, values: dict[str, Any], says: str
) -> None:
    """No traceback, whatever was asked."""
    request = {"task": None, "ran": cells(workflow), **values}
    ran, task = request.pop("ran"), request.pop("task")

    answer = ask(server, ran, task, **request)
    assert says in answer["text"]
    assert "Traceback" not in answer["text"]


def test_a_fault_of_the_kit_is_no_grade(server: CheckServer, workflow: Source) -> None:
    """It says so."""
    server._template = Template.connect("/nowhere/at/all")
    answer = ask(server, cells(workflow), "split")

    assert answer["failed"]
    assert "score" not in answer


SHORT = """\
def split(X, y, train_frac=0.8):
    n_test = int(len(X) * (1 - train_frac))
    cut = len(X) - n_test
    return X[:cut], y[:cut], X[cut:], y[cut:]
"""


def test_a_line_is_looked_for_when_it_is_asked_for(server: CheckServer, workflow: Source) -> None:
    """A task that failed without a name says so; the second answer tells the line."""
    ran = cells(workflow, SHORT)
    first = ask(server, ran, "split")
    second = ask(server, ran, "split", repair=30.0)

    assert first["unexplained"]
    assert "small change" not in first["text"]
    assert f"small change at Cell In[{ran[-1][0]}], line 2" in " ".join(second["text"].split())
    assert not ask(server, cells(workflow, FLAT), "make_line")["unexplained"]
    assert not ask(server, cells(workflow), "make_line")["unexplained"]
