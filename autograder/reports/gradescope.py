"""Write results as Gradescope reads them: a ``results.json`` for each submission.

The format is documented at gradescope-autograders.readthedocs.io, "Autograder specifications".
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from autograder.classroom import runfolder
from autograder.classroom.gradebook import ungraded
from autograder.grading.results import PASS, Result, TestResult
from autograder.text import file_name, harmless, one_line


def write(folder: Path, results: Iterable[Result]) -> None:
    """Write ``<student>/<chapter>.json``; what the kit failed to grade has no file, so no zero."""
    for result in results:
        if not ungraded(result):
            name = f"{file_name(result.chapter)}.json"
            with runfolder.writing(folder / file_name(result.student) / name) as file:
                json.dump(to_json(result), file, indent=1)
                file.write("\n")


def to_json(result: Result) -> dict[str, Any]:
    """Return a submission in Gradescope's format: its score, and a test for each check.

    Hidden checks are shown when grades are published, and until then neither is the score, as
    Gradescope shows no sum of tests that are not all shown. What runs print stays with instructors.
    """
    return {
        "score": result.points,
        "execution_time": result.seconds,
        "output": harmless(result.message),
        "output_format": "text",
        "stdout_visibility": "hidden",
        "tests": list(_tests(result)),
        "extra_data": {"fingerprint": result.fingerprint},
    }


def _tests(result: Result) -> Iterator[dict[str, Any]]:
    for first, task in enumerate(result.tasks(), 1):
        for second, test in enumerate(task.tests, 1):
            yield {**_test(test), "number": f"{first}.{second}"}


def _test(test: TestResult) -> dict[str, Any]:
    hint = f"hint: {test.first_hint}" if test.first_hint else ""
    told = (test.message, test.where, hint)
    is_hidden = test.check.startswith("hidden.")
    return {
        "name": one_line(f"{test.task_id}: {test.name}"),
        "score": test.points,
        "max_score": test.max_points,
        "status": "passed" if test.status == PASS else "failed",
        "output": "\n".join(harmless(text) for text in told if text),
        "output_format": "text",
        "tags": [one_line(test.task_id), "hidden" if is_hidden else "public"],
        "visibility": "after_published" if is_hidden else "visible",
    }
