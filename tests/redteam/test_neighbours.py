"""Attackers that are graded beside honest work cost nobody else a point.

``AUTOGRADER_NEIGHBOURS=10`` grades ten classes, each with another attack of every kind.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import arena
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
CLASSES = int(os.environ.get("AUTOGRADER_NEIGHBOURS", "1"))
HANGS = """

def drop_ones(x, keep_batch=False):
    while True:
        pass
"""


@pytest.mark.nightly
@pytest.mark.parametrize("attack", ATTACKS)
def test_who_fills_the_processors_costs_nobody_else_a_point(attack: str, tmp_path: Path) -> None:
    """Two of them in a class of six, all graded at once; they end as what they are."""
    solved = compose.solved_module(chapters.load(chapters.find(CHAPTER)))
    for student in (*HONEST, "eve", "mallory"):
        hostile = f"{solved}\n{ATTACKS[attack]}{HANGS}"
        hand_in(tmp_path, student, solved if student in HONEST else hostile)

    began = time.monotonic()
    results = graded(tmp_path)

    assert {s: results[s]["points"] for s in HONEST} == dict.fromkeys(HONEST, 80)
    for student in ("eve", "mallory"):
        assert results[student]["points"] < 80
        assert r.INFRASTRUCTURE not in {t["status"] for t in results[student]["tests"]}
    assert time.monotonic() - began < 400


@pytest.fixture
def busy() -> Iterator[None]:
    """Two other programs that never wait."""
    command = [sys.executable, "-c", "while True: pass"]
    others = [subprocess.Popen(command) for _ in range(2)]
    yield
    for other in others:
        other.kill()
        other.wait()


@pytest.mark.usefixtures("busy")
@pytest.mark.parametrize("number", range(CLASSES))
def test_honest_work_earns_the_same_beside_every_kind_of_attack(
    number: int, tmp_path: Path
) -> None:
    """Check by check, on a busy machine; and no attacker is excused."""
    source = chapters.load(chapters.find(CHAPTER))
    solved = compose.solved_module(source)
    wrong = compose.module(source, {"pick": "def pick(x, *rest):\n    return x\n"})
    for student in HONEST:
        hand_in(tmp_path, student, wrong if student == "dot" else solved)
    alone = graded(tmp_path)
    for attack in attackers(number):
        hand_in(tmp_path, attack.id, arena.module_of(attack))

    beside = graded(tmp_path)

    for student in HONEST:
        assert earned(beside[student]) == earned(alone[student]), student
    assert earned(alone["ana"]) != earned(alone["dot"])
    assert r.INFRASTRUCTURE not in {t["status"] for one in beside.values() for t in one["tests"]}


def attackers(number: int) -> list[arena.Attack]:
    """The attack of each kind with that number, counted round and round."""
    found: dict[str, list[arena.Attack]] = {}
    for attack in arena.attacks():
        if arena.chapter_of(attack.task).chapter.name == CHAPTER:
            found.setdefault(attack.kind, []).append(attack)
    return [every[number % len(every)] for every in found.values()]


def hand_in(folder: Path, student: str, text: str) -> None:
    """Write a student's file."""
    path = folder / "class" / student / f"{CHAPTER}.py"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")


def earned(result: dict[str, Any]) -> dict[str, float]:
    """Points by check."""
    return {test["check"]: test["points"] for test in result["tests"]}


def graded(folder: Path) -> dict[str, dict[str, Any]]:
    """The results of a class by student, graded by the command with all six at once."""
    shutil.rmtree(folder / "run" / "results", ignore_errors=True)
    command = [sys.executable, "-m", "autograder", "grade", "class", "--jobs", "6", "--json"]
    command += ["-o", "run"]
    ended = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=900, check=True
    )
    found = [json.loads(line) for line in ended.stdout.splitlines() if line.startswith("{")]
    return {one["student"]: one for one in found}
