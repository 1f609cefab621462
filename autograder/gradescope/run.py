"""Grade the submission in Gradescope's container, and write its ``results.json``."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder import atomic
from autograder.classroom.discover import Collected
from autograder.classroom.grade import grade_class
from autograder.classroom.gradebook import ungraded
from autograder.classroom.handins import HandIn
from autograder.classroom.opening import ANONYMOUS
from autograder.classroom.options import ClassOptions
from autograder.classroom.runfolder import open_run
from autograder.course import courses
from autograder.errors import KitError, UsageError
from autograder.gradescope.bundle import Settings
from autograder.grading.request import for_class
from autograder.grading.results import Result
from autograder.reports.gradescope import to_json
from autograder.text import number, one_line

_NOT_GRADED = "Your submission was received but not graded, which is no zero: "
_ASK = "Tell your instructor, who can run the autograder again."


@dataclass(frozen=True, slots=True)
class Container:
    """Gradescope's folders, all below one, which is ``/autograder``."""

    root: Path

    @property
    def source(self) -> Path:
        """What was in the zip."""
        return self.root / "source"

    @property
    def submission(self) -> Path:
        """What the student handed in."""
        return self.root / "submission"

    @property
    def results(self) -> Path:
        """The file that Gradescope reads."""
        return self.root / "results" / "results.json"

    def settings(self) -> Settings:
        """What the zip was made for."""
        text = (self.source / "settings.json").read_text(encoding="utf-8")
        return Settings(**json.loads(text))

    def metadata(self) -> dict[str, Any]:
        """What Gradescope says about submission and assignment; nothing where that is damaged."""
        try:
            text = (self.root / "submission_metadata.json").read_text(encoding="utf-8")
            found = json.loads(text)
        except (OSError, ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}


def run(container: Container) -> int:
    """Grade what is there and write the results; returns the exit code.

    A submission that the kit did not grade gets results without a score, and so no zero. Standard
    output is for instructors: Gradescope is told to show it to nobody else.
    """
    try:
        result = grade(container)
    except UsageError as error:
        return _failed(container, str(error), str(error))
    except KitError as error:
        return _failed(container, "the autograder failed.", str(error))
    except Exception as error:
        return _failed(container, "the autograder failed.", f"{type(error).__name__}: {error}")
    if ungraded(result):
        return _failed(container, "the autograder failed.", result.message)
    _write(container, to_json(result))
    _tell(result, container.metadata())
    return 0


def grade(container: Container) -> Result:
    """Grade the submission, as one of a class is graded.

    Raises:
        UsageError: there is no sandbox, and the zip was not made to do without.
        KitError: the kit itself failed.
    """
    settings = container.settings()
    courses.choose([str(container.source / "course")])
    hand_in = HandIn(ANONYMOUS, settings.chapter, container.submission)
    with tempfile.TemporaryDirectory() as folder:
        options = ClassOptions(
            submissions=container.submission,
            run=Path(folder),
            request=for_class("cpu"),
            key_file=container.source / "key",
            trusted=settings.trusted,
        )
        graded = list(grade_class(options, Collected((hand_in,)), open_run(options.run)))
    return graded[0].result


def _failed(container: Container, shown: str, why: str) -> int:
    """Write results without a score; ``shown`` is for the student, ``why`` for the instructor."""
    text = f"{_NOT_GRADED}{one_line(shown, 600)} {_ASK}"
    _write(container, {"output": text, "output_format": "text", "stdout_visibility": "hidden"})
    print(f"Not graded: {one_line(why, 2000)}")
    return 3


def _write(container: Container, results: dict[str, Any]) -> None:
    atomic.write(container.results, json.dumps(results, indent=1) + "\n")


def _tell(result: Result, metadata: dict[str, Any]) -> None:
    """Say what was graded, and whether the assignment is worth the same points."""
    most = number(result.max_points)
    print(f"{result.chapter}: {number(result.points)} of {most} points")
    assignment = metadata.get("assignment")
    total = assignment.get("total_points") if isinstance(assignment, dict) else None
    try:
        differs = total is not None and float(total) < result.max_points
    except (TypeError, ValueError):
        differs = False
    if differs:
        print(
            f"The chapter has {most} points and this assignment {one_line(str(total), 20)}. "
            f"Give it {most} autograder points in its settings."
        )
