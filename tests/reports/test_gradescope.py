"""Gradescope's ``results.json``: points of every check, and harmless text."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from autograder.classroom.runfolder import RunFolder
from autograder.reports import gradescope


def test_each_submission_has_a_file_with_its_points(run: RunFolder, tmp_path: Path) -> None:
    """The score is the sum of the tests' scores, and failures say why."""
    gradescope.write(tmp_path / "out", run)
    read = json.loads((tmp_path / "out" / "ben" / "ch01_workflow.json").read_text())

    assert read["score"] == sum(test["score"] for test in read["tests"]) == 1
    first, second = read["tests"]
    assert first["name"] == "line: line works"
    assert first["max_score"] == 2
    assert first["output"] == ("Expected (4, 1), but got (4,).\nben.py:3\nhint: Your x is flat.")
    assert second["status"] == "failed"
    assert {test["output_format"] for test in read["tests"]} == {"text"}
    assert len(list((tmp_path / "out").glob("*/*.json"))) == 5


def test_no_text_moves_a_cursor(run: RunFolder) -> None:
    """Control characters are shown, not sent."""
    for result in run:
        texts = [
            str(value) for test in gradescope.to_json(result)["tests"] for value in test.values()
        ]

        assert not any(ord(c) < 32 and c not in "\n\t" for text in texts for c in text)


def test_what_the_kit_failed_to_grade_is_no_zero(run: RunFolder, tmp_path: Path) -> None:
    """Gradescope keeps the score it has."""
    ben = run.load("ben", "ch01_workflow")
    assert ben is not None
    gradescope.write(tmp_path / "out", [replace(ben, status="infrastructure")])

    assert not (tmp_path / "out").exists()


def test_hidden_checks_wait_until_grades_are_published(run: RunFolder) -> None:
    """Public ones are visible at once; Gradescope shows no score while a test is not shown."""
    ben = run.load("ben", "ch01_workflow")
    assert ben is not None
    secret = replace(ben.tests[0], check="hidden.test_line", message="Expected 4096.")
    read = gradescope.to_json(replace(ben, tests=(*ben.tests, secret)))

    assert [test["visibility"] for test in read["tests"]] == [
        "visible",
        "after_published",
        "visible",
    ]
    assert [test["number"] for test in read["tests"]] == ["1.1", "1.2", "2.1"]
    assert read["stdout_visibility"] == "hidden"
    assert "4096" not in read["output"]
