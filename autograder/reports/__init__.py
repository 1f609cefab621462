"""``autograder report``: writes a graded class as pages and for other programs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from autograder.classroom import runfolder
from autograder.classroom.grade import show
from autograder.classroom.gradebook import Summary
from autograder.classroom.runfolder import RunFolder
from autograder.errors import UsageError
from autograder.reports import canvas, gradescope, junit, moodle, pages, table
from autograder.reports.audience import Audience
from autograder.reports.scores import Late
from autograder.screen import open_console


def report(
    path: Path,
    exports: Mapping[str, Path] | None = None,
    audience: Audience = Audience.STAFF,
    late: Late | None = None,
) -> None:
    """Write the gradebook and the pages of a finished run anew, and show the class.

    Args:
        path: the run's folder.
        exports: what else to write, and where: ``junit``, ``canvas``, ``moodle`` and ``csv`` are
            files, ``gradescope`` is a folder of a ``results.json`` for each submission.
        audience: for whom the pages are; what staff alone may see is in no page for students.
        late: by how much work was late, where that is known.

    Raises:
        UsageError: there are no results, one is damaged, or something cannot be written.
    """
    run = RunFolder(path)
    if not any(run.results.glob("*/*.json")):
        raise UsageError(
            f"{path}: Expected a run with results/<student>/<chapter>.json in it, but found none. "
            "Make one with `autograder grade SUBMISSIONS -o RUN`."
        )
    summary = pages.write(run, audience, late)
    for kind, target in (exports or {}).items():
        _export(kind, target, run, summary)
    show(summary, run)
    open_console().print(_written(run, audience), style="dim")


def _written(run: RunFolder, audience: Audience) -> str:
    if audience.sees_class:
        return f"{run.page} shows them in a browser, with a page a student, for staff alone."
    folder = pages.students_folder(run, audience)
    return f"{folder} has a page for each student, without hidden values, to be sent alone."


def _export(kind: str, target: Path, run: RunFolder, summary: Summary) -> None:
    if kind == "gradescope":
        gradescope.write(target, run)
        return
    with runfolder.writing(target) as file:
        if kind == "junit":
            junit.write(file, run)
        else:
            {"canvas": canvas, "moodle": moodle, "csv": table}[kind].write(file, summary)
