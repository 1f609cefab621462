"""Whatever ends a run, its processes or its disk: the next run ends as an undisturbed one.

``AUTOGRADER_FAULTS=1000`` grades a class of that many instead, one in twenty hostile, and kills the
run ten times.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import arena
import pytest

from autograder.course import chapters, compose
from autograder.course.chapters import ROOT

STUDENTS = int(os.environ.get("AUTOGRADER_FAULTS", "16"))
KILLS = 10 if STUDENTS > 100 else 3
# No two runs of these say the same: they race for a pipe, show addresses, surroundings or memory.
RANDOM = ("forged_frames", "environment", "own_memory", "uninitialised_memory")

pytestmark = [
    pytest.mark.exhaustive,
    pytest.mark.xdist_group("faults"),  # several at once would only wait for each other
    pytest.mark.needs("files", "identity", "seccomp", "limits"),
]


@pytest.fixture(scope="module")
def submissions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class: solutions, known mistakes, and one attack in twenty submissions."""
    folder = tmp_path_factory.mktemp("class") / "submissions"
    source = chapters.load(chapters.find("00"))
    found = [a for a in arena.attacks() if a.task == "drop_ones" and a.kind in "ABCDK"]
    quick = [a for a in found if a.id not in RANDOM]
    for number in range(STUDENTS):
        text = compose.solved_module(source)
        if number % 3 == 1:
            text = compose.module(source, {"pick": "def pick(x, *rest):\n    return x\n"})
        if number % 20 == 7:
            attack = quick[number // 20 % len(quick)]
            text = compose.module(source, {"drop_ones": arena.WRONG + attack.source})
        path = folder / f"s{number:04}" / "ch00_fundamentals" / "ch00_fundamentals.py"
        path.parent.mkdir(parents=True)
        path.write_text(f"{text}\nSTUDENT = {number}\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def start(submissions: Path) -> Callable[..., subprocess.Popen[str]]:
    """Grade the class into a folder, as at a terminal, with one key for all runs.

    Other folders come first where the grader's own Python looks for modules.
    """
    key = submissions.parent / "key"
    key.write_text("5a" * 32 + "\n", encoding="ascii")

    def run(folder: Path, *modules: Path) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "autograder", "grade", str(submissions)]
        return subprocess.Popen(
            [*command, "-o", str(folder), "--key-file", str(key)],
            cwd=submissions.parent,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (*modules, ROOT)))},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    return run


