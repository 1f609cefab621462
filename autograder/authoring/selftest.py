"""Measure the checks of a chapter: right submissions must pass, each known mistake must fail.

    python -m autograder.authoring.selftest ch01_workflow --keys 20 --jobs 2

grades the reference solution (as module and as notebook) under many keys, the stub, every
accepted variant and every known mistake, each as if a student had handed it in, and compares what
the mistakes give with what the chapter's ``outcomes.json`` says.

    python -m autograder.authoring.selftest --changed --record

does so where a chapter, or what grades it, is not as it was when all this was last found right,
and writes down what was found right now (``ledger``).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Container, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path

import torch

from autograder import data
from autograder.authoring import cases, ledger, outcomes
from autograder.authoring.cases import Case
from autograder.classroom import pool as worker_pool
from autograder.course import chapters, courses
from autograder.course.chapter import Chapter
from autograder.course.mistakes import catalogue
from autograder.grading import diagnosis, grader, running
from autograder.grading import results as r
from autograder.grading.attempts import Attempt, attempts
from autograder.grading.request import GradeRequest
from autograder.remote.launch import Template
from autograder.sandbox import Policy

OUTCOME = "outcome"
"""The kind of a finding on what the chapter's file says of a known mistake."""


@dataclass(frozen=True, slots=True)
class Part:
    """What is measured by one process: a task's variants and mistakes, or a chapter's files.

    Attributes:
        chapter: full name.
        task: its id; empty for the solution under all keys and the stub.
        only: part of the name of the cases to grade; all if empty.
        keys: how many times the solution is graded.
        device: as for `GradeRequest`.
    """

    chapter: str
    task: str = ""
    only: str = ""
    keys: int = 20
    device: str = "cpu"

    def cases(self) -> list[Case]:
        """Its cases, in the order of the chapter's files."""
        source = chapters.load(chapters.find(self.chapter))
        if self.task:
            found = cases.of_task(source, self.task)
        else:
            found = cases.of_chapter(source, self.keys)
        return [case for case in found if self.only in str(case)]


@dataclass(frozen=True, slots=True)
class Finding:
    """How a case fared: its kind, its name, and what is wrong with its grade; empty if nothing."""

    kind: str
    name: str
    fault: str


def parts(chapter: Chapter, keys: int, only: str = "", device: str = "cpu") -> list[Part]:
    """What there is to measure in a chapter."""
    tasks = ["", *(task.id for task in chapters.load(chapter).tasks)]
    return [Part(chapter.name, task, only, keys, device) for task in tasks]


def measure(part: Part, template: Template) -> list[Finding]:
    """Grade the cases of a part.

    Known mistakes have the seeds of a self-check, the same for all: what each gives is computed
    once, and compared with what all the others of its task give. The first is graded a second
    time, by the whole way of a student's submission.
    """
    every = part.cases()
    chapter = chapters.find(part.chapter)
    mistakes = [case for case in every if case.kind == cases.MISTAKE]
    names = {case.name for case in mistakes if part.device == "cpu"}  # as in the chapter's file
    attempt = attempts(chapter, grader.pick_device(part.device), {})
    found = [(case, _named(case, attempt, template, part.device)) for case in mistakes]
    stored = list(_outcomes(chapter, names, attempt))
    found += [
        (case, grade_case(case, template, device=part.device))
        for case in (*(case for case in every if case.kind != cases.MISTAKE), *mistakes[:1])
    ]
    findings = [Finding(case.kind, str(case), case.fault(tests)) for case, tests in found]
    return [*findings, *stored]


def _outcomes(chapter: Chapter, names: Container[str], attempt: Attempt) -> Iterator[Finding]:
    """Compare what known mistakes give with what the chapter's file says of them."""
    for mistake in catalogue(chapter):
        if mistake.id in names:
            fault = outcomes.difference(chapter, mistake, attempt)
            yield Finding(OUTCOME, f"{OUTCOME} {mistake.task} {mistake.id}", fault)


