"""What a template shows of a task's checks."""

from __future__ import annotations

from autograder.classroom.runfolder import RunFolder
from autograder.reports import rendering


def test_what_a_task_did_before_is_not_told_twice(run: RunFolder) -> None:
    """Two checks that fail for the same reason have one explanation."""
    ben = run.load("ben", "ch01_workflow")
    assert ben is not None
    task = ben.tasks()[0]
    twice = type(task)(task.task_id, task.status, 0, 4, (task.tests[0], task.tests[0]))

    assert [(new, hint) for _, new, hint in rendering.told(twice)] == [
        (True, "Your x is flat."),
        (False, ""),
    ]
