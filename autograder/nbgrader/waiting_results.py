"""Results made for nbgrader, each stored with the fingerprint of what it was made from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from autograder import atomic
from autograder.classroom.gradebook import ungraded
from autograder.course import chapters
from autograder.errors import UsageError
from autograder.grading import fingerprint
from autograder.grading.results import Result
from autograder.nbgrader.layout import Course
from autograder.submission import Limits, files
from autograder.text import file_name

_LIMITS = Limits()


def fingerprint_of(course: Course, student: str, assignment: str) -> str:
    """Identify a result before it is made: files handed in, what grades them, key (SHA-256).

    Files beyond the kit's limits are known by name and size; they are not graded either.
    """
    digest = hashlib.sha256(fingerprint.of_chapter(chapters.find(assignment)).encode())
    digest.update((course.run.path / "key").read_bytes())
    for line in _files_of(course.submitted(student, assignment)):
        digest.update(line)
    return digest.hexdigest()


def load(course: Course, student: str, assignment: str) -> Result | None:
    """The result of what is handed in now; None if there is none, or the kit failed."""
    try:
        noted = _note(course, student, assignment).read_text(encoding="ascii")
        if noted != fingerprint_of(course, student, assignment):
            return None
    except OSError:
        return None
    result = course.run.load(student, assignment)
    return None if result is None or ungraded(result) else result


def note(course: Course, student: str, assignment: str, found: str) -> None:
    """Note what a result in the run was made from: ``found``, as `fingerprint_of` gave it."""
    atomic.write(_note(course, student, assignment), found)


def _note(course: Course, student: str, assignment: str) -> Path:
    return course.run.path / "handed_in" / file_name(student) / file_name(assignment)


def _files_of(folder: Path) -> Iterator[bytes]:
    """Names and contents of the files; nothing is followed, and nothing unreadable stops this."""
    what = files.kind(folder)
    yield what.encode()
    if what != "folder":
        return
    try:
        listed = files.folder(folder, folder.name, _LIMITS)
    except UsageError as error:
        yield str(error).encode("utf-8", "replace")
        return
    for entry in sorted(listed.entries, key=lambda entry: entry.key):
        yield f"\n{entry.key!r} {entry.refusal} ".encode("utf-8", "replace")
        try:
            content = listed.read(entry, _LIMITS.notebook_bytes)
        except UsageError as error:
            content = str(error).encode("utf-8", "replace")
        yield hashlib.sha256(content).digest()
