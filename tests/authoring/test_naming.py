"""What is told about wrong answers is counted, on grades that are known and on real ones."""

from __future__ import annotations

from dataclasses import replace

import pytest

from autograder.authoring import naming
from autograder.authoring.cases import MISTAKE, WRONG, Case
from autograder.authoring.naming import Told
from autograder.grading.results import TestResult
from autograder.submission.model import Submission

LOST = TestResult("works", "public.test_x", "line", "fail", 0, 1)


@pytest.mark.parametrize(
    ("kind", "tests", "wanted"),
    [
        (WRONG, [replace(LOST, status="pass")], Told("line a", "lost no point")),
        (WRONG, [replace(LOST, misconception="b")], Told("line a", "named", "b")),
        (MISTAKE, [replace(LOST, misconception="a")], Told("line a", "named", "a")),
        (MISTAKE, [replace(LOST, misconception="b")], Told("line a", "confused", "b")),
        (WRONG, [LOST, replace(LOST, repair="- x", where="f:1")], Told("line a", "located", "f:1")),
        (WRONG, [replace(LOST, resembles="b")], Told("line a", "resembles", "b")),
        (WRONG, [LOST, replace(LOST, task_id="fit", misconception="b")], Told("line a", "untold")),
    ],
)
def test_an_answer_counts_once(kind: str, tests: list[TestResult], wanted: Told) -> None:
    """A name says most, then a line, then a resemblance; other tasks do not count."""
    assert naming.told(Case(kind, "a", "line", Submission("c", "a")), tests) == wanted


def test_known_mistakes_are_recognised_in_another_style(capsys: pytest.CaptureFixture[str]) -> None:
    """The confusion table of a chapter whose mistakes tell; each is counted."""
    assert naming.main(["10", "--restyled", "--jobs", "1", "--list"]) == 0

    head, *lines = capsys.readouterr().out.splitlines()
    assert head.startswith("ch10_torch_compile: ")
    assert head.split(": ")[1] == str(len(lines))
    assert any("named" in line for line in lines)
