"""Which students need help, and why, in words that their figures bear out.

A student who handed something in is listed for any of four reasons: less than half of the points
that were due, less than half of the chapters handed in, less than half of the tasks in them
started, or one mistake made in several chapters. The smaller the share of the points, the more
urgent. Who handed in nothing is listed apart: there is nothing yet that help could start from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from autograder.classroom.gradebook import StudentRow, Summary
from autograder.reports.heat_map import BLANK, LOST, NEEDS, UNREAD, HeatMaps
from autograder.reports.makers import Made, Makers
from autograder.text import counted

HALF = 0.5
"""Share below which a figure is a reason."""

SEVERAL = 2
"""Chapters with the same mistake from which on it is a reason."""

_NOT_STARTED = {BLANK, NEEDS, UNREAD}


@dataclass(frozen=True, slots=True)
class Needing:
    """A student who needs help: the share of the points, 0 to 1, and the reasons in words."""

    student: str
    share: float
    reasons: tuple[str, ...]


def needing_help(
    summary: Summary, labels: Mapping[str, str], heat_maps: HeatMaps, makers: Makers
) -> list[Needing]:
    """Return the students who need help, the most urgent first.

    Args:
        summary: the class in numbers.
        labels: of its chapters, such as ``01``, by their full names.
        heat_maps: what became of each task.
        makers: who made which mistake.
    """
    signs = _signs(summary, heat_maps)
    made = makers.by_student()
    every = [
        Needing(
            name,
            share,
            (
                *_reasons(row, share, signs.get(name, "")),
                *_repeated(made.get(name, ()), labels),
            ),
        )
        for name, row in summary.rows.items()
        if (share := _share(row)) is not None
    ]
    found = [one for one in every if one.reasons]
    return sorted(found, key=lambda one: (one.share, -len(one.reasons), one.student))


def _share(row: StudentRow) -> float | None:
    """The share of the points that were due and graded; None where nothing of it was handed in."""
    lost = {chapter for chapter, points in row.points.items() if points is None}
    most = sum(points for chapter, points in row.max_points.items() if chapter not in lost)
    return row.total / most if row.points.keys() - lost and most else None


def _signs(summary: Summary, heat_maps: HeatMaps) -> Mapping[str, str]:
    """All tasks of each student that were handed in and graded."""
    found: dict[str, str] = defaultdict(str)
    for chapter in summary.chapters:
        for student, row in heat_maps.of(chapter).rows.items():
            found[student] += row.replace(LOST, "")
    return found


def _reasons(row: StudentRow, share: float, signs: str) -> Iterator[str]:
    if share < HALF:
        yield f"{100 * share:.0f}% of the points that were due"
    if len(row.points) < HALF * len(row.max_points):
        yield f"handed in {len(row.points)} of {counted(len(row.max_points), 'chapter')}"
    started = sum(sign not in _NOT_STARTED for sign in signs)
    if started < HALF * len(signs):
        yield f"started {started} of {counted(len(signs), 'task')} handed in"


def _repeated(made: Sequence[Made], labels: Mapping[str, str]) -> Iterator[str]:
    places: dict[str, set[str]] = defaultdict(set)
    for chapter, _, mistake in made:
        places[mistake].add(labels[chapter])
    for mistake, where in places.items():
        if len(where) >= SEVERAL:
            yield f"{mistake} in {' and '.join(sorted(where))}"
