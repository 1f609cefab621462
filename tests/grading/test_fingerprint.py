"""Fingerprints change with everything that a grade can depend on, and with nothing else."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import pytest

from autograder.course import compose
from autograder.course.chapters import ROOT
from autograder.course.source import Source
from autograder.grading import fingerprint
from autograder.grading.request import GradeRequest
from autograder.submission import from_text

SECRET = GradeRequest(hidden=True, key=b"k" * 32, device="cpu")
CHANGED = {
    "autograder/chapters/ch01_workflow/hidden.py": [1],
    "autograder/chapters/ch01_workflow/mistakes.diff": [1],
    "autograder/chapters/ch01_workflow/helpers/loops.py": [1],
    "autograder/chapters/ch03_computer_vision/probes.py": [3],
    "solutions/ch01_workflow.py": [1],
    "autograder/checks/expect.py": range(11),
    "autograder/checks/loops.py": range(11),
    "autograder/student/probes/networks.py": range(11),
    "autograder/remote/session.py": range(11),
    "autograder/sandbox/limits.py": range(11),
    "autograder/classroom/grade_one.py": range(11),
    "course_data/manifest.json": range(11),
    "autograder/commands/page.py": [],
    "autograder/reports/pages.py": [],
    "exercises/ch01_workflow.py": [],
}
"""By a file of each kind, the chapters whose fingerprints it is in."""

PRINT = """
import json, sys
from pathlib import Path
from autograder.course import chapters
from autograder.grading import fingerprint

def prints():
    fingerprint.of_framework.cache_clear()  # as in the next process
    return [fingerprint.of_kit(), *map(fingerprint.of_chapter, chapters.existing())]

def after(path):
    text = path.read_bytes()
    path.write_bytes(text + b"\\n")
    try:
        return prints()
    finally:
        path.write_bytes(text)

before = prints()
print(json.dumps({path: [before, after(Path(path))] for path in sys.argv[1:]}))
"""


def test_submission_key_and_device_count(workflow: Source) -> None:
    """Asking twice gives the same."""
    name = workflow.chapter.name
    one = from_text(compose.solved_module(workflow), name, f"{name}.py")
    two = from_text("X = 1\n", name, f"{name}.py")

    prints = {
        fingerprint.of_submission(one, SECRET),
        fingerprint.of_submission(one, SECRET),
        fingerprint.of_submission(two, SECRET),
        fingerprint.of_submission(one, GradeRequest(hidden=True, key=b"other", device="cpu")),
        fingerprint.of_submission(one, GradeRequest(hidden=False, key=b"k" * 32, device="cpu")),
    }

    assert len(prints) == 4


def test_each_part_tells_what_differs(workflow: Source) -> None:
    """The submission, then kit and chapter, then key, device and options."""
    name = workflow.chapter.name
    one = from_text(compose.solved_module(workflow), name, "a.py")
    two = from_text("X = 1\n", name, "a.py")
    other_key = GradeRequest(hidden=True, key=b"other", device="cpu")

    before, of_two, of_key = (
        fingerprint.of_submission(submission, request).split("-")
        for submission, request in ((one, SECRET), (two, SECRET), (one, other_key))
    )

    assert [a == b for a, b in zip(before, of_two, strict=True)] == [False, True, True]
    assert [a == b for a, b in zip(before, of_key, strict=True)] == [True, True, False]
    assert before[1] == fingerprint.of_chapter(workflow.chapter)


@pytest.fixture(scope="module")
def prints(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[list[str]]]:
    """By changed file, the fingerprints of kit and chapters before and after, in a copy."""
    kit = tmp_path_factory.mktemp("kit")
    for name in ("autograder", "solutions", "exercises", "course_data"):
        shutil.copytree(ROOT / name, kit / name, ignore=shutil.ignore_patterns("__pycache__"))
    done = subprocess.run(
        [sys.executable, "-B", "-c", PRINT, *CHANGED],
        cwd=kit,
        env={**os.environ, "PYTHONPATH": str(kit), "AUTOGRADER_COURSE": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, list[list[str]]] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("path", CHANGED)
def test_a_changed_file_changes_what_depends_on_it(
    prints: dict[str, list[list[str]]], path: str
) -> None:
    """A file of each kind: one chapter's, the framework's, data, and what only shows grades."""
    before, after = prints[path]

    different = [n for n, (a, b) in enumerate(zip(before[1:], after[1:], strict=True)) if a != b]
    assert different == list(CHANGED[path])
    assert (before[0] != after[0]) == bool(different)
