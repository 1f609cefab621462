"""Courses on the real nbgrader: made once, copied for each test that writes to one."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from autograder.authoring import build, notebooks
from autograder.course import chapters, compose
from autograder.nbgrader.init import init
from autograder.nbgrader.layout import Course

CH00 = "ch00_fundamentals"

Json = dict[str, Any]


@dataclass(frozen=True)
class Classroom:
    """A course, and what one does in it."""

    course: Course

    def nbgrader(self, *arguments: str, code: int = 0) -> subprocess.CompletedProcess[str]:
        """Run a command of nbgrader as at a terminal; it has to end as expected."""
        return self._run("nbgrader", *arguments, code=code)

    def autograder(self, *arguments: str, code: int = 0) -> subprocess.CompletedProcess[str]:
        """Run a command of the kit."""
        return self._run("autograder", *arguments, code=code)

    def released(self, chapter: str = CH00) -> Json:
        """The notebook that students get."""
        path = self.course.root / "release" / chapter / f"{chapter}.ipynb"
        return json.loads(path.read_text(encoding="utf-8"))

    def answered(self, answers: Mapping[str, str | None], chapter: str = CH00) -> Json:
        """The same with all tasks solved but those named; None leaves one as it was."""
        book = self.released(chapter)
        code = {**solutions(chapter), **answers}
        for cell in book["cells"]:
            task = cell["metadata"].get("autograder", {}).get("task")
            if task and code[task] is not None:
                cell["source"] = code[task]
        return book

    def hand_in(self, student: str, book: Json, chapter: str = CH00) -> Path:
        """Put a notebook where nbgrader collects them."""
        return self.hand_in_text(student, notebooks.dumps(book), f"{chapter}.ipynb", chapter)

    def hand_in_text(self, student: str, text: str, name: str, chapter: str = CH00) -> Path:
        """Put any file there."""
        path = self.course.submitted(student, chapter) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def graded(self, student: str, chapter: str = CH00) -> Json:
        """The notebook that nbgrader wrote after grading."""
        path = self.course.autograded(student, chapter) / f"{chapter}.ipynb"
        return json.loads(path.read_text(encoding="utf-8"))

    def feedback(self, student: str, chapter: str = CH00) -> str:
        """The page that the student gets."""
        path = self.course.root / "feedback" / student / chapter / f"{chapter}.html"
        return path.read_text(encoding="utf-8")

    def _run(self, module: str, *arguments: str, code: int) -> subprocess.CompletedProcess[str]:
        found = os.pathsep.join([os.fspath(Path(sys.executable).parent), os.environ["PATH"]])
        ended = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            cwd=self.course.root,
            env={**os.environ, "PATH": found},
            capture_output=True,
            text=True,
        )
        assert ended.returncode == code, ended.stderr[-3000:]
        return ended


def solutions(chapter: str) -> dict[str, str]:
    """By task, the cell of a student who solved it."""
    book = build.solved_notebook(chapters.load(chapters.find(chapter)))
    cells = [(cell["metadata"].get("autograder", {}).get("task"), cell) for cell in book["cells"]]
    return {task: "".join(cell["source"]) for task, cell in cells if task}


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Classroom:
    """A course with chapter 00 generated; not to be written to."""
    room = Classroom(Course(tmp_path_factory.mktemp("pristine") / "course"))
    init(room.course.root)
    room.nbgrader("generate_assignment", CH00)
    return room


@pytest.fixture(scope="session")
def copied(pristine: Classroom) -> Callable[[Path], Classroom]:
    """Make a copy of it to write to."""

    def copy(folder: Path) -> Classroom:
        shutil.copytree(pristine.course.root, folder / "course")
        return Classroom(Course(folder / "course"))

    return copy


@pytest.fixture
def room(copied: Callable[[Path], Classroom], tmp_path: Path) -> Classroom:
    """A copy for one test."""
    return copied(tmp_path)


@pytest.fixture(scope="session")
def small(
    copied: Callable[[Path], Classroom], tmp_path_factory: pytest.TempPathFactory
) -> Classroom:
    """A class of five that chapter 00 was graded for; not to be written to.

    ana solved all, ben gave his file another name, cyn handed in a module, dan half a file, and
    eve removed and changed what is nbgrader's, and wrote `SCRIPTS` into cells of her own.
    """
    room = copied(tmp_path_factory.mktemp("small"))
    room.hand_in("ana", with_prose(room.answered({}), "It joins tensors."))
    ben = room.answered({"summarise": None, "make_tensor": "def make_tensor(d, dtype=None): ..."})
    room.hand_in_text("ben", notebooks.dumps(ben), f"{CH00} (1).ipynb")
    solved = compose.solved_module(chapters.load(chapters.find(CH00)))
    room.hand_in_text("cyn", solved, f"{CH00}.py")
    room.hand_in_text("dan", notebooks.dumps(ben)[:9000], f"{CH00}.ipynb")
    room.hand_in("eve", _tampered(room.answered({"pick": None})))
    said = room.autograder("nbgrader", "autograde", "00").stderr
    assert "5/5" in said
    room.nbgrader("generate_feedback", CH00)
    return room


SCRIPTS = """\
eve's <b>own</b> words, a < b <script>alert("eve")</script>
<img src=x onerror=alert("eve")> $<script>alert("eve")</script>$ <https://x/onmouseover=alert(1)/>
[a](javascript:alert("eve")) ![b](javascript:alert("eve")) [c](x "y\\" onclick=alert(1)")
`<script>alert("eve")</script>` <!-- <svg/onload=alert("eve")>

```
</code></pre><script>alert("eve")</script>
```
"""


def with_prose(book: Json, text: str) -> Json:
    """The notebook with a written answer."""
    for cell in book["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "written_answer":
            cell["source"] = text
    return book


def _tampered(book: Json) -> Json:
    cells = []
    for cell in book["cells"]:
        role = cell["metadata"].get("nbgrader", {})
        name = role.get("grade_id")
        if name == "test_make_tensor":
            continue
        if name == "test_summarise":
            role["points"] = 200
        if name == "test_describe":
            role.update(grade=False, solution=True, locked=False)
            cell["source"] = "99.0"
        if name == "test_drop_ones":
            cell["outputs"] = [
                {"output_type": "execute_result", "data": {"text/plain": "6.0"}, "metadata": {}}
            ]
        cells += [cell, cell] if name in ("test_pick", "written_answer") else [cell]
    own: list[dict[str, Any]] = [
        {"cell_type": k, "metadata": {}, "source": SCRIPTS} for k in ("markdown", "raw")
    ]
    return {**book, "cells": [*cells, *own]}
