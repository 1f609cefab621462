"""``autograder grade``: find the submissions, grade them, write and show the gradebook."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from itertools import count

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from autograder.classroom import (
    changes_page,
    classlist,
    gradebook,
    local,
    regrading,
    roster,
)
from autograder.classroom.discover import Collected, discover
from autograder.classroom.grade_one import Graded
from autograder.classroom.gradebook import ungraded
from autograder.classroom.layouts import AUTO, PLAIN
from autograder.classroom.options import ClassOptions
from autograder.classroom.overview import class_page
from autograder.classroom.runfolder import RunFolder, open_run, read_key
from autograder.errors import UsageError
from autograder.screen import glyphs, open_console
from autograder.text import counted, number, one_line

Backend = Callable[..., AbstractContextManager[Iterator[Graded]]]
"""Grades hand-ins as its results are read; `local.graded_here` or `cluster.graded_on_cluster`."""


def grade(options: ClassOptions) -> int:
    """Grade a class, write the gradebook and show it; return how many the kit failed to grade.

    What that changes in results of an earlier run is told before the gradebook is replaced.

    Raises:
        UsageError: nothing to grade, no sandbox, or something cannot be read or written.
        KitError: the kit itself failed.
    """
    run = RunFolder(options.run)
    if options.roster:
        roster.read(options.roster)  # a wrong file is told before the class is unpacked
    collected = discover(options.submissions, options.chapter, options.layout, run.submissions)
    open_run(options.run)
    _enrol(options, collected, run)
    tell(collected, options.layout)
    regrading.begin(run)
    failed = 0
    for graded in grade_class(options, collected, run):
        failed += ungraded(graded.result)
        if options.as_json:
            print(json.dumps(graded.result.to_json()), flush=True)
    changes_page.tell(run, stderr=options.as_json)
    summary = gradebook.write(run)
    regrading.end(run)
    if not options.as_json:
        show(summary, run)
    return failed


def _enrol(options: ClassOptions, collected: Collected, run: RunFolder) -> None:
    """Write who is in the class, and what is due."""
    if options.roster:
        roster.keep(run, options.roster)
    names = {one.chapter for one in collected.hand_ins}
    due = [options.chapter.name] if options.chapter else names
    classlist.save(run, classlist.load(run).joined(classlist.of(collected.members, due)))


def tell(collected: Collected, layout: str) -> None:
    """Say on standard error how a class was read; ``layout`` is the option."""
    console = open_console(stderr=True)
    if collected.layout not in ("", PLAIN):  # one's own folders need no comment
        how = "recognised; --layout chooses another" if layout == AUTO else "as chosen"
        students = counted(len(collected.members), "student")
        console.print(f"Layout: {collected.layout}, {students} ({how})")
    for remark in collected.remarks:
        console.print(remark)


def grade_class(options: ClassOptions, collected: Collected, run: RunFolder) -> Iterator[Graded]:
    """Grade what was collected, several at a time, and show the progress.

    What the kit fails to grade comes last: it is graded again, with all processes made anew.

    Raises:
        UsageError: no sandbox, or something cannot be read.
        KitError: the kit itself failed.
    """
    key = read_key(options.key_file or run.path / "key")
    request, backend = replace(options.request, key=key), _backend(options)
    left = {(one.student, one.chapter): one for one in collected.hand_ins}
    with _progress(collected) as show_progress:
        for is_last in (False, True):
            if not left:
                return
            with backend(tuple(left.values()), run, request, options) as done:
                for graded in done:
                    if is_last or not ungraded(graded.result):
                        left.pop((graded.result.student, graded.result.chapter), None)
                        show_progress(graded)
                        yield graded


def _backend(options: ClassOptions) -> Backend:
    """Choose where to grade: on the workers of a cluster if one is named, else here."""
    if not options.scheduler:
        return local.graded_here
    try:
        from autograder.classroom import cluster
    except ImportError as error:
        raise UsageError(
            f"--scheduler: Expected Dask to be installed, but got: {error}. "
            "Install it with: pip install 'pytorch-autograder[cluster]'"
        ) from None
    return cluster.graded_on_cluster


def show(summary: gradebook.Summary, run: RunFolder) -> None:
    """Print the gradebook and what the class got wrong most."""
    console = open_console()
    console.print(class_page(summary, glyphs(console), str(run.gradebook)))
    console.print(f"\n{run.gradebook} and {run.summary.name} hold these numbers.", style="dim")


@contextmanager
def _progress(collected: Collected) -> Iterator[Callable[[Graded], None]]:
    """Show results on standard error: a bar on a terminal, a line for each elsewhere."""
    console, total = open_console(stderr=True), len(collected.hand_ins)
    if not console.is_terminal:
        numbers = count(1)
        yield lambda graded: print(_line(next(numbers), total, graded), file=sys.stderr, flush=True)
        return
    with _bar(console) as bar:
        task = bar.add_task("grading", total=total)
        yield lambda graded: bar.update(
            task, advance=1, description=one_line(graded.result.student, 24)
        )


def _bar(console: Console) -> Progress:
    name = TextColumn("{task.description:<24}", markup=False)
    columns = (name, BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console, transient=True)


def _line(count: int, total: int, graded: Graded) -> str:
    result = graded.result
    points = f"{number(result.points)}/{number(result.max_points)}"
    what = "not graded" if ungraded(result) else f"{points}{' as before' * graded.resumed}"
    return f"{count}/{total} {one_line(result.student, 40)} {result.chapter} {what}"
