"""Promises and luck are counted, on grades that are known and on real ones."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.authoring import cases, coverage
from autograder.authoring.cases import VARIANT, WRONG
from autograder.authoring.coverage import Graded
from autograder.authoring.promises import GIVEN, Promise


def graded(name, *failed, kind=WRONG):
    """A case of a task as it fared under each key."""
    return Graded(kind, "line", name, tuple(map(frozenset, failed)))


def test_a_promise_is_checked_where_a_wrong_answer_of_its_task_always_loses():
    """Of its own is one that breaks no other promise."""
    every = [
        Promise("line", "a", 1, names=("shared",)),
        Promise("line", "b", 2, names=("shared", "own")),
        Promise("line", "c", 3, codes=((5, "return 1"),)),
        Promise("line", "d", 7, names=("lucky",)),
        Promise("line", "e", 9, kind=GIVEN),
    ]
    found = coverage.coverage(
        every,
        [
            graded("shared", {"x"}, {"x"}),
            graded("own", {"x"}, {"x"}),
            graded("promises.md:5", set(), set()),
            graded("lucky", {"x"}, set()),
            graded("right", set(), set(), kind=VARIANT),
        ],
    )

    assert (found.promises, found.checked, found.own) == (4, 2, 3)
    assert [one.name for one in found.luck] == ["lucky"]


def test_a_case_is_graded_under_each_key(template, workflow):
    """Which checks it failed is told for each of them."""
    wrong = next(c for c in cases.of_task(workflow, "make_line") if c.name == "flat_line")
    found = coverage.grade(replace(wrong, kind=WRONG), template, keys=2)

    assert len(found.failed) == 2
    assert found.always_loses
    assert not found.is_luck


LEDGER = """\
## centre

> {quote}

```python
def centre(x):
    return x
```
"""
ANSWERS = """\
#### lucky wrong task=centre
import random

def centre(x):
    return x - x.mean() if random.random() < 0.5 else x
"""


@pytest.mark.exhaustive
def test_the_command_prints_what_is_held_and_what_is_luck(tmp_path):
    """On a course of one task, with a ledger of one promise and a folder of answers."""

    def run(*arguments: str, code: int = 0) -> str:
        kit = str(Path(__file__).parents[2])
        ended = subprocess.run(
            [sys.executable, "-m", *arguments],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": kit},
            capture_output=True,
            text=True,
        )
        assert ended.returncode == code, ended.stderr
        return ended.stdout

    run("autograder", "new", "course", "mine")
    run("autograder", "--course", "mine", "new", "chapter", "ch11_audio")
    command = ("autograder.authoring.coverage", "--course", "mine", "11")
    drafted = run(*command, "--draft")
    quote = next(line[2:] for line in drafted.splitlines() if line.startswith("> "))
    folder = tmp_path / "mine" / "chapters" / "ch11_audio"
    (folder / "promises.md").write_text(LEDGER.format(quote=quote))
    (tmp_path / "ch11.txt").write_text(ANSWERS)
    measure = (*command, "--keys", "6", "--jobs", "1")

    assert "1 promises, 1 with a check, 1 with a wrong answer of their own" in run(*measure)
    said = run(*measure, "--answers", ".", code=1)
    assert "ch11_audio centre lucky: ['" in said
    assert "luck: 1 of " in said
