"""What stands in a test cell after grading."""

import math

import pytest

from autograder.grading.results import ERROR, FAIL, PASS, SKIPPED, TaskResult, TestResult
from autograder.nbgrader.feedback import report, score


def task(*tests: TestResult) -> TaskResult:
    """A task of these checks."""
    points = sum(test.points for test in tests)
    return TaskResult("f", FAIL, points, sum(test.max_points for test in tests), tests)


GOOD = TestResult("adds", "public.test_a", "f", PASS, 2, 2)
BAD = TestResult(
    name="subtracts",
    check="hidden.test_b",
    task_id="f",
    status=FAIL,
    points=0,
    max_points=3,
    message="Expected y to be 3, but got 4.",
    hint="Which sign?",
    where="ch00.ipynb[cell 3]:2",
)


def test_every_check_has_its_points_and_a_failed_one_its_reason() -> None:
    """Message, place and hint; the name of the check's function is nowhere."""
    text = report(task(GOOD, BAD), 5.0)

    assert text.splitlines() == [
        "f: 2 of 5 points",
        "✓ adds (2/2)",
        "✗ subtracts (0/3)",
        "    Expected y to be 3, but got 4.",
        "    where: ch00.ipynb[cell 3]:2",
        "    hint: Which sign?",
    ]


def test_the_same_reason_is_told_once() -> None:
    """Ten checks that fail for one reason do not fill the page."""
    again = TestResult("multiplies", "hidden.test_c", "f", ERROR, 0, 1, message=BAD.message)

    assert report(task(BAD, again), 4.0).count(BAD.message) == 1


def test_a_student_s_text_is_harmless() -> None:
    """Escape sequences of a terminal are shown, not obeyed."""
    wild = TestResult("x", "c", "f", ERROR, 0, 1, message="\x1b[2J\u202egone")

    assert "\x1b" not in report(task(wild), 1.0)
    assert "\u202e" not in report(task(wild), 1.0)


@pytest.mark.parametrize(
    ("points", "expected"),
    [(3, 3.0), (0, 0.0), (2.5, 2.5), (9, 5.0), (-1, 0.0), (math.nan, 0.0), (math.inf, 0.0)],
)
def test_a_score_is_a_plain_float_within_its_bounds(points: float, expected: float) -> None:
    """What nbgrader takes for full marks or an error never reaches it."""
    found = score(TaskResult("f", FAIL, points, 5, ()), 5.0)

    assert type(found) is float
    assert found == expected


def test_no_result_is_no_points() -> None:
    """A task the kit does not know earns nothing."""
    assert score(None, 5.0) == 0.0


def test_what_was_skipped_says_so() -> None:
    """It has a sign of its own."""
    skipped = TestResult("z", "c", "f", SKIPPED, 0, 1, message="needs g")

    assert "– z (0/1)" in report(task(skipped), 1.0)
