"""Measure grading a class of chapter 00: stock nbgrader, the bridge, and ``autograder grade``.

    python -m autograder.nbgrader.bench --students 40

All three grade the same answers in the same notebooks. The tests of the stock course, which have
to lie in its cells, only ask whether a name is there, which costs it nothing; a real course's
hidden tests would make it slower than shown. Ratios only: seconds depend on the machine.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.authoring import build, notebooks
from autograder.course import chapters
from autograder.course.source import Source
from autograder.nbgrader import stock
from autograder.nbgrader.cells import source_notebook
from autograder.nbgrader.init import init
from autograder.nbgrader.layout import Course

CHAPTER = "ch00_fundamentals"
_STOCK = 'c = get_config()\nc.CourseDirectory.course_id = "stock"\n'

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Times:
    """Wall time in seconds for a class of ``students``."""

    students: int
    stock: float
    bridge: float
    grade: float


def measure(students: int, folder: Path) -> Times:
    """Grade a class three times.

    Args:
        students: how many there are.
        folder: an empty one, for the two courses.
    """
    source = chapters.load(chapters.find(CHAPTER))
    plain, ours = Course(folder / "stock"), Course(folder / "bridge")
    plain.root.mkdir()
    plain.config.write_text(_STOCK, encoding="utf-8")
    path = plain.source(CHAPTER) / f"{CHAPTER}.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(_self_testing(source_notebook(source, None), source)))
    init(ours.root)
    for course in (plain, ours):
        stock.run(course, "generate_assignment", CHAPTER)
        _hand_in(course, source, students)
    grade = ["grade", "submitted", "-o", "run2"]
    return Times(
        students=students,
        stock=_timed(plain, "nbgrader", "autograde", CHAPTER),
        bridge=_timed(ours, "autograder", "nbgrader", "autograde", CHAPTER),
        grade=_timed(ours, "autograder", *grade),
    )


def report(times: Times) -> str:
    """The ratios, in two lines."""
    return (
        f"{times.students} students, stock nbgrader takes\n"
        f"  {times.stock / times.bridge:.1f} times as long as nbgrader with the bridge,"
        f" {times.stock / times.grade:.1f} times as long as autograder grade"
    )


def _hand_in(course: Course, source: Source, students: int) -> None:
    """Put the released notebook there for each student, solved, each a little different."""
    path = course.root / "release" / CHAPTER / f"{CHAPTER}.ipynb"
    book = json.loads(path.read_text(encoding="utf-8"))
    solved = {cell["id"]: cell["source"] for cell in build.solved_notebook(source)["cells"]}
    for number in range(students):
        cells = [_answered(cell, solved, number) for cell in book["cells"]]
        target = course.submitted(f"student{number:03}", CHAPTER) / f"{CHAPTER}.ipynb"
        target.parent.mkdir(parents=True)
        target.write_text(notebooks.dumps({**book, "cells": cells}), encoding="utf-8")


def _answered(cell: Json, solved: Json, number: int) -> Json:
    if "task" not in cell["metadata"].get("autograder", {}):
        return cell
    code = "".join(solved[cell["id"]])
    return {**cell, "source": f"{code}\n\nSTUDENT_NUMBER = {number}\n"}


def _self_testing(book: Json, source: Source) -> Json:
    """The notebook for stock nbgrader: without the kit, its tests ask for the names of a task."""
    cells = []
    for cell in book["cells"]:
        ours = cell["metadata"].get("autograder", {})
        if ours.get("check") in [task.id for task in source.tasks]:
            names = ", ".join(source.task(ours["check"]).names)
            cells.append({**cell, "source": f"assert ({names},)"})
        elif "setup" not in ours and "check" not in ours:
            cells.append(cell)
    return {**book, "cells": cells}


def _timed(course: Course, module: str, *arguments: str) -> float:
    started = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        command = [sys.executable, "-m", module, *arguments]
        environment = stock.environment()
        subprocess.run(
            command, cwd=course.root, env=environment, stdout=said, stderr=said, check=True
        )
    return time.perf_counter() - started


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m autograder.nbgrader.bench")
    parser.add_argument("--students", type=int, default=40)
    students = parser.parse_args(arguments).students
    with tempfile.TemporaryDirectory() as folder:
        print(report(measure(students, Path(folder))))


if __name__ == "__main__":
    main()
