"""What is not said of a grade is the safe choice."""

import math

import pytest

from autograder.errors import KitError
from autograder.grading.grader import grade
from autograder.grading.request import GradeRequest, for_class
from autograder.sandbox import Policy
from autograder.submission import from_text


def test_a_forgotten_template_runs_nothing(tmp_path):
    """A stranger's code would be in the grader's own process."""
    path = tmp_path / "ran"
    text = f"class Now:\n    open({str(path)!r}, 'w')\n"

    with pytest.raises(KitError, match="needs a template"):
        grade(from_text(text, "ch01_workflow", "a.py"), "eve", GradeRequest(device="cpu"))

    assert not path.exists()


def test_equal_requests_are_equal():
    """A run may be compared with an earlier one."""
    assert GradeRequest(key=b"k") == GradeRequest(key=b"k", policy=Policy.self_check())
    assert GradeRequest(hidden=True) != GradeRequest()


def test_a_class_is_graded_with_all_checks_and_lines_are_looked_for():
    """In a third of the time that the checks take, unless somebody says how long."""
    usual, chosen = for_class(), for_class("cpu", 0.0)

    assert usual.hidden
    assert (usual.repair_seconds, usual.repair_share) == (10.0, 1 / 3)
    assert (chosen.device, chosen.repair_seconds, chosen.repair_share) == ("cpu", 0.0, math.inf)
