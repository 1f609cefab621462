"""The folder of one grading run: its key, a file per result, the gradebook."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from autograder import atomic
from autograder.errors import UsageError
from autograder.grading.results import Result
from autograder.text import file_name

KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class RunFolder:
    """Paths of a run, and its results as files that are whole or absent."""

    path: Path

    @property
    def results(self) -> Path:
        """Folder of the results: ``results/<student>/<chapter>.json``."""
        return self.path / "results"

    @property
    def code(self) -> Path:
        """Folder of the code that was graded: ``code/<student>/<chapter>.json``."""
        return self.path / "code"

    @property
    def gradebook(self) -> Path:
        """One row a student and task."""
        return self.path / "gradebook.csv"

    @property
    def summary(self) -> Path:
        """One row a student."""
        return self.path / "summary.csv"

    @property
    def previous(self) -> Path:
        """Results that were replaced since changes were last told, and the gradebook of then."""
        return self.path / "previous"

    @property
    def told(self) -> Path:
        """What ``previous`` was, once its changes are told: to be deleted."""
        return self.path / "previous.told"

    @property
    def changes(self) -> Path:
        """What the last regrading changed, one row a student and task."""
        return self.path / "changes.csv"

    @property
    def previous_gradebook(self) -> Path:
        """The gradebook before the last regrading."""
        return self.path / "gradebook.previous.csv"

    @property
    def class_list(self) -> Path:
        """Who is in the class and what is due; see ``classlist``."""
        return self.path / "class.json"

    @property
    def roster(self) -> Path:
        """A copy of the roster that was given, if one was."""
        return self.path / "roster.csv"

    @property
    def submissions(self) -> Path:
        """What was handed in, unpacked from a platform's download."""
        return self.path / "submissions"

    @property
    def page(self) -> Path:
        """The class's page; its students' pages lie in ``students`` beside it."""
        return self.path / "report" / "index.html"

    def result_path(self, student: str, chapter: str) -> Path:
        """Give the file of one result; different students never share one."""
        return self.results / file_name(student) / f"{file_name(chapter)}.json"

    def previous_path(self, student: str, chapter: str) -> Path:
        """Give the file that keeps one result when it is replaced."""
        return self.previous / file_name(student) / f"{file_name(chapter)}.json"

    def appeal_path(self, student: str) -> Path:
        """Give the page about a repeated grade that a student can be sent."""
        return self.path / "appeals" / f"{file_name(student)}.html"

    def code_path(self, student: str, chapter: str) -> Path:
        """Give the file of the code behind one result."""
        return self.code / file_name(student) / f"{file_name(chapter)}.json"

    def save(self, result: Result) -> None:
        """Write one result, in one step; UsageError when there is no room for it."""
        text = json.dumps(result.to_json(), indent=1)
        with writing(self.result_path(result.student, result.chapter)) as file:
            file.write(text + "\n")

    def load(self, student: str, chapter: str) -> Result | None:
        """Read one result; None when it is absent or damaged, so that it is graded again."""
        try:
            return read_result(self.result_path(student, chapter))
        except (OSError, UsageError):
            return None

    def __iter__(self) -> Iterator[Result]:
        """Read all results one at a time, ordered by student and chapter.

        A damaged file raises UsageError.
        """
        for path in sorted(self.results.glob("*/*.json")):
            yield read_result(path)


@contextmanager
def writing(path: Path) -> Iterator[TextIO]:
    """Write a file of a run as ``atomic.writing`` does; UsageError when it cannot be written."""
    try:
        with atomic.writing(path) as file:
            yield file
    except OSError as error:
        raise unwritable(path, error) from error


def unwritable(path: Path, error: OSError) -> UsageError:
    """Make the error for a file of a run that cannot be written."""
    return UsageError(
        f"{path}: Expected to write this file, but got: {error.strerror or error}. "
        "What is graded is kept: mend it and run the same command again."
    )


def open_run(path: Path) -> RunFolder:
    """Make the folder of a run unless it is there; UsageError when it cannot be written."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"{path}: Expected a folder to write the run to, but got: {error.strerror}. "
            "Choose another with -o."
        ) from error
    return RunFolder(path)


def read_result(path: Path) -> Result:
    """Read a result file; UsageError when it holds something else, OSError when unreadable."""
    try:
        return Result.from_json(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"{path}: Expected a result written by `autograder grade`, but got something else. "
            "Delete the file and grade again."
        ) from error


def read_key(path: Path) -> bytes:
    """Read the secret key of a run, or make one that only its owner can read.

    Equal keys and submissions give equal hidden inputs, so a grade repeats exactly for an appeal.
    A file that holds no key or cannot be written raises UsageError.
    """
    if not path.exists():
        with writing(path) as file:
            file.write(secrets.token_hex(KEY_BYTES) + "\n")
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError) as error:
        raise _not_a_key(path, "something else") from error
    if len(key) < KEY_BYTES // 2:
        raise _not_a_key(path, f"{2 * len(key)} digits")
    return key


def _not_a_key(path: Path, found: str) -> UsageError:
    return UsageError(
        f"{path}: Expected a key of at least {KEY_BYTES} hexadecimal digits, but got {found}. "
        "Name a file that does not exist, and a new key is made."
    )
