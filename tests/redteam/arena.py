"""Where attacks are graded: one template, a small sandbox, and the traces they may leave."""

from __future__ import annotations

import hashlib
import json
import os
import re
import site
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch

from autograder.course import chapters, compose, percent
from autograder.course.source import Source
from autograder.grading import grader
from autograder.grading import results as r
from autograder.grading.request import GradeRequest
from autograder.grading.running import run_checks
from autograder.remote.launch import Template
from autograder.sandbox import Limits, Policy
from autograder.submission import Submission, from_text

CORPUS = Path(__file__).parent / "corpus"
CANARY = re.compile(r"CANARY-[0-9a-f]{32}")
LIMITS = Limits(cpu_seconds=30, memory=1 << 30, processes=40, file_size=64 << 20, scratch=128 << 20)
POLICY = Policy.strangers(limits=LIMITS)
KEY = hashlib.sha256(b"red team").digest()
PATIENCE = 8.0  # seconds a whole attack may take before the grader stops it
ENDLESS = 3.0  # for an attack that can end in no other way
WRONG = """
import torch


def drop_ones(x, keep_batch=False):
    return torch.zeros(0)


def add_batch(x):
    return torch.zeros(0)
"""


@dataclass(frozen=True, slots=True)
class Attack:
    """One hostile answer to one task.

    Attributes:
        id: its name, unique in the corpus.
        kind: letter of its class in the catalogue.
        task: whose place it takes.
        statuses: the task may end with; on a busy machine ``timeout`` too.
        points: what its honest part is worth, such as a file at the right place.
        never: text that it would print if it succeeded; empty if it prints none.
        source: the code.
    """

    id: str
    kind: str
    task: str
    statuses: tuple[str, ...]
    points: int
    never: str
    source: str


def attacks() -> Iterator[Attack]:
    """The corpus, in its order."""
    for path in sorted(CORPUS.glob("*.py")):
        for cell in percent.parse(path.read_text(encoding="utf-8"), path):
            if "attack" in cell.header:
                yield Attack(
                    id=str(cell.header["attack"]),
                    kind=path.name[0].upper(),
                    task=str(cell.task),
                    statuses=(r.TIMEOUT, *str(cell.header["status"]).split()),
                    points=int(cell.header.get("points", 0)),
                    never=str(cell.header.get("never", "")),
                    source=cell.source,
                )


def chapter_of(task: str) -> Source:
    """The chapter that has a task."""
    sources = [chapters.load(chapters.find(name)) for name in ("00", "01")]
    return next(s for s in sources if task in {t.id for t in s.tasks})


def module_of(attack: Attack) -> str:
    """A module in which every other task is unsolved."""
    source = chapter_of(attack.task)
    answers: dict[str, str | None] = {t.id: None for t in source.tasks}
    answers[attack.task] = (WRONG if attack.task == "drop_ones" else "") + attack.source
    return compose.module(source, answers)


def submission_of(attack: Attack) -> Submission:
    """That module, as handed in."""
    name = chapter_of(attack.task).chapter.name
    return from_text(module_of(attack), name, f"{name}.py")


def honest_submission() -> Submission:
    """The reference solution of the chapter that most attacks aim at."""
    source = chapter_of("drop_ones")
    name = source.chapter.name
    return from_text(compose.solved_module(source), name, f"{name}.py")


def patience(attack: Attack) -> float:
    """How long an attack may take, in seconds."""
    return ENDLESS if set(attack.statuses) == {r.TIMEOUT} else PATIENCE


def graded(
    submission: Submission, task: str, template: Template, seconds: float = PATIENCE
) -> r.Result:
    """Grade as ``grading.grade`` does, with less patience."""
    torch.set_num_threads(1)
    request = GradeRequest(
        hidden=True, key=KEY, device="cpu", task=task, policy=POLICY, template=template
    )
    run = grader.open_run(submission, request)
    run.session.budget = seconds
    try:
        ran = list(run_checks(run, grader.check_files(run.chapter, hidden=True), task))
    finally:
        run.close()
    tests = tuple(one.result for one in ran)
    points, most = sum(t.points for t in tests), sum(t.max_points for t in tests)
    return r.Result(
        chapter=run.chapter.name,
        student="red",
        status=r.FAIL,
        message="",
        points=points,
        max_points=most,
        device="cpu",
        sandbox=run.session.layers,
        seconds=0.0,
        hidden=True,
        source=submission.name,
        fingerprint="",
        tests=tests,
    )


def told(result: r.Result) -> str:
    """All that the student could get to see."""
    return json.dumps(result.to_json(), ensure_ascii=False)


def secrets_of(task: str) -> list[str]:
    """Code of the hidden checks and of the solution that occurs nowhere in what students get.

    Texts are left out: the names of checks and their messages are shown to students.
    """
    source = chapter_of(task)
    given = compose.module(source, {t.id: None for t in source.tasks})
    given += (source.chapter.folder / "public.py").read_text(encoding="utf-8")
    hidden = (source.chapter.folder / "hidden.py").read_text(encoding="utf-8")
    quotes = "\"'f#"
    lines = {line.strip() for line in (hidden + compose.solved_module(source)).splitlines()}
    return sorted(
        line for line in lines if len(line) > 30 and line[0] not in quotes and line not in given
    )


def descendants() -> set[int]:
    """Processes below this one, however deep: the template and all that it started."""
    parents: dict[int, int] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(path.parent.name)] = int(fields[1])
    found, size = {os.getpid()}, 0
    while len(found) != size:
        size = len(found)
        found |= {child for child, parent in parents.items() if parent in found}
    return found - {os.getpid()}


def survivors(before: set[int], seconds: float = 5.0) -> set[int]:
    """Processes that were not there before, once those that are dying are gone."""
    deadline = time.monotonic() + seconds
    while (left := descendants() - before) and time.monotonic() < deadline:
        time.sleep(0.02)
    return left


def traces() -> dict[str, str]:
    """What attacks would change outside their folder: files by name, libraries by content."""
    folders = [Path("/tmp"), Path("/dev/shm"), Path("/var/tmp"), Path.cwd(), Path.home()]
    folders += [Path(p) for p in (*site.getsitepackages(), site.getusersitepackages())]
    marks = re.compile(r"redteam|sitecustomize|usercustomize|conftest")
    found = {
        str(path): ""
        for folder in folders
        if folder.is_dir()
        for path in folder.iterdir()
        if marks.search(path.name)
    }
    for library in (torch.__file__, torch.functional.__file__):
        found[library] = hashlib.sha256(Path(library).read_bytes()).hexdigest()
    return found
