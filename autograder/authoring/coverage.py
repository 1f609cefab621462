"""Measure how far a chapter's checks hold what its texts promise, and whether points are luck.

    python -m autograder.authoring.coverage 01 --keys 20 --jobs 2

grades every known mistake, every variant and every wrong answer of the ledger of promises under
many keys. It prints, by chapter, how many promises there are, how many of them have a wrong answer
that loses points, how many have one of their own, and the cases whose points differ by the key.

    python -m autograder.authoring.coverage 01 --draft

prints the sentences that no promise quotes yet, to be pasted into ``promises.md``.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import torch

from autograder.authoring import answers, cases, promises, selftest
from autograder.authoring.cases import VARIANT, WRONG, Case
from autograder.authoring.promises import Promise
from autograder.classroom import pool as worker_pool
from autograder.course import chapters, courses
from autograder.course.chapter import Chapter
from autograder.course.source import Source
from autograder.grading import grader, running
from autograder.grading import results as r
from autograder.grading.running import SubmissionRun
from autograder.remote.launch import Template


@dataclass(frozen=True, slots=True)
class Graded:
    """What a case earned: the checks that it failed, under each key."""

    kind: str
    task: str
    name: str
    failed: tuple[frozenset[str], ...]

    @property
    def is_luck(self) -> bool:
        """Whether another key would have given other points."""
        return bool(self.by_luck)

    @property
    def by_luck(self) -> list[str]:
        """The checks that it failed under some keys only."""
        return sorted(frozenset.union(*self.failed) - frozenset.intersection(*self.failed))

    @property
    def always_loses(self) -> bool:
        """Whether it loses points under every key."""
        return all(self.failed)


@dataclass(frozen=True, slots=True)
class Coverage:
    """A chapter's figures.

    Attributes:
        promises: how many its ledger has that an answer must keep.
        checked: those with a wrong answer that loses points under every key.
        own: those with a wrong answer that breaks no other promise of the ledger.
        luck: the cases whose points depend on the key.
    """

    promises: int
    checked: int
    own: int
    luck: tuple[Graded, ...]


def coverage(every: Sequence[Promise], graded: Sequence[Graded]) -> Coverage:
    """Count, for the ledger of a chapter and all its cases as they were graded."""
    seen = {(one.task, one.name) for one in graded if one.kind != VARIANT and one.always_loses}
    asked = [one for one in every if not one.kind]
    uses = Counter(name for one in asked for name in set(_wrong(one)))
    return Coverage(
        promises=len(asked),
        checked=sum(any(name in seen for name in _wrong(one)) for one in asked),
        own=sum(any(uses[name] == 1 for name in _wrong(one)) for one in asked),
        luck=tuple(one for one in graded if one.is_luck),
    )


def _wrong(promise: Promise) -> list[tuple[str, str]]:
    """The wrong answers of a promise as `Graded` names them: task and name."""
    codes = [f"{promises.FILE}:{line}" for line, _ in promise.codes]
    return [(promise.task, name) for name in (*promise.names, *codes)]


def grade(case: Case, template: Template, keys: int) -> Graded:
    """Grade a case under so many keys, all in one process of the student's."""
    torch.set_num_threads(1)  # as in the student's process: sums must round alike
    run = grader.open_run(case.submission, selftest.request(case, template))
    try:
        failed = tuple(_failed(run.under(cases.key(str(number))), case) for number in range(keys))
    finally:
        run.close()
    return Graded(case.kind, str(case.task), case.name, failed)


def _failed(run: SubmissionRun, case: Case) -> frozenset[str]:
    files = grader.check_files(run.chapter, hidden=True)
    done = running.run_checks(run, files, case.task)
    return frozenset(one.check.id for one in done if one.result.status != r.PASS)


def _of_task(place: tuple[str, str], template: str, keys: int, folder: Path | None) -> list[Graded]:
    chapter, task = place
    source = chapters.load(chapters.find(chapter))
    every = [*cases.of_task(source, task), *_answers(source, task, folder)]
    return [grade(case, Template.connect(template), keys) for case in every]


def _answers(source: Source, task: str, folder: Path | None) -> Iterator[Case]:
    """The answers of a folder to a task, where there is one."""
    for one in answers.to_task(folder, source.chapter.label, task) if folder else ():
        kind = VARIANT if one.right else WRONG
        yield cases.answer(source, task, kind, one.name, one.cell)


def main(arguments: list[str] | None = None) -> int:
    """Print the figures, or a draft; returns 1 where a promise is not held or points are luck."""
    options = _parser().parse_args(arguments)
    courses.choose(options.course)
    wanted = [chapters.find(name) for name in options.chapter] or chapters.existing()
    if options.draft:
        print("\n\n".join(promises.draft(chapters.load(chapter)) for chapter in wanted))
        return 0
    with Template.start() as template:
        found = [_measured(chapter, template, options) for chapter in wanted]
    return int(any(one.luck or min(one.checked, one.own) < one.promises for one in found))


def _measured(chapter: Chapter, template: Template, options: argparse.Namespace) -> Coverage:
    tasks = [task.id for task in chapters.load(chapter).tasks]
    tasks = [task for task in tasks if task in (options.task or tasks)]
    places = [(chapter.name, task) for task in tasks]
    work = partial(_of_task, template=template.path, keys=options.keys, folder=options.answers)
    with worker_pool.open_pool(options.jobs) as pool:
        graded = [one for found in pool.map(work, places) for one in found]
    ledger = promises.ledger(promises.path_of(chapter.folder))
    found = coverage([one for one in ledger if one.task in tasks], graded)
    for one in found.luck:
        print(f"{chapter.name} {one.task} {one.name}: {one.by_luck}")
    print(
        f"{chapter.name}: {found.promises} promises, {found.checked} with a check, "
        f"{found.own} with a wrong answer of their own; "
        f"luck: {len(found.luck)} of {len(graded)} cases under {options.keys} keys",
        flush=True,
    )
    return found


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m autograder.authoring.coverage",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("chapter", nargs="*")
    parser.add_argument("--course", action="append", default=[], help="folder of a course")
    parser.add_argument("--task", action="append", default=[], help="only this one; may repeat")
    parser.add_argument("--keys", type=int, default=20)
    parser.add_argument("--answers", type=Path, help="folder of more answers to grade")
    parser.add_argument("--jobs", type=int, default=worker_pool.workers_here())
    parser.add_argument("--draft", action="store_true", help="print what no promise quotes yet")
    return parser


if __name__ == "__main__":
    sys.exit(main())
