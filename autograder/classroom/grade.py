"""What ``autograder grade`` does: collect, grade with progress, write and show the gradebook."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from autograder.classroom import gradebook, local
from autograder.classroom.discover import Collected, Job, discover
from autograder.classroom.gradebook import ungraded
from autograder.classroom.overview import class_page
from autograder.classroom.runfolder import RunFolder, open_run, read_key
from autograder.classroom.work import Graded, Terms, policy_here
from autograder.course import chapters
from autograder.course.chapters import Chapter
from autograder.errors import UsageError
from autograder.remote.launch import Template
from autograder.screen import glyphs, open_console
from autograder.student import preload
from autograder.text import number, one_line

Engine = Callable[[Sequence[Job]], Iterator[Graded]]


@dataclass(frozen=True, slots=True)
class Order:
    """What to grade and how.

    Attributes:
        submissions: a class's folder, or one submission.
        run: the folder that the results go to.
        workers: submissions graded at the same time; None for one a processor.
        key_file: the run's secret; None for ``key`` in the run's folder.
        trusted: whether to go on where this machine has no sandbox.
        device: ``auto``, ``cpu``, ``cuda`` or ``mps``.
        chapter: grade this one only; None grades all.
        scheduler: address of a Dask scheduler whose workers grade; empty for this machine alone.
        as_json: print each result as a line of JSON instead of the gradebook.
    """

    submissions: Path
    run: Path
    workers: int | None = None
    key_file: Path | None = None
    trusted: bool = False
    device: str = "auto"
    chapter: Chapter | None = None
    scheduler: str = ""
    as_json: bool = False


def grade(order: Order) -> int:
    """Grade a class, write the gradebook and show it; returns how many the kit failed to grade.

    Raises:
        UsageError: nothing to grade, no sandbox, or something cannot be read or written.
        KitError: the kit itself failed.
    """
    collected = discover(order.submissions, order.chapter)
    run = open_run(order.run)
    failed = 0
    for graded in grading(order, collected, run):
        failed += ungraded(graded.result)
        if order.as_json:
            print(json.dumps(graded.result.to_json()), flush=True)
    summary = gradebook.write(run)
    if not order.as_json:
        show(summary, run)
    return failed


def grading(order: Order, collected: Collected, run: RunFolder) -> Iterator[Graded]:
    """Grade what was collected, several at a time, and show how far it is.

    Raises:
        UsageError: no sandbox, or something cannot be read.
        KitError: the kit itself failed.
    """
    key = read_key(order.key_file or run.path / "key")
    progress = open_console(stderr=True)
    for student in collected.empty:
        progress.print(f"{one_line(student)}: nothing to grade was found in this folder")
    engine = _on_cluster if order.scheduler else _here
    once = partial(engine, run=run, terms=Terms(key, device=order.device), order=order)
    yield from _watched(_twice(collected.jobs, once), collected, progress)


def _twice(jobs: Sequence[Job], once: Engine) -> Iterator[Graded]:
    """Grade all, and what the kit failed to grade again, with all its processes made anew."""
    left = {(job.student, job.chapter): job for job in jobs}
    for graded in once(jobs):
        if not ungraded(graded.result):
            del left[graded.result.student, graded.result.chapter]
            yield graded
    if left:
        yield from once(tuple(left.values()))


def _here(jobs: Sequence[Job], run: RunFolder, terms: Terms, order: Order) -> Iterator[Graded]:
    """Grade on this machine."""
    policy = policy_here(order.trusted)
    with Template.start(preload=_imports(jobs)) as template:
        here = replace(terms, template=template.path, policy=policy)
        most = min(order.workers or local.workers_here(), len(jobs))
        yield from local.grade_class(jobs, run, here, most)


def _on_cluster(
    jobs: Sequence[Job], run: RunFolder, terms: Terms, order: Order
) -> Iterator[Graded]:
    """Grade on the workers of a cluster."""
    try:
        from autograder.classroom import cluster
        from autograder.grading import fingerprint
    except ImportError as error:
        raise UsageError(
            f"--scheduler: Expected Dask to be installed, but got: {error}. "
            "Install it with: pip install 'pytorch-autograder[cluster]'"
        ) from None
    node = cluster.Node(fingerprint.of_kit(), order.trusted)
    yield from cluster.grade_class(jobs, run, terms, order.scheduler, node)


def _imports(jobs: Sequence[Job]) -> list[str]:
    """What the chapters' own solutions import, and the data, which every student may use.

    What the sandbox hides, as all of the kit, cannot be imported later.
    """
    paths = {chapters.find(job.chapter).solution for job in jobs}
    wanted = preload.wanted(path.read_bytes() for path in paths if path.is_file())
    return list(dict.fromkeys(("autograder.data", *wanted)))


def show(summary: gradebook.Summary, run: RunFolder) -> None:
    """Print the gradebook and what the class got wrong most."""
    console = open_console()
    console.print(class_page(summary, glyphs(console), str(run.gradebook)))
    console.print(f"\n{run.gradebook} and {run.summary.name} hold these numbers.", style="dim")


def _watched(done: Iterable[Graded], collected: Collected, console: Console) -> Iterator[Graded]:
    """Pass results on, with a bar on a terminal and a line each elsewhere."""
    total = len(collected.jobs)
    with ExitStack() as stack:
        bar = stack.enter_context(_bar(console)) if console.is_terminal else None
        task = bar.add_task("grading", total=total) if bar else None
        for count, graded in enumerate(done, 1):
            if bar and task is not None:
                bar.update(task, advance=1, description=one_line(graded.result.student, 24))
            else:
                print(_line(count, total, graded), file=sys.stderr, flush=True)
            yield graded


def _bar(console: Console) -> Progress:
    name = TextColumn("{task.description:<24}", markup=False)
    columns = (name, BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console, transient=True)


def _line(count: int, total: int, graded: Graded) -> str:
    result = graded.result
    points = f"{number(result.points)}/{number(result.max_points)}"
    what = "not graded" if ungraded(result) else f"{points}{' as before' * graded.resumed}"
    return f"{count}/{total} {one_line(result.student, 40)} {result.chapter} {what}"
