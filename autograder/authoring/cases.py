"""Submissions of a chapter whose grade is known beforehand."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from autograder.authoring import build, promises
from autograder.course import compose, percent
from autograder.course.mistakes import catalogue
from autograder.course.source import Source
from autograder.grading import results as r
from autograder.submission import Submission, from_bytes, from_text

SOLUTION, STUB, VARIANT, MISTAKE = "solution", "stub", "variant", "mistake"
WRONG = "wrong answer"


def key(name: str) -> bytes:
    """Make the key of a run by which authors measure: the same for one name."""
    return hashlib.sha256(name.encode()).digest()


@dataclass(frozen=True, slots=True)
class Case:
    """One submission whose grade is known beforehand.

    Attributes:
        kind: ``solution``, ``stub``, ``variant``, ``mistake``, or ``wrong answer`` for one that is
            only in the ledger of promises and has no name to be recognised by.
        name: which one.
        task: the task it changes; None where it is about all.
        submission: as a student would hand it in.
    """

    kind: str
    name: str
    task: str | None
    submission: Submission

    def fault(self, tests: Sequence[r.TestResult]) -> str:
        """What is wrong with the grade; empty if nothing is."""
        if self.kind in (SOLUTION, VARIANT):
            bad = [t for t in tests if t.status != r.PASS]
            return "; ".join(f"{t.check} {t.status}: {t.message}" for t in bad)
        if self.kind == STUB:
            bad = [t for t in tests if t.status != r.NOT_STARTED]
            return "; ".join(f"{t.check} is {t.status}: {t.message}" for t in bad)
        mine = [t for t in tests if t.task_id == self.task]
        if all(t.status == r.PASS for t in mine):
            return "lost no point"
        if self.kind == WRONG:
            return ""
        named = next((t.misconception for t in mine if t.misconception), None)
        return "" if named == self.name else f"recognised as {named}"

    def __str__(self) -> str:
        """As an author finds it."""
        return " ".join(text for text in (self.kind, self.task, self.name) if text)


def of_chapter(source: Source, keys: int) -> Iterator[Case]:
    """The solution once a key (the name is the key's number) and as a notebook; the stub."""
    name = source.chapter.name
    solved = _module(source, {})
    for number in range(keys):
        yield Case(SOLUTION, str(number), None, solved)
    notebook = json.dumps(build.solved_notebook(source)).encode()
    yield Case(SOLUTION, "notebook", None, from_bytes(notebook, f"{name}.ipynb", name))
    yield Case(STUB, "stub", None, _module(source, {t.id: None for t in source.tasks}))


def of_task(source: Source, task: str) -> Iterator[Case]:
    """A task's variants, known mistakes and the ledger's wrong answers; all else is solved."""
    for cell in variants(source):
        if cell.task == task:
            yield answer(source, task, VARIANT, str(cell.header["variant"]), cell.source)
    for mistake in catalogue(source.chapter):
        if mistake.task == task:
            yield answer(source, task, MISTAKE, mistake.id, mistake.source)
    path = promises.path_of(source.chapter.folder)
    for promise in promises.ledger(path):
        for line, code in promise.codes if promise.task == task else ():
            wrong = promises.wrong_answer(source, task, code, line, path)
            yield answer(source, task, WRONG, f"{path.name}:{line}", wrong)


def variants(source: Source) -> list[percent.Cell]:
    """The accepted variants of a chapter, as they are written."""
    path = source.chapter.folder / "variants.py"
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    return [cell for cell in percent.parse(text, path) if "variant" in cell.header]


def answer(source: Source, task: str, kind: str, name: str, cell: str) -> Case:
    """A case with this cell in the place of a task's solution; all other tasks are solved."""
    return Case(kind, name, task, _module(source, {task: cell}))


def _module(source: Source, replacements: compose.Replacements) -> Submission:
    name = source.chapter.name
    return from_text(compose.module(source, replacements), name, f"{name}.py")
