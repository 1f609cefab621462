"""What is not said of a grade is the safe choice."""

import pytest

from autograder.errors import KitError
from autograder.grading.grader import grade
from autograder.grading.request import GradeRequest
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
