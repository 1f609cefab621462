"""The code of a hand-in as it was graded, kept in the run's folder for pages and comparisons."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from autograder.classroom import runfolder
from autograder.classroom.runfolder import RunFolder
from autograder.submission.model import Submission


@dataclass(frozen=True, slots=True)
class CodePart:
    """Code that stands together in a student's file.

    Attributes:
        file: as results name it: ``ch01_workflow.py`` or ``ch01_workflow.ipynb[cell 7]``.
        line: of that file or cell at which ``source`` starts, from 1.
        source: the code.
    """

    file: str
    line: int
    source: str


def of(submission: Submission) -> Iterator[CodePart]:
    """Yield what a submission runs, in its order, then the modules beside it."""
    for piece in submission.pieces:
        yield CodePart(piece.file, piece.line, piece.source)
    for name, data in submission.files.items():
        if name.endswith(".py"):
            known = name.removeprefix(f"{submission.package}/")  # as results name it
            yield CodePart(known, 1, data.decode(errors="replace"))


def save(run: RunFolder, student: str, submission: Submission) -> None:
    """Write the code of a submission; UsageError when there is no room for it."""
    parts = [asdict(part) for part in of(submission)]
    with runfolder.writing(run.code_path(student, submission.chapter)) as file:
        json.dump(parts, file, indent=1)


def remove(run: RunFolder, student: str, chapter: str) -> None:
    """Remove the code of an earlier hand-in."""
    run.code_path(student, chapter).unlink(missing_ok=True)


def load(run: RunFolder, student: str, chapter: str) -> tuple[CodePart, ...]:
    """Read the code of a result; empty where it is absent, damaged, or could not be read."""
    try:
        parts = json.loads(run.code_path(student, chapter).read_text(encoding="utf-8"))
        return tuple(CodePart(str(p["file"]), int(p["line"]), str(p["source"])) for p in parts)
    except (OSError, ValueError, KeyError, TypeError):
        return ()
