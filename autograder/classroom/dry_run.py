"""``autograder grade --dry-run``: which hand-ins would be graded, and why; nothing is written."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.table import Table
from rich.text import Text

from autograder.classroom import changes
from autograder.classroom.discover import discover
from autograder.classroom.grade_one import read
from autograder.classroom.gradebook import ungraded
from autograder.classroom.handins import HandIn
from autograder.classroom.options import ClassOptions
from autograder.classroom.pool import run_in_pool, workers_here
from autograder.classroom.runfolder import RunFolder, read_key
from autograder.errors import UsageError
from autograder.grading.request import GradeRequest
from autograder.screen import open_console
from autograder.text import counted, one_line

NEW = "not graded before"
UNREADABLE = "cannot be read"


@dataclass(frozen=True, slots=True)
class Planned:
    """A hand-in, and why it would be graded; empty if it would not be."""

    student: str
    chapter: str
    reason: str


def dry_run(options: ClassOptions) -> None:
    """Print which hand-ins of a class would be graded, and why; leave no file behind.

    Raises:
        UsageError: nothing to grade, or something cannot be read.
    """
    with TemporaryDirectory() as folder:
        collected = discover(options.submissions, options.chapter, options.layout, Path(folder))
        found = sorted(
            plan(options, collected.hand_ins), key=lambda one: (one.student, one.chapter)
        )
    if options.as_json:
        for one in found:
            print(json.dumps(asdict(one)))
    else:
        _show(found)


def plan(options: ClassOptions, hand_ins: Sequence[HandIn]) -> Iterator[Planned]:
    """Say for each hand-in why it would be graded; they are read in processes of their own.

    Raises:
        UsageError: the key's file holds no key.
    """
    run = RunFolder(options.run)
    key_file = options.key_file or run.path / "key"
    key = read_key(key_file) if key_file.exists() else b""  # a new key would be made
    work = partial(_planned, run=run, request=replace(options.request, key=key))
    workers = min(options.workers or workers_here(), len(hand_ins))
    return run_in_pool(hand_ins, work, workers, _lost)


def _planned(hand_in: HandIn, run: RunFolder, request: GradeRequest) -> Planned:
    return Planned(hand_in.student, hand_in.chapter, _reason(hand_in, run, request))


def _reason(hand_in: HandIn, run: RunFolder, request: GradeRequest) -> str:
    from autograder.grading import fingerprint

    before = run.load(hand_in.student, hand_in.chapter)
    if before is None or ungraded(before):
        return NEW
    try:
        found = read(hand_in)
    except UsageError:
        return UNREADABLE
    return changes.reason(before.fingerprint, fingerprint.of_submission(found, request))


def _lost(hand_in: HandIn) -> Planned:
    return Planned(hand_in.student, hand_in.chapter, UNREADABLE)


def _show(found: Sequence[Planned]) -> None:
    console, again = open_console(), [one for one in found if one.reason]
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", pad_edge=False)
    for head in ("student", "chapter", "why"):
        table.add_column(head, overflow="fold")
    for one in again:
        table.add_row(*(Text(one_line(part)) for part in (one.student, one.chapter, one.reason)))
    if again:
        console.print(table)
    for reason, count in Counter(one.reason for one in again).most_common():
        console.print(f"{counted(count, 'hand-in')} to grade: {reason}.")
    console.print(f"{counted(len(found) - len(again), 'hand-in')} need not be graded again.")
    console.print("Nothing was graded or written: leave --dry-run out to do so.", style="dim")
