"""The process beside a kernel: started when needed, ended with it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from autograder.jupyter.helper import Helper

NOTHING: dict[str, Any] = {
    "chapter": "",
    "task": None,
    "cells": [],
    "device": "cpu",
    "hidden": False,
    "repair": 0.0,
}


def test_it_answers_and_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a folder full of files with the names of modules, one process for all requests."""
    (tmp_path / "json.py").write_text("raise SystemExit('taken for the real one')\n")
    monkeypatch.chdir(tmp_path)
    helper = Helper()
    first = helper.ask(NOTHING)
    process = helper._process
    assert "Run the notebook's first cell" in first["text"]
    assert helper.ask(NOTHING) == first
    assert helper._process is process

    helper.close()
    assert process is not None
    assert process.returncode is not None


def test_its_death_is_told_and_the_next_question_answered() -> None:
    """As long as the kit can be imported at all."""
    helper = Helper()
    helper.ask(NOTHING)
    assert helper._process is not None
    os.kill(helper._process.pid, 9)
    helper._process.wait()

    assert "first cell" in helper.ask(NOTHING)["text"]
    helper.close()


def test_last_words_are_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that cannot even start says why."""
    monkeypatch.setattr("autograder.jupyter.helper._PROGRAM", "raise SystemExit('no room')")
    answer = Helper().ask(NOTHING)

    assert answer == {"text": "The checks ended before they were done. no room", "failed": True}
