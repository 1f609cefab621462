"""Have nbgrader take a ``timestamp.txt`` that cannot be read for none.

nbgrader opens what a student handed in under this name and stops at a folder, at bytes that are no
text and at words that are no time. Its class for a course cannot be chosen in the settings, so its
method is wrapped.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import parse_utc

from autograder.errors import UsageError
from autograder.submission import files

NAME = "timestamp.txt"
_MOST_BYTES = 1000


def tolerate() -> None:
    """Put `read` in place of nbgrader's own reading, in this process."""
    CourseDirectory.get_existing_timestamp = _existing


def read(folder: Path) -> datetime | None:
    """When a submission was handed in, in UTC; None where no file says so in words of a time."""
    try:
        text = files.read_file(folder / NAME, _MOST_BYTES, NAME).decode("utf-8")
        found: datetime = parse_utc(text.strip())
    except (UsageError, ValueError, OverflowError, TypeError):
        return None
    return found


def _existing(self: Any, dest_path: str) -> datetime | None:
    found, path = read(Path(dest_path)), Path(dest_path) / NAME
    if found is None and path.exists():
        self.log.warning("%s: Expected a time such as 2030-01-31 12:00:00 UTC. Ignored.", path)
    return found
