"""Preload of the fork server that grading workers come from: imports the grader."""

import gc

from autograder.student.preload import importing

with importing():
    import autograder.grading.grader  # noqa: F401

gc.freeze()  # torch stays: looking through all its objects again would slow every grade
