"""Measure what is found of planted copies, and how many honest pairs are taken for copies.

    python -m autograder.similarity.measure 01 02 --answers tests/validity

makes a class a chapter in which no two students have the same answer to a task: the accepted
variants, and the answers of a folder. Copies of each kind are planted; precision and recall of each
are printed.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.authoring import answers, cases
from autograder.classroom import code
from autograder.course import chapters, compose
from autograder.course.source import Source
from autograder.similarity import compare, copying, corpus
from autograder.similarity.compare import Document, Pair
from autograder.submission import from_bytes, from_text

Answers = Mapping[str, str]  # by task, the code of its cell


@dataclass(frozen=True, slots=True)
class Figures:
    """Copies of a kind: planted, found, and pairs found that are none."""

    kind: str
    planted: int
    found: int
    false: int

    def __str__(self) -> str:
        """As it is printed."""
        every = self.found + self.false
        precision = f"{self.found / every:.2f}" if every else "-"
        recall = self.found / self.planted if self.planted else 0.0
        return (
            f"{self.kind:<22} planted {self.planted:3} found {self.found:3} false {self.false:3} "
            f"recall {recall:.2f} precision {precision}"
        )


def honest_class(source: Source, folder: Path | None = None) -> list[Answers]:
    """Give each student answers that nobody else has; tasks for which none is left, are not done.

    Args:
        source: a chapter.
        folder: of files of more answers, ``chNN.txt``.
    """
    pools = {task.id: list(_answers(source, task.id, folder)) for task in source.tasks}
    size = max(map(len, pools.values()), default=0)
    every = ({t: pool[n] for t, pool in pools.items() if n < len(pool)} for n in range(size))
    return [one for one in every if len(one) > 1]


def documents(source: Source, students: Sequence[Answers], kind: str = "") -> list[Document]:
    """Make documents of a class, or of copies of it of a kind."""
    every = ((f"s{n:02}", one) for n, one in enumerate(students))
    return [_document(source, name, one, kind) for name, one in every]


def search(source: Source, class_: Sequence[Document]) -> list[Pair]:
    """Find the pairs of a class as the command does, with the reference solution."""
    return compare.pairs(
        [*class_, *corpus.documents([], source.chapter)], corpus.given(source.chapter)
    )


def figures(source: Source, students: Sequence[Answers], kind: str) -> Figures:
    """Plant a copy of each student's work, and count what is found."""
    originals, copies = documents(source, students), documents(source, students, kind)
    found = search(source, [*originals, *copies])
    true = sum(pair.right.owner == f"{pair.left.owner} copied" for pair in found)
    return Figures(kind, len(copies), true, len(found) - true)


def _answers(source: Source, task: str, folder: Path | None) -> Iterator[str]:
    yield from (cell.source for cell in cases.variants(source) if cell.task == task)
    if folder:
        every = answers.to_task(folder, source.chapter.label, task)
        yield from (one.cell for one in every if one.right)


def _document(source: Source, owner: str, chosen: Answers, kind: str) -> Document:
    name = source.chapter.name
    cells = {task: copying.KINDS[kind](cell) if kind else cell for task, cell in chosen.items()}
    place = corpus.Place(f"{owner} copied" if kind else owner, name, Path(), is_new=True)
    if kind == "notebook":
        text = _notebook(list(cells.values()))
        submission = from_bytes(text, f"{name}.ipynb", name)
    elif kind == "definitions reordered":
        submission = from_text("\n".join(reversed(cells.values())), name, f"{name}.py")
    else:
        whole = {task.id: cells.get(task.id) for task in source.tasks}
        submission = from_text(compose.module(source, whole), name, f"{name}.py")
    return corpus.of_parts(place, tuple(code.of(submission)))


def _notebook(cells: Sequence[str]) -> bytes:
    made = [
        {"cell_type": "code", "source": cell, "metadata": {}, "outputs": [], "execution_count": 1}
        for cell in cells
    ]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def main(arguments: list[str] | None = None) -> int:
    """Print the figures by chapter and kind."""
    parser = argparse.ArgumentParser(prog="python -m autograder.similarity.measure")
    parser.add_argument("chapter", nargs="*")
    parser.add_argument("--answers", type=Path, help="folder of more answers")
    options = parser.parse_args(arguments)
    for chapter in [chapters.find(c) for c in options.chapter] or chapters.existing():
        source = chapters.load(chapter)
        students = honest_class(source, options.answers)
        print(f"{chapter.name}: {len(students)} honest students", flush=True)
        print(f"  honest pairs found: {len(search(source, documents(source, students)))}")
        for kind in copying.KINDS:
            print(f"  {figures(source, students, kind)}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