@pytest.fixture(scope="module")
def undisturbed(
    start: Callable[[Path], subprocess.Popen[str]], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """What the class gets when nothing happens."""
    folder = tmp_path_factory.mktemp("undisturbed")
    assert ended(start(folder)) == (0, "")
    return graded(folder)


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Exit code, and what was said beside the progress."""
    _, said = process.communicate(timeout=1800)
    lines = [line for line in said.splitlines() if f"/{STUDENTS} " not in line]
    return process.returncode, "\n".join(lines)


def graded(folder: Path) -> dict[str, Any]:
    """The gradebook byte by byte, and every result but for its seconds."""
    found: dict[str, Any] = {
        name: (folder / name).read_bytes() for name in ("gradebook.csv", "summary.csv")
    }
    for path in (folder / "results").glob("*/*.json"):
        result = json.loads(path.read_text(encoding="utf-8"))
        for part in (result, *result["tests"]):
            part["seconds"] = 0
        found[path.parent.name] = result
    return found


def whole(folder: Path) -> dict[str, int]:
    """When each result was written."""
    return {str(p): p.stat().st_mtime_ns for p in (folder / "results").glob("*/*.json")}


def wait_for(folder: Path, count: int, process: subprocess.Popen[str]) -> None:
    """Wait until so many results are there."""
    while len(whole(folder)) < count:
        assert process.poll() is None, process.communicate()
        time.sleep(0.02)


def below(process: subprocess.Popen[str], word: str) -> Iterator[int]:
    """Processes of a run whose command line holds a word."""
    parents, lines = {}, {}
    for path in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(path.name)] = int((path / "stat").read_text().rpartition(")")[2].split()[1])
            lines[int(path.name)] = (path / "cmdline").read_text()
        except OSError:
            continue
    for pid in parents:
        above = pid
        while above not in (0, 1, process.pid):
            above = parents.get(above, 0)
        if above == process.pid and word in lines[pid]:
            yield pid


def test_a_run_killed_again_and_again_ends_as_ever(
    start: Callable[[Path], subprocess.Popen[str]], undisturbed: dict[str, Any], tmp_path: Path
) -> None:
    """SIGKILL at random moments: nothing is graded twice, nothing is lost."""
    moments = random.Random(7)
    for _ in range(KILLS):
        before = whole(tmp_path)
        process = start(tmp_path)
        wait_for(tmp_path, len(before) + STUDENTS // (2 * KILLS), process)
        time.sleep(moments.uniform(0, 0.5))
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        after = whole(tmp_path)
        assert {path: after.get(path) for path in before} == before
    assert ended(start(tmp_path)) == (0, "")
    assert {path: whole(tmp_path)[path] for path in after} == after
    assert graded(tmp_path) == undisturbed
    assert not list(tmp_path.rglob("*.part"))


@pytest.mark.parametrize("victim", ["template", "multiprocessing"])
def test_a_lost_process_of_the_kit_costs_no_grade(
    start: Callable[[Path], subprocess.Popen[str]],
    undisturbed: dict[str, Any],
    tmp_path: Path,
    victim: str,
) -> None:
    """The template, or the workers and what they are forked from, killed in the middle."""
    process = start(tmp_path)
    wait_for(tmp_path, STUDENTS // 4, process)
    victims = list(below(process, victim))
    for pid in victims:
        os.kill(pid, signal.SIGKILL)

    code, _ = ended(process)

    assert victims
    assert code == 0
    assert graded(tmp_path) == undisturbed


def test_damaged_results_are_made_again(
    start: Callable[[Path], subprocess.Popen[str]], undisturbed: dict[str, Any], tmp_path: Path
) -> None:
    """Cut, emptied, overwritten: such a file is as good as none."""
    assert ended(start(tmp_path)) == (0, "")
    damage = random.Random(3)
    for path in (tmp_path / "results").glob("*/*.json"):
        text = path.read_text(encoding="utf-8")
        cut = damage.choice([0, 1, len(text) // 2, len(text) - 3, None, None])
        path.write_text(text if cut is None else text[:cut], encoding="utf-8")
    (tmp_path / "gradebook.csv").write_text("half a")

    assert ended(start(tmp_path)) == (0, "")

    assert graded(tmp_path) == undisturbed


def test_a_full_disk_stops_the_run_and_loses_nothing(
    start: Callable[[Path], subprocess.Popen[str]], undisturbed: dict[str, Any], tmp_path: Path
) -> None:
    """One line says what is wrong; with room again the run goes on."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=200k", "none", str(disk)]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("only root can make a small disk")
    try:
        code, said = ended(start(disk))
        assert code == 2
        assert "No space left on device" in said
        assert "Traceback" not in said
        kept = whole(disk)
        assert kept
        subprocess.run(["mount", "-o", "remount,size=1g", str(disk)], check=True)
        assert ended(start(disk)) == (0, "")
        assert {path: whole(disk)[path] for path in kept} == kept
        assert graded(disk) == undisturbed
    finally:
        subprocess.run(["umount", str(disk)], check=True)


JUMPING = """
import random, time

real, jumps = time.time, random.Random(1)
time.time = lambda: real() + jumps.choice((-1, 1)) * jumps.uniform(0, 3e8)
time.time_ns = lambda: int(time.time() * 1e9)
open({sign!r}, "a").close()
"""


def test_a_clock_that_jumps_by_years_changes_no_grade(
    start: Callable[..., subprocess.Popen[str]], undisturbed: dict[str, Any], tmp_path: Path
) -> None:
    """Time limits go by a clock that nobody can set; the date only stamps files."""
    place, run = tmp_path / "site", tmp_path / "run"
    place.mkdir()
    sign = place / "was imported"
    text = JUMPING.format(sign=str(sign))
    (place / "sitecustomize.py").write_text(text, encoding="utf-8")

    assert ended(start(run, place)) == (0, "")

    assert sign.exists()
    assert graded(run) == undisturbed
