"""Measure the checks of a chapter: right submissions must pass, each known mistake must fail.

    python -m autograder.authoring.selftest ch01_workflow --keys 20

grades the reference solution (as module and as notebook) under many keys, the stub, every
accepted variant and every known mistake, each as if a student had handed it in.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from autograder import data
from autograder.authoring import build
from autograder.course import chapters, compose, courses, percent
from autograder.course.mistakes import catalogue
from autograder.course.source import Source
from autograder.grading import results as r
from autograder.grading.grader import grade
from autograder.grading.request import GradeRequest
from autograder.remote.launch import Template
from autograder.sandbox import Policy
from autograder.submission import Submission, from_bytes, from_text


@dataclass(frozen=True, slots=True)
class Case:
    """One submission whose grade is known beforehand.

    Attributes:
        kind: ``solution``, ``stub``, ``variant`` or ``mistake``.
        name: which one.
        task: the task it changes; None where it is about all.
        submission: as a student would hand it in.
    """

    kind: str
    name: str
    task: str | None
    submission: Submission

    def fault(self, result: r.Result) -> str:
        """What is wrong with the grade; empty if nothing is."""
        if self.kind in ("solution", "variant"):
            bad = [t for t in result.tests if t.status != r.PASS]
            return "; ".join(f"{t.check} {t.status}: {t.message}" for t in bad)
        if self.kind == "stub":
            bad = [t for t in result.tests if t.status != r.NOT_STARTED]
            return "; ".join(f"{t.check} is {t.status}: {t.message}" for t in bad)
        mine = [t for t in result.tests if t.task_id == self.task]
        if all(t.status == r.PASS for t in mine):
            return "lost no point"
        named = next((t.misconception for t in mine if t.misconception), None)
        return "" if named == self.name else f"recognised as {named}"


def cases(source: Source) -> Iterator[Case]:
    """The submissions to grade once each."""
    name = source.chapter.name
    notebook = json.dumps(build.solved_notebook(source)).encode()
    yield Case("solution", "notebook", None, from_bytes(notebook, f"{name}.ipynb", name))
    stub = compose.module(source, {t.id: None for t in source.tasks})
    yield Case("stub", "stub", None, from_text(stub, name, f"{name}.py"))
    yield from variants(source)
    for mistake in catalogue(source.chapter):
        text = compose.module(source, {mistake.task: mistake.source})
        submission = from_text(text, name, f"{name}.py")
        yield Case("mistake", mistake.id, mistake.task, submission)


def variants(source: Source) -> Iterator[Case]:
    """Yield a submission for each accepted variant: a right answer in another form."""
    path = source.chapter.folder / "variants.py"
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    for cell in percent.parse(text, path):
        if "variant" in cell.header:
            module = compose.module(source, {str(cell.task): cell.source})
            submission = from_text(module, source.chapter.name, f"{source.chapter.name}.py")
            yield Case("variant", str(cell.header["variant"]), cell.task, submission)


def keyed_solutions(source: Source, keys: int) -> Iterator[Case]:
    """The reference solution, once a key (the name is the key's number)."""
    text = compose.solved_module(source)
    for number in range(keys):
        submission = from_text(text, source.chapter.name, f"{source.chapter.name}.py")
        yield Case("solution", str(number), None, submission)


def grade_case(case: Case, template: Template, *, device: str = "cpu") -> r.Result:
    """Grade a case with public and hidden checks; only its own task, if it has one."""
    number = case.name if case.kind == "solution" else "0"
    request = GradeRequest(
        hidden=True,
        key=hashlib.sha256(number.encode()).digest(),
        device=device,
        task=case.task,
        policy=Policy(read_paths=(str(data.root()),)),  # as a class is graded on this machine
        template=template,
        diagnose=case.kind == "mistake",
    )
    return grade(case.submission, case.name, request)


def main(arguments: list[str] | None = None) -> int:
    """Run the measurement and print what is wrong; returns the number of faults, at most 1."""
    parser = argparse.ArgumentParser(
        prog="python -m autograder.authoring.selftest", description=__doc__
    )
    parser.add_argument("chapter", nargs="*")
    parser.add_argument("--course", action="append", default=[], help="folder of a course")
    parser.add_argument("--keys", type=int, default=20)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--only", default="", help="part of the name of a case or task")
    options = parser.parse_args(arguments)
    courses.choose(options.course)
    names = options.chapter or [c.name for c in chapters.existing()]
    faults = 0
    with Template.start() as template:
        for name in names:
            faults += _measure(chapters.find(name), options, template)
    return min(faults, 1)


def _measure(chapter: chapters.Chapter, options: argparse.Namespace, template: Template) -> int:
    source = chapters.load(chapter)
    every = [*keyed_solutions(source, options.keys), *cases(source)]
    chosen = [c for c in every if options.only in f"{c.kind} {c.name} {c.task}"]
    faults, counts = 0, dict.fromkeys((c.kind for c in chosen), 0)
    for case in chosen:
        result = grade_case(case, template, device=options.device)
        fault = case.fault(result)
        counts[case.kind] += not fault
        if fault:
            faults += 1
            print(f"{chapter.name} {case.kind} {case.task or ''} {case.name}: {fault}", flush=True)
    for kind, good in counts.items():
        total = sum(c.kind == kind for c in chosen)
        print(f"{chapter.name}: {kind}: {good} of {total} as expected")
    return faults


if __name__ == "__main__":
    sys.exit(main())
