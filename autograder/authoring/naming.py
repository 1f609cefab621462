"""Measure how often the mistake in a wrong answer is named, resembled, or located.

    python -m autograder.authoring.naming 01 --answers tests/validity --seconds 5

grades the wrong answers of a folder, and prints what a student is told about each.

    python -m autograder.authoring.naming 01 --restyled

grades each known mistake, written in another style by a program, and prints the confusion table:
the mistakes that are recognised as another one, and those that are not recognised.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from autograder.authoring import answers, cases, selftest
from autograder.authoring.cases import MISTAKE, WRONG, Case
from autograder.authoring.restyle import restyled
from autograder.classroom import pool as worker_pool
from autograder.course import chapters, courses
from autograder.course.mistakes import catalogue
from autograder.grading import grader
from autograder.grading import results as r
from autograder.remote.launch import Template

NAMED, LOCATED, RESEMBLES, UNTOLD = "named", "located", "resembles", "untold"
CONFUSED, NO_LOSS = "confused", "lost no point"
KINDS = (NAMED, LOCATED, RESEMBLES, UNTOLD, CONFUSED, NO_LOSS)


@dataclass(frozen=True, slots=True)
class Told:
    """What a student is told about one wrong answer.

    Attributes:
        case: task and name of the answer.
        kind: one of ``KINDS``; ``confused`` for a known mistake that was recognised as another.
        detail: the mistake that is named or resembled, or the line that was found.
    """

    case: str
    kind: str
    detail: str = ""


def told(case: Case, tests: Iterable[r.TestResult]) -> Told:
    """Return what the results of a wrong answer's checks say about its mistake."""
    mine = [test for test in tests if test.task_id == case.task]
    name = f"{case.task} {case.name}"
    if all(test.status == r.PASS for test in mine):
        return Told(name, NO_LOSS)
    names = {test.misconception for test in mine if test.misconception}
    if names:
        wrong = case.kind == MISTAKE and names != {case.name}
        return Told(name, CONFUSED if wrong else NAMED, " ".join(sorted(names)))
    for kind, found in (
        (LOCATED, [test.where for test in mine if test.repair]),
        (RESEMBLES, [test.resembles for test in mine if test.resembles]),
    ):
        if found:
            return Told(name, kind, str(found[0]))
    return Told(name, UNTOLD)


def wrong_answers(chapter: str, folder: Path, task: str, only: str) -> Iterator[Case]:
    """Yield the wrong answers to a task in a folder; ``only`` is a part of their verdict."""
    source = chapters.load(chapters.find(chapter))
    for one in answers.to_task(folder, source.chapter.label, task):
        if not one.right and only in one.verdict:
            yield cases.answer(source, task, WRONG, one.name, one.cell)


def restyled_mistakes(chapter: str, task: str) -> Iterator[Case]:
    """Yield the known mistakes of a task, each in another style."""
    source = chapters.load(chapters.find(chapter))
    for mistake in catalogue(source.chapter):
        if mistake.task == task:
            yield cases.answer(source, task, MISTAKE, mistake.id, restyled(mistake.source))


def _of_task(place: tuple[str, str], template: str, options: argparse.Namespace) -> list[Told]:
    chapter, task = place
    if options.restyled:
        found = restyled_mistakes(chapter, task)
    else:
        found = wrong_answers(chapter, options.answers, task, options.only)
    there = Template.connect(template)
    return [_graded(case, there, options.seconds) for case in found]


def _graded(case: Case, template: Template, seconds: float) -> Told:
    request = selftest.request(case, template, key=cases.key("0"))
    request = replace(request, diagnose=True, repair_seconds=seconds)
    return told(case, grader.grade(case.submission, case.name, request).tests)


def main(arguments: list[str] | None = None) -> int:
    """Print figures by chapter; returns 1 where a known mistake is recognised as another one."""
    options = _parser().parse_args(arguments)
    courses.choose(options.course)
    wanted = [chapters.find(name) for name in options.chapter] or chapters.existing()
    everything: list[Told] = []
    with Template.start() as template, worker_pool.open_pool(options.jobs) as pool:
        work = partial(_of_task, template=template.path, options=options)
        for chapter in wanted:
            places = [(chapter.name, task.id) for task in chapters.load(chapter).tasks]
            found = [one for mine in pool.map(work, places) for one in mine]
            _show(chapter.name, found, every=options.list)
            everything += found
    if len(wanted) > 1:
        _show("all", everything, every=False)
    return int(any(one.kind == CONFUSED for one in everything))


def _show(what: str, found: Sequence[Told], *, every: bool) -> None:
    counts = Counter(one.kind for one in found)
    figures = ", ".join(f"{counts[kind]} {kind}" for kind in KINDS if counts[kind])
    print(f"{what}: {len(found)}: {figures}", flush=True)
    for one in found if every else ():
        print(f"  {one.kind:<10} {one.case} {one.detail}", flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m autograder.authoring.naming",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("chapter", nargs="*")
    parser.add_argument("--course", action="append", default=[], help="folder of a course")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--answers", type=Path, help="folder of wrong answers")
    what.add_argument("--restyled", action="store_true", help="known mistakes in another style")
    parser.add_argument("--only", default="", help="answers of this verdict: wrong or double")
    parser.add_argument("--seconds", type=float, default=0.0, help="to look for lines, an answer")
    parser.add_argument("--list", action="store_true", help="print each answer")
    parser.add_argument("--jobs", type=int, default=worker_pool.workers_here())
    return parser


if __name__ == "__main__":
    sys.exit(main())
