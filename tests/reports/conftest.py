"""Graded classes, one whose every text is hostile, and a browser to look at their pages."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from autograder.classroom import roster
from autograder.classroom.runfolder import RunFolder
from autograder.grading.results import Result, TestResult

if TYPE_CHECKING:
    from playwright.sync_api import Browser

EVIL = (
    "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><svg onload=alert(3)>",
    "\x1b[2J\x1b]0;owned\x07\u202e{{ 7 * 7 }}{% raw %}&#x3c;b&#x3e; ]]></testcase>\x00\ufffe\udcff",
    "=HYPERLINK(\"http://evil.example\")\n-->\n</style></title><base href='//evil.example'>",
)


def check(task: str, status: str, points: float, of: float = 2.0, **more: Any) -> TestResult:
    """A check of a task."""
    name = str(more.pop("name", f"{task} works"))
    return TestResult(name, f"public.test_{task}", task, status, points, of, **more)


def result(student: str, *tests: TestResult, chapter: str = "ch01_workflow") -> Result:
    """One chapter of one student."""
    points, most = sum(t.points for t in tests), sum(t.max_points for t in tests)
    return Result(
        chapter=chapter,
        student=student,
        status="pass" if points == most else "fail",
        message=EVIL[0] if student in EVIL else "",
        points=points,
        max_points=most,
        device="cpu",
        sandbox=(),
        seconds=0.25,
        hidden=True,
        source=student,
        fingerprint="f",
        tests=tests,
    )


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    """A good student, one who did half of it, and three whose names and output attack readers."""
    run = RunFolder(tmp_path / "run")
    run.save(result("ada", check("line", "pass", 2), check("fit", "pass", 2)))
    waiting = check("fit", "not_started", 0)
    hints = ("Your x is flat.", "An axis.", "Look at unsqueeze.")
    failed: Any = {
        "message": "Expected (4, 1), but got (4,).",
        "misconception": "flat",
        "hints": hints,
    }
    run.save(result("ben", check("line", "fail", 1, where="ben.py:3", **failed), waiting))
    for evil in EVIL:
        texts: Any = {"message": evil, "where": evil, "hint": evil, "output": evil, "name": evil}
        known: Any = {"misconception": evil, "hints": (evil,) * 3}
        bad = check("line", "error", 0, **texts, **known)
        run.save(result(evil, bad, check("fit", "crash", 0, message=evil)))
    return run


@pytest.fixture
def graded_class(tmp_path: Path) -> RunFolder:
    """Four students in two chapters: one solved all, two made a mistake, one began nothing.

    The kit failed on the second chapter of cem; Fay is on the roster and handed in nothing.
    """
    run = RunFolder(tmp_path / "class")
    flat: Any = {"misconception": "flat", "hints": ("Your x is flat.", "", ""), "message": "flat."}
    second = "ch02_classification"
    lost = check("fit", "infrastructure", 0, message="the worker died")
    for one in (
        result("ada", check("line", "pass", 2), check("fit", "pass", 2)),
        result("ben", check("line", "fail", 0, **flat), check("fit", "not_started", 0)),
        result("ben", check("fit", "fail", 1, **flat), chapter=second),
        result("cem", check("line", "fail", 1, **flat), check("fit", "pass", 2)),
        replace(result("cem", lost, chapter=second), status="infrastructure"),
        result("dee", check("line", "not_started", 0), check("fit", "not_started", 0)),
    ):
        run.save(one)
    (tmp_path / "roster.csv").write_text("id,name\nada,\nben,\ncem,\ndee,\nfay,Fay Fox\n")
    roster.keep(run, tmp_path / "roster.csv")
    return run


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium; tests that ask for it skip where there is none, or no Playwright."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright")
    names = ("chromium", "chromium-browser", "google-chrome")
    program = next((path for name in names if (path := shutil.which(name))), None)
    if program is None:
        pytest.skip("needs chromium")
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield opened
        opened.close()
