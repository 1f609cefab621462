"""Regrading: results that are replaced are kept until it is told what that changes.

``begin`` makes ``RUN/previous``, ``keep`` puts there what is about to be replaced, the module
``changes`` finds what is different, and ``end`` removes the folder when that and the gradebook are
written. A run that is stopped before leaves it, and the next one tells the changes of both.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from autograder.classroom import runfolder
from autograder.classroom.gradebook import ungraded
from autograder.classroom.runfolder import RunFolder, read_result
from autograder.errors import UsageError
from autograder.grading.results import Result

_GRADEBOOK = ".gradebook.csv"  # no student's folder is called so, as `file_name` makes it


def begin(run: RunFolder) -> None:
    """Make ``previous`` with the gradebook as it is, unless a stopped run left it.

    Raises:
        UsageError: it cannot be written.
    """
    _finish(run)
    kept, part = run.previous / _GRADEBOOK, run.previous / ".gradebook.part"
    try:
        run.previous.mkdir(exist_ok=True)
        if run.gradebook.exists() and not kept.exists():
            shutil.copyfile(run.gradebook, part)
            part.replace(kept)
    except OSError as error:
        raise runfolder.unwritable(kept, error) from error


def keep(run: RunFolder, before: Result | None) -> None:
    """Keep a result that is about to be replaced, where a regrading has begun.

    Of several since changes were told, the first is kept: it is what the class knows. What the kit
    failed to grade was no grade.
    """
    if before is None or ungraded(before) or not run.previous.is_dir():
        return
    path = run.previous_path(before.student, before.chapter)
    if not path.exists():
        with runfolder.writing(path) as file:
            json.dump(before.to_json(), file)


def end(run: RunFolder) -> None:
    """Forget what was replaced; its gradebook becomes ``gradebook.previous.csv``.

    Where the kit failed to grade something anew, all is kept, and told when that is graded too.

    Raises:
        UsageError: it cannot be written.
    """
    if any(now and ungraded(now) for _, now in pairs(run)):
        return
    try:
        run.previous.replace(run.told)  # in one step: from here on, nothing is told again
    except OSError as error:
        raise runfolder.unwritable(run.told, error) from error
    _finish(run)


def pairs(run: RunFolder) -> Iterator[tuple[Result, Result | None]]:
    """Each result that was kept, and the one that replaced it; a damaged one is no evidence."""
    for path in sorted(run.previous.glob("*/*.json")):
        try:
            before = read_result(path)
        except (OSError, UsageError):
            continue
        yield before, run.load(before.student, before.chapter)


def _finish(run: RunFolder) -> None:
    """Delete what was told; a killed run may have left some of it."""
    kept = run.told / _GRADEBOOK
    try:
        if kept.exists() and any(run.told.glob("*/*.json")):
            kept.replace(run.previous_gradebook)
        _delete(run.told)
    except OSError as error:
        raise runfolder.unwritable(run.told, error) from error


def _delete(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
