"""Fingerprints change with everything that a grade can depend on, and with nothing else."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.course import compose
from autograder.course.chapters import ROOT
from autograder.course.source import Source
from autograder.grading import fingerprint
from autograder.grading.request import GradeRequest
from autograder.submission import from_text

SECRET = GradeRequest(hidden=True, key=b"k" * 32, device="cpu")
PRINT = """
import json
from autograder.course import chapters
from autograder.grading import fingerprint
print(json.dumps([fingerprint.of_kit(), *map(fingerprint.of_chapter, chapters.existing())]))
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


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the kit."""
    folder = tmp_path_factory.mktemp("kit")
    for name in ("autograder", "solutions", "exercises", "course_data"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def prints(kit: Path) -> list[str]:
    """The kit's fingerprint and those of its chapters, as a new process tells them."""
    done = subprocess.run(
        [sys.executable, "-B", "-c", PRINT],
        cwd=kit,
        env={**os.environ, "PYTHONPATH": str(kit), "AUTOGRADER_COURSE": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    found: list[str] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(
    ("path", "changed"),
    [
        ("autograder/chapters/ch01_workflow/hidden.py", [1]),
        ("autograder/chapters/ch01_workflow/mistakes.diff", [1]),
        ("autograder/chapters/ch01_workflow/helpers/loops.py", [1]),
        ("autograder/chapters/ch03_computer_vision/probes.py", [3]),
        ("solutions/ch01_workflow.py", [1]),
        ("autograder/checks/expect.py", range(11)),
        ("autograder/checks/loops.py", range(11)),
        ("autograder/student/probes/networks.py", range(11)),
        ("autograder/remote/session.py", range(11)),
        ("autograder/sandbox/limits.py", range(11)),
        ("autograder/classroom/grade_one.py", range(11)),
        ("course_data/manifest.json", range(11)),
        ("autograder/commands/page.py", []),
        ("autograder/reports/pages.py", []),
        ("exercises/ch01_workflow.py", []),
    ],
)
def test_a_changed_file_changes_what_depends_on_it(
    kit: Path, path: str, changed: list[int]
) -> None:
    """A file of each kind: one chapter's, the framework's, data, and what only shows grades."""
    before = prints(kit)
    file = kit / path
    text = file.read_bytes()
    try:
        file.write_bytes(text + b"\n")
        after = prints(kit)
    finally:
        file.write_bytes(text)

    different = [n for n, (a, b) in enumerate(zip(before[1:], after[1:], strict=True)) if a != b]
    assert different == list(changed)
    assert (before[0] != after[0]) == bool(different)
