"""Who fills the processors costs nobody else a point: attackers are graded beside honest work."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from autograder.course import chapters, compose
from autograder.grading import results as r

pytestmark = [
    pytest.mark.exhaustive,
    pytest.mark.needs("files", "identity", "seccomp", "limits"),
]
CHAPTER = "ch00_fundamentals"
HONEST = ("ana", "ben", "cyn", "dot")
ATTACKS = {
    "many_processes": """\
import os


class Now:
    for _ in range(55):
        if os.fork() == 0:
            try:
                os.setsid()
            except OSError:
                pass
            while True:
                pass
""",
    "many_threads": """\
import hashlib
import threading


def spin():
    block = bytes(2**20)
    while True:
        hashlib.sha256(block).digest()


class Now:
    for _ in range(40):
        threading.Thread(target=spin, daemon=True).start()
""",
}
HANGS = """

def drop_ones(x, keep_batch=False):
    while True:
        pass
"""


@pytest.mark.parametrize("attack", ATTACKS)
def test_who_fills_the_processors_costs_nobody_else_a_point(attack: str, tmp_path: Path) -> None:
    """Two of them in a class of six, all graded at once; they end as what they are."""
    solved = compose.solved_module(chapters.load(chapters.find(CHAPTER)))
    for student in (*HONEST, "eve", "mallory"):
        folder = tmp_path / "class" / student
        folder.mkdir(parents=True)
        code = solved if student in HONEST else f"{solved}\n{ATTACKS[attack]}{HANGS}"
        (folder / f"{CHAPTER}.py").write_text(code, encoding="utf-8")

    began = time.monotonic()
    results = graded(tmp_path)

    assert {s: results[s]["points"] for s in HONEST} == dict.fromkeys(HONEST, 80)
    for student in ("eve", "mallory"):
        assert results[student]["points"] < 80
        assert r.INFRASTRUCTURE not in {t["status"] for t in results[student]["tests"]}
    assert time.monotonic() - began < 400


def graded(folder: Path) -> dict[str, dict[str, Any]]:
    """The results of a class by student, graded by the command with all six at once."""
    command = [sys.executable, "-m", "autograder", "grade", "class", "--jobs", "6", "--json"]
    ended = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=900, check=True
    )
    found = [json.loads(line) for line in ended.stdout.splitlines() if line.startswith("{")]
    return {one["student"]: one for one in found}
