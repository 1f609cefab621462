"""Measure the graders of a chapter with mutants: small changes to the solution must lose points.

    python -m autograder.authoring.mutants 01 02 --only train --jobs 2

makes every change of ``operators`` to what a student writes for a task, and grades each as if a
student had handed it in, by the checks of that task alone. A mutant that keeps all points shows a
hole in the graders, or does what the task asks: such are listed, each with the reason, in
``equivalents.txt`` of the chapter. The exit code is 1 where less than 95 % of a chapter's others
lose points, or where the list is out of date.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import torch

from autograder import data
from autograder.authoring import cases
from autograder.authoring.mutated import Mutant, equivalents, mutants
from autograder.classroom import pool as worker_pool
from autograder.course import chapters, compose, courses
from autograder.course.chapters import Chapter
from autograder.errors import KitError
from autograder.grading import grader
from autograder.grading import results as r
from autograder.grading.request import GradeRequest
from autograder.grading.running import run_checks
from autograder.remote.launch import Template
from autograder.sandbox import Policy
from autograder.submission import Submission, from_text

ENOUGH = 95.0


@dataclass(frozen=True, slots=True)
class Score:
    """The mutation score of a chapter's checks.

    Attributes:
        made: how many there were.
        survivors: those that kept all points and are not listed.
        equivalent: how many are listed.
        outdated: listed names that are no mutant's, or of one that loses points.
    """

    chapter: str
    made: int
    survivors: tuple[Mutant, ...]
    equivalent: int
    outdated: tuple[str, ...]

    @property
    def percent(self) -> float:
        """Percentage of the mutants not listed as equivalent that lose points."""
        counted = self.made - self.equivalent
        return 100 * (counted - len(self.survivors)) / counted if counted else 100.0

    def __str__(self) -> str:
        """One line for the author."""
        alive = len(self.survivors)
        return (
            f"{self.chapter}: {self.made} mutants, {self.made - self.equivalent - alive} lose "
            f"points, {self.equivalent} equivalent, {alive} survive: {self.percent:.1f} %"
        )


def loses(code: str | None, task: str, chapter: str, template: str, budget: float = 300.0) -> bool:
    """Whether code for a task loses points; the other tasks are solved.

    Args:
        code: the task's cell; None for the solution.
        task: its id.
        chapter: full name.
        template: path of the template to fork from.
        budget: seconds that all its calls may take together.

    Raises:
        KitError: the kit could not do its work.
    """
    torch.set_num_threads(1)  # as in the student's process: sums must round alike
    run = grader.open_run(_submission(code, task, chapter), _request(template))
    run.session.budget = budget
    try:
        files = grader.check_files(run.chapter, hidden=True)
        for result in (one.result for one in run_checks(run, files, task)):
            if result.status == r.INFRASTRUCTURE:
                raise KitError(result.message)
            if result.status != r.PASS:
                return True
        return False
    finally:
        run.close()


def _submission(code: str | None, task: str, chapter: str) -> Submission:
    source = chapters.load(chapters.find(chapter))
    text = compose.module(source, {} if code is None else {task: code})
    return from_text(text, chapter, f"{chapter}.py")


def _request(template: str) -> GradeRequest:
    return GradeRequest(
        hidden=True,
        key=cases.key("0"),
        device="cpu",
        policy=Policy(read_paths=(str(data.root()),)),
        template=Template.connect(template),
    )


def measure(
    chapter: Chapter, template: str, *, only: str = "", jobs: int = 1, folder: Path | None = None
) -> Score:
    """Grade a chapter's mutants.

    Args:
        chapter: which one.
        template: path of a template to fork from.
        only: part of the names of those to grade; all if empty.
        jobs: how many to grade at a time.
        folder: where the equivalent ones are listed.

    Raises:
        UsageError: the list cannot be read.
        KitError: a solution loses points itself, or the kit could not do its work.
    """
    chosen = [one for one in mutants(chapters.load(chapter)) if only in one.name]
    listed = {name for name in equivalents(chapter, folder) if only in name}
    alive = [one for one, lost in _graded(chosen, chapter, template, jobs) if not lost]
    names = {one.name for one in alive}
    return Score(
        chapter.name,
        len(chosen),
        tuple(one for one in alive if one.name not in listed),
        len(names & listed),
        tuple(sorted(listed - names)),
    )


def _graded(
    chosen: Sequence[Mutant], chapter: Chapter, template: str, jobs: int
) -> Iterator[tuple[Mutant, bool]]:
    budgets = {
        task: _budget(task, chapter, template) for task in dict.fromkeys(one.task for one in chosen)
    }
    work = partial(_loses, chapter=chapter.name, template=template, budgets=budgets)
    if jobs == 1:
        yield from zip(chosen, map(work, chosen), strict=True)
        return
    with worker_pool.open_pool(jobs) as pool:
        yield from zip(chosen, pool.map(work, chosen, chunksize=4), strict=True)


def _loses(mutant: Mutant, chapter: str, template: str, budgets: dict[str, float]) -> bool:
    return loses(mutant.code, mutant.task, chapter, template, budgets[mutant.task])


def _budget(task: str, chapter: Chapter, template: str) -> float:
    """Return a time limit for a task's mutants: several times what the solution takes."""
    started = time.perf_counter()
    if loses(None, task, chapter.name, template):
        raise KitError(f"{chapter.name} {task}: Expected the solution to earn all, but it does not")
    return 5 + 4 * (time.perf_counter() - started)


def main(arguments: list[str] | None = None) -> int:
    """Run the measurement and print what survives; returns 1 if a chapter misses its figure."""
    parser = argparse.ArgumentParser(
        prog="python -m autograder.authoring.mutants", description=__doc__
    )
    parser.add_argument("chapter", nargs="*")
    parser.add_argument("--course", action="append", default=[], help="folder of a course")
    parser.add_argument("--only", default="", help="part of the name of a mutant")
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args(arguments)
    courses.choose(options.course)
    wanted = [chapters.find(name) for name in options.chapter] or chapters.existing()
    fine = True
    with Template.start() as template:
        for chapter in wanted:
            score = measure(chapter, template.path, only=options.only, jobs=options.jobs)
            _show(score, chapters.load(chapter).path)
            fine = fine and score.percent >= ENOUGH and not score.outdated
    return 0 if fine else 1


def _show(score: Score, path: Path) -> None:
    for one in score.survivors:
        print(f"{path.name}:{one.line}: {one.name}")
    for name in score.outdated:
        print(f"{score.chapter}: listed as equivalent, but it is gone or loses points: {name}")
    print(score, flush=True)


if __name__ == "__main__":
    sys.exit(main())