def grade_case(case: Case, template: Template, *, device: str = "cpu") -> Sequence[r.TestResult]:
    """Grade a case as a student's submission; only its own task, if it has one.

    Args:
        case: the submission.
        template: of its process.
        device: as for `GradeRequest`. The key depends on the case's name for a solution, and is
            the same for all others.
    """
    number = case.name if case.kind == cases.SOLUTION else "0"
    how = request(case, template, device, cases.key(number))
    return grader.grade(case.submission, case.name, how).tests


def request(
    case: Case, template: Template, device: str = "cpu", key: bytes | None = None
) -> GradeRequest:
    """Ask for a grade of a case's task as in a class; diagnosed if it is a known mistake."""
    return GradeRequest(
        hidden=True,
        key=key,
        device=device,
        task=case.task,
        policy=Policy(read_paths=(str(data.root()),)),  # as a class is graded on this machine
        template=template,
        diagnose=case.kind == cases.MISTAKE,
    )


def _named(case: Case, attempt: Attempt, template: Template, device: str) -> Sequence[r.TestResult]:
    torch.set_num_threads(1)  # as in the student's process: sums must round alike
    run = grader.open_run(case.submission, request(case, template, device))
    try:
        files = grader.check_files(run.chapter, hidden=True)
        check_runs = list(running.run_checks(run, files, case.task))
    finally:
        run.close()
    return diagnosis.named(run.chapter, check_runs, attempt)


def measured(
    every: Sequence[Part], template: Template, jobs: int
) -> Iterator[tuple[str, list[Finding]]]:
    """Chapter by chapter, its name and what was found, with so many processes (1: this one)."""
    with ExitStack() as stack:
        found: Iterator[list[Finding]]
        if jobs == 1:
            found = (measure(part, template) for part in every)
        else:
            pool = stack.enter_context(worker_pool.open_pool(jobs))
            found = pool.map(partial(_measure, template=template.path), every)
        done = zip(every, found, strict=True)
        for chapter, mine in groupby(done, lambda one: one[0].chapter):
            yield chapter, [finding for _, findings in mine for finding in findings]


def _measure(part: Part, template: str) -> list[Finding]:
    return measure(part, Template.connect(template))


def main(arguments: list[str] | None = None) -> int:
    """Run the measurement and print what is wrong; returns the number of faults, at most 1."""
    options = _parser().parse_args(arguments)
    courses.choose(options.course)
    wanted = [chapters.find(name) for name in options.chapter] or chapters.existing()
    if options.changed:
        wanted = ledger.changed(wanted, options.ledger)
    every = [part for c in wanted for part in parts(c, options.keys, options.only, options.device)]
    right = []
    with Template.start() as template:
        for chapter, findings in measured(every, template, options.jobs):
            _show(chapter, findings)
            right += [chapter] * (not any(finding.fault for finding in findings))
    if options.record and not options.only:
        ledger.record([chapter for chapter in wanted if chapter.name in right], options.ledger)
    return int(len(right) < len(wanted))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m autograder.authoring.selftest",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("chapter", nargs="*")
    parser.add_argument("--course", action="append", default=[], help="folder of a course")
    parser.add_argument("--keys", type=int, default=20)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--only", default="", help="part of the name of a case or task")
    parser.add_argument("--jobs", type=int, default=worker_pool.workers_here())
    parser.add_argument("--changed", action="store_true", help="leave out what the ledger holds")
    parser.add_argument("--record", action="store_true", help="write the ledger (not with --only)")
    parser.add_argument("--ledger", type=Path, default=ledger.PATH, help="another ledger")
    return parser


def _show(chapter: str, findings: Sequence[Finding]) -> None:
    for finding in findings:
        if finding.fault:
            print(f"{chapter} {finding.name}: {finding.fault}")
    for kind in dict.fromkeys(finding.kind for finding in findings):
        mine = [finding for finding in findings if finding.kind == kind]
        good = sum(not finding.fault for finding in mine)
        print(f"{chapter}: {kind}: {good} of {len(mine)} as expected", flush=True)


if __name__ == "__main__":
    sys.exit(main())
