"""Answers to tasks that are known to be right or wrong, written from the tasks' texts alone.

A case of a file ``chNN.txt`` is a line ``#### NAME VERDICT task=TASK``, comment lines (what is
unusual or wrong; which words of the task it keeps or breaks), and the cell that stands in the
solution's place. The verdict is ``right``, ``wrong``, or ``double`` for two mistakes at once. A
right one may end with ``loses=CHECK,CHECK``: those are of what its source leaves out and the task's
text demands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_HEADER = re.compile(r"^#### (\S+) (right|wrong|double) task=(\S+)(?: loses=(\S+))?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to a task: its name, its verdict, its cell, the checks it may not pass."""

    name: str
    verdict: str
    task: str
    cell: str
    loses: frozenset[str] = frozenset()

    @property
    def right(self) -> bool:
        """Whether it keeps all promises of the task's text."""
        return self.verdict == "right"


def answers(text: str) -> Iterator[Answer]:
    """The answers of a file's text, in its order."""
    _, *parts = _HEADER.split(text)
    for name, verdict, task, loses, cell in zip(*(parts[i::5] for i in range(5)), strict=True):
        checks = frozenset(loses.split(",")) if loses else frozenset[str]()
        yield Answer(name, verdict, task, cell, checks)


def to_task(folder: Path, label: str, task: str) -> Iterator[Answer]:
    """The answers to a task in a folder's file of a chapter; none where there is no such file."""
    path = folder / f"ch{label}.txt"
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    return (one for one in answers(text) if one.task == task)
