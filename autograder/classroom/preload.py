"""Imported once by the server that grading workers are forked from, and by nobody else."""

import gc

from autograder.student.preload import importing

with importing():
    import autograder.grading.grader  # noqa: F401

gc.freeze()  # torch stays: looking through all its objects again would slow every grade
