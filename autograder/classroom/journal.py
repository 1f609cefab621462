"""The results of a submission's checks so far, in a file beside its result while it is graded.

When the process that grades it dies, what it had found by then is not lost.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path

from autograder.classroom.runfolder import RunFolder, unwritable
from autograder.grading.results import TestResult


@contextmanager
def written(run: RunFolder, student: str, chapter: str) -> Iterator[Callable[[TestResult], None]]:
    """Yield a function that writes down the result of a check; the file goes when the block ends.

    Raises:
        UsageError: there is no room to write.
    """
    path = _path(run, student, chapter)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", buffering=1) as file:  # a line is written at once
            yield lambda result: print(json.dumps(asdict(result)), file=file)
    except OSError as error:
        raise unwritable(path, error) from error
    finally:
        with suppress(OSError):
            path.unlink()


def read(run: RunFolder, student: str, chapter: str) -> dict[str, TestResult] | None:
    """Return results by check, of a grading that came to no end; None where none had begun."""
    try:
        lines = _path(run, student, chapter).read_text(encoding="utf-8").splitlines(keepends=True)
    except FileNotFoundError:
        return None
    whole = [line for line in lines if line.endswith("\n")]
    results = [TestResult.from_json(json.loads(line)) for line in whole]
    return {result.check: result for result in results}


def remove(run: RunFolder, student: str, chapter: str) -> None:
    """Remove what a grading left that came to no end."""
    _path(run, student, chapter).unlink(missing_ok=True)


def _path(run: RunFolder, student: str, chapter: str) -> Path:
    return run.result_path(student, chapter).with_suffix(".journal")
