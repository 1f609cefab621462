"""Measure the speedup of a second worker of a Dask cluster.

    python -m autograder.classroom.scaling --students 40

The same class is graded by one worker and by two; how long starting takes is left out.
The scheduler, the command and the workers share this machine's processors.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from distributed import LocalCluster

from autograder.classroom import cluster
from autograder.classroom.handins import HandIn
from autograder.classroom.options import ClassOptions
from autograder.classroom.runfolder import open_run
from autograder.course import chapters, compose
from autograder.grading.request import GradeRequest

_ROUNDS = 3


def ratio(students: int, folder: Path) -> float:
    """Time of one worker over that of two, the median of pairs measured in turn."""
    hand_ins = _class(students, folder)
    with _workers(1) as one, _workers(2) as two:
        for address in (one, one, two, two, two):  # until every worker has graded something
            _seconds(hand_ins[:4], folder, address)
        pairs = [
            (_seconds(hand_ins, folder, one), _seconds(hand_ins, folder, two))
            for _ in range(_ROUNDS)
        ]
    return statistics.median(single / double for single, double in pairs)


@contextmanager
def _workers(count: int) -> Iterator[str]:
    """A cluster of so many workers; its address."""
    options = {"dashboard_address": None, "threads_per_worker": 1}
    with LocalCluster(n_workers=count, **options) as local:
        yield local.scheduler_address


def _class(students: int, folder: Path) -> list[HandIn]:
    """A class that hands in the solution of chapter 00, each a little different."""
    source = chapters.load(chapters.find("00"))
    hand_ins = []
    for number in range(students):
        path = folder / f"student{number}.py"
        text = f"{compose.solved_module(source)}\nSTUDENT_NUMBER = {number}\n"
        path.write_text(text, encoding="utf-8")
        hand_ins.append(HandIn(path.stem, source.chapter.name, path))
    return hand_ins


def _seconds(hand_ins: Sequence[HandIn], folder: Path, address: str) -> float:
    """Return the seconds from the first result to the last, which leaves out the start."""
    request = GradeRequest(hidden=True, key=bytes(32), device="cpu")
    with tempfile.TemporaryDirectory(dir=folder) as run:
        options = ClassOptions(folder, Path(run), scheduler=address)
        with cluster.graded_on_cluster(hand_ins, open_run(Path(run)), request, options) as graded:
            next(graded)
            started = time.perf_counter()
            for _ in graded:
                pass
            return time.perf_counter() - started


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m autograder.classroom.scaling")
    parser.add_argument("--students", type=int, default=40)
    students = parser.parse_args(arguments).students
    with tempfile.TemporaryDirectory() as folder:
        times = ratio(students, Path(folder))
        print(f"{students} students: one worker takes {times:.2f} times as long as two")


if __name__ == "__main__":
    main()
