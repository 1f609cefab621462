"""``autograder report``: writes a graded class as pages and for other programs."""

from __future__ import annotations

from pathlib import Path

from autograder.classroom import runfolder
from autograder.classroom.grade import show
from autograder.classroom.runfolder import RunFolder
from autograder.errors import UsageError
from autograder.reports import gradescope, junit, pages
from autograder.screen import open_console


def report(path: Path, junit_file: Path | None = None, gradescope_to: Path | None = None) -> None:
    """Write the gradebook and the pages of a finished run anew, and show the class.

    Args:
        path: the run's folder.
        junit_file: also write the results as JUnit XML.
        gradescope_to: also write a ``results.json`` for each submission below this folder.

    Raises:
        UsageError: there are no results, one is damaged, or something cannot be written.
    """
    run = RunFolder(path)
    if not any(run.results.glob("*/*.json")):
        raise UsageError(
            f"{path}: Expected a run with results/<student>/<chapter>.json in it, but found none. "
            "Make one with `autograder grade SUBMISSIONS -o RUN`."
        )
    summary = pages.write(run)
    if junit_file is not None:
        with runfolder.writing(junit_file) as file:
            junit.write(file, run)
    if gradescope_to is not None:
        gradescope.write(gradescope_to, run)
    show(summary, run)
    open_console().print(f"{run.page} shows them in a browser, with a page a student.", style="dim")
