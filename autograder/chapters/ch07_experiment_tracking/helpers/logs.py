"""What a student's code has logged: their event files, read on this side."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

import numpy as np

from autograder.checks import events, expect
from autograder.checks.loops import KEYS
from autograder.remote.client import Remote, Student

_MOST_FILES = 200
_MOST_BYTES = 2 << 20
_INVENTED = re.compile(r"[A-Z][a-z]{2}\d\d_\d\d-\d\d-\d\d[^/]*")  # SummaryWriter's own names
Points = list[tuple[int, float]]


@dataclass(slots=True)
class Run:
    """What the event files directly in one folder hold.

    Attributes:
        files: their number.
        points: (step, value) by tag, in the order in which they were written.
    """

    files: int
    points: dict[str, Points]


def runs(student: Student) -> dict[str, Run]:
    """All event files below the scratch folder, by their folder.

    Raises:
        Failed: there are very many, or one of them is no event file.
    """
    found: dict[str, Run] = {}
    left = _MOST_BYTES
    with student.aside():
        student.chapter_probes.settle()
        student.chapter_probes.watch_writers()
        paths = [p for p in student.list_files() if "tfevents" in PurePosixPath(p).name]
        expect.at_most(len(paths), _MOST_FILES, name="the number of event files")
        for path in sorted(paths, key=_natural):
            run = found.setdefault(str(PurePosixPath(path).parent), Run(0, {}))
            run.files += 1
            data = student.read_file(path)
            left -= len(data)
            expect.true(left >= 0, "Expected event files of at most 2 MiB, but got larger ones.")
            for scalar in _read(path, data).scalars:
                run.points.setdefault(scalar.tag, []).append((scalar.step, scalar.value))
    named = {_INVENTED.sub("NOW", folder): run for folder, run in found.items()}
    student.record("runs", [[name, run.files, run.points] for name, run in sorted(named.items())])
    return found


def _read(path: str, data: bytes) -> events.EventFile:
    try:
        return events.read(data)
    except events.EventError as error:
        raise expect.Failed(f"Expected {path} to be an event file. {error}") from None


def _natural(path: str) -> list[tuple[int, str]]:
    """Sort numbers in names as numbers: the tenth file of a second comes after the ninth."""
    return [(int(part or 0), text) for part, text in re.findall(r"(\d+)|(\D+)", path)]


def curves(found: Mapping[str, Run], root: str) -> dict[str, Points]:
    """The curves of the run in folder ``root``, whichever way they were logged.

    ``Loss/train``, ``train_loss`` and what ``add_scalars`` makes of it (a sub-folder
    ``Loss_train_loss``) are all ``train_loss``; other tags keep their name.
    """
    result: dict[str, Points] = {}
    for folder, run in found.items():
        if folder == root or folder.startswith(f"{root}/"):
            for tag, points in run.points.items():
                name = _canonical(f"{folder[len(root) :]}/{tag}")
                result.setdefault(name, []).extend(points)
    return result


def _canonical(label: str) -> str:
    text = label.lower()
    parts = [part for part in ("train", "test") if part in text]
    kinds = [kind for kind in ("loss", "acc") if kind in text]
    if len(parts) == len(kinds) == 1:
        return f"{parts[0]}_{kinds[0]}"
    return label.strip("/")


def check(found: Mapping[str, Run], root: str, results: Mapping[str, Sequence[float]]) -> None:
    """The run's four curves are these results, at steps 0, 1, 2, ..."""
    logged = curves(found, root)
    check_there(logged, root)
    for key in KEYS:
        steps = [step for step, _ in logged[key]]
        expect.equal(steps, list(range(len(results[key]))), name=f"the steps of {key}")
    check_values(logged, results)


def check_there(logged: Mapping[str, Points], root: str) -> None:
    """All four curves are there, by any of their names."""
    missing = [key for key in KEYS if key not in logged]
    if missing:
        raise expect.Failed(
            f"Expected the curve {missing[0]} in {root}, but got "
            f"{expect.show(sorted(logged)) if logged else 'no values at all'}.",
            "Its tag is Loss/train, Loss/test, Accuracy/train or Accuracy/test.",
        )


def check_values(logged: Mapping[str, Points], results: Mapping[str, Sequence[float]]) -> None:
    """The values of the four curves are these, in order."""
    for key in KEYS:
        values = [value for _, value in logged[key]]
        expect.close(values, list(results[key]), name=f"the values of {key}", rtol=1e-5)


def check_whole(found: Mapping[str, Run]) -> None:
    """No folder has more than one event file."""
    for folder, run in found.items():
        expect.true(
            run.files == 1,
            f"Expected one event file in {folder}, but got {run.files}.",
            hint="A writer that is used after close() opens a new file.",
        )


def results(rng: np.random.Generator, epochs: int) -> dict[str, list[float]]:
    """Made-up results of a training, all values different."""
    return {key: rng.uniform(0.05, 0.95, epochs).tolist() for key in KEYS}


def writer(student: Student, folder: str) -> Remote:
    """A SummaryWriter in the student's process, in a folder of the scratch folder."""
    path = str(student.scratch / folder)
    student.chapter_probes.watch_writers()
    made: Remote = student.library("torch.utils.tensorboard").SummaryWriter.keep(path)
    return made
