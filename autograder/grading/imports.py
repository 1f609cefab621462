"""Say once for a submission which of its imports failed, and what to do about each."""

from __future__ import annotations

import re
from collections.abc import Iterable

from autograder.remote.faults import StudentError

_ABSENT = re.compile(r"No module named '([\w.]+)'")
_MOST = 3  # what a fourth is about, the first three tell
_OF_STUDENTS = frozenset(
    ("data_setup", "engine", "going_modular", "helper_functions", "model_builder", "utils")
)
"""Modules and packages that the course has its students write or download."""


def notes(errors: Iterable[StudentError]) -> list[str]:
    """Return a sentence or two for each module that could not be imported, three at most.

    Args:
        errors: what went wrong while the submission was loaded and called; others are passed over.
    """
    found: dict[str, str] = {}
    for error in errors:
        if error.is_import:
            absent = _ABSENT.search(error.message)
            module = absent[1].partition(".")[0] if absent else ""
            found.setdefault(module or error.message, _note(error, module))
    return list(found.values())[:_MOST]


def _note(error: StudentError, module: str) -> str:
    at = f"{error.where}: " if error.where else ""
    if not module:
        return f"{at}An import failed: {error.message}. What needs it fails, and nothing else."
    if module in _OF_STUDENTS:
        return (
            f"{at}Your work imports {module}, which is not there: hand that file or folder in "
            "with it. What needs it fails, and nothing else."
        )
    return (
        f"{at}The package {module} is not here. What needs it fails, and nothing else: do without "
        f"it, or hand {module} in with your work if it is a file or folder of yours."
    )
