"""The right letters of a concept check as digests: students have the questions, and no letter.

A letter stands in the solution alone. ``autograder build`` writes the digests beside the questions.
"""

from __future__ import annotations

import ast
import hashlib

from autograder.course import solutions
from autograder.course.source import Source, defined

TASK = "concept_check"


def digest(salt: str, name: str, letter: str) -> str:
    """Hide a letter: the first 12 hexadecimal digits of a salted SHA-256."""
    return hashlib.sha256(f"{salt} {name} {letter}".encode()).hexdigest()[:12]


def digests(source: Source) -> dict[str, str]:
    """By the name of its constant, the digest of each right letter in a chapter's solution.

    Returns:
        Nothing where the chapter has no task ``concept_check``. The salt is the chapter's name.

    Raises:
        UsageError: the solution markers of that task are not in order.
    """
    cells = [c for c in source.cells if c.kind == "code" and c.task == TASK]
    code = "\n".join(solutions.solved(cell, source.path) for cell in cells)
    return {
        name: digest(source.chapter.name, name, str(node.value.value))
        for node in ast.parse(code).body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for name in defined(node)
    }
