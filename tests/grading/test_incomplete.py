"""Results of what was not graded to its end."""

from __future__ import annotations

from dataclasses import replace

from autograder.classroom.gradebook import ungraded
from autograder.course import chapters
from autograder.grading import grader, incomplete, running

CHAPTER = chapters.load(chapters.find("00"))
NAME = CHAPTER.chapter.name


def test_an_unreadable_file_earns_nothing_and_says_why() -> None:
    """All tasks are there, with their points."""
    result = incomplete.unreadable(NAME, "ana", "no notebook", hidden=True)

    assert (result.status, result.points, result.message) == ("error", 0, "no notebook")
    assert result.max_points == sum(task.points for task in CHAPTER.tasks)
    assert not ungraded(result)


def test_a_kit_that_failed_gives_no_grade() -> None:
    """It is told apart from a zero."""
    result = incomplete.not_graded(NAME, "ana", "a.py", "it broke")

    assert ungraded(result)
    assert "it broke" in result.message


def test_what_was_broken_off_keeps_its_points_so_far() -> None:
    """Checks without a result are failed, by name; with all of them it is as if graded."""
    checks = running.in_order(CHAPTER.tasks, grader.check_files(CHAPTER.chapter, hidden=True))
    whole = incomplete.broken_off(NAME, "ana", "a.py", checks, {}, hidden=True)
    passed = {
        test.check: replace(test, status="pass", points=test.max_points) for test in whole.tests
    }
    half = dict(list(passed.items())[:5])

    some = incomplete.broken_off(NAME, "ana", "a.py", checks, half, hidden=True)
    every = incomplete.broken_off(NAME, "ana", "a.py", checks, passed, hidden=True)

    assert (whole.points, whole.max_points) == (0, sum(task.points for task in CHAPTER.tasks))
    assert some.points == sum(test.points for test in half.values())
    assert {test.status for test in some.tests[5:]} == {"crash"}
    assert (every.status, every.points) == ("pass", whole.max_points)
    assert not ungraded(some)
