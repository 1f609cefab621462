"""The gradebook of a class: two CSV files, and a summary for the screen."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TextIO

from autograder.classroom import enrolment, runfolder
from autograder.classroom.classlist import ClassList
from autograder.classroom.enrolment import Enrolment
from autograder.classroom.runfolder import RunFolder
from autograder.course import chapters
from autograder.grading.results import (
    CRASH,
    ERROR,
    INFRASTRUCTURE,
    MEMORY,
    NOT_STARTED,
    SKIPPED,
    TIMEOUT,
    Result,
    TaskResult,
)
from autograder.text import csv_cell, number

COLUMNS = ("student", "chapter", "task", "points", "max_points", "status", "misconception")

BOM = "\ufeff"
"""Before a table, so that Excel takes it for UTF-8."""

_LOUD = {TIMEOUT, CRASH, MEMORY}  # what points alone do not tell


@dataclass(slots=True)
class StudentRow:
    """One student's row: points and maximum per chapter, and notes.

    ``points`` holds None for a chapter that the kit failed to grade, and nothing for one that was
    not handed in; ``max_points`` has those that were due too. ``is_missing`` says that the student
    is on the roster and handed in nothing.
    """

    student: str
    points: dict[str, float | None] = field(default_factory=dict)
    max_points: dict[str, float] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    name: str = ""
    is_missing: bool = False

    @property
    def total(self) -> float:
        """Points over all graded chapters."""
        return sum(points for points in self.points.values() if points is not None)

    @property
    def maximum(self) -> float:
        """Points there were to earn in all chapters that were handed in or due."""
        return sum(self.max_points.values())

    @property
    def percent(self) -> float | None:
        """Share of the points, 0 to 100; None when something was not graded."""
        if None in self.points.values() or not self.maximum:
            return None
        return round(100 * self.total / self.maximum, 1)


@dataclass(frozen=True, slots=True)
class Mistake:
    """A recognised mistake in a class."""

    chapter: str
    task: str
    misconception: str
    hint: str
    students: int
    tried: int


@dataclass(slots=True)
class Summary:
    """The summary of a class: a row for each student, and the recognised mistakes."""

    enrolment: Enrolment = field(default_factory=lambda: Enrolment(ClassList()))
    rows: dict[str, StudentRow] = field(default_factory=dict)
    chapters: dict[str, float] = field(default_factory=dict)  # name -> maximum
    tried: Counter[tuple[str, str]] = field(default_factory=Counter)
    seen: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    hints: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def add(self, result: Result) -> None:
        """Add one result; only its numbers and hints are kept."""
        row = self.rows.setdefault(result.student, StudentRow(result.student))
        row.points[result.chapter] = None if ungraded(result) else result.points
        row.max_points[result.chapter] = result.max_points
        row.notes.extend(_notes(result))
        known = self.chapters.get(result.chapter, 0.0)
        self.chapters[result.chapter] = max(known, result.max_points)
        for task in result.tasks():
            self._count(result.chapter, task)

    def complete(self) -> None:
        """Add who has no result, names, and what was due; to be called after the last result."""
        classlist = self.enrolment.classlist
        for chapter in classlist.due:
            if chapter not in self.chapters:
                tasks = chapters.load(chapters.find(chapter)).tasks
                self.chapters[chapter] = sum(task.points for task in tasks)
        for key, member in classlist.members.items():
            row = self.rows.setdefault(key, StudentRow(key))
            row.name, row.is_missing = member.person.name, member.is_missing and not row.points
            row.notes.extend([member.note] if member.note else [])
        for row in self.rows.values():
            row.max_points = self.chapters | row.max_points
        self.rows = dict(sorted(self.rows.items()))

    @property
    def missing(self) -> list[StudentRow]:
        """The students of the roster who handed in nothing."""
        return [row for row in self.rows.values() if row.is_missing]

    def mistakes(self) -> list[Mistake]:
        """Give the recognised mistakes, the most frequent first."""
        found = [
            Mistake(*key, self.hints[key], count, self.tried[key[:2]])
            for key, count in self.seen.items()
        ]
        return sorted(found, key=lambda m: (-m.students, -m.students / m.tried, m.task))

    def _count(self, chapter: str, task: TaskResult) -> None:
        if task.status not in (NOT_STARTED, SKIPPED, INFRASTRUCTURE):
            self.tried[chapter, task.task_id] += 1
        recognised = {t.misconception: t for t in task.tests if t.misconception}
        for name, test in recognised.items():
            key = (chapter, task.task_id, str(name))
            self.seen[key] += 1
            self.hints.setdefault(key, test.first_hint)


def ungraded(result: Result) -> bool:
    """Whether the kit failed on a check of this result, so that its points are no grade."""
    return INFRASTRUCTURE in (result.status, *(test.status for test in result.tests))


def write(run: RunFolder) -> Summary:
    """Write ``gradebook.csv`` and ``summary.csv`` from the results of a run, one at a time."""
    summary = Summary(enrolment.load(run))
    with runfolder.writing(run.gradebook) as file:
        write_tasks(file, _counted(run, summary))
    summary.complete()
    with runfolder.writing(run.summary) as file:
        file.write(BOM)
        write_summary(file, summary)
    return summary


def write_tasks(file: TextIO, results: Iterable[Result]) -> None:
    """Write one row a student and task."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for result in results:
        for task in result.tasks():
            points = "" if task.status == INFRASTRUCTURE else number(task.points)
            writer.writerow(
                [
                    csv_cell(result.student),
                    csv_cell(result.chapter),
                    csv_cell(task.task_id),
                    points,
                    number(task.max_points),
                    task.status,
                    csv_cell(task.misconception or ""),
                ]
            )


def write_summary(file: TextIO, summary: Summary) -> None:
    """Write one row a student: points and maximum per chapter, total, percent, note."""
    writer = csv.writer(file, lineterminator="\n")
    chapters = sorted(summary.chapters)
    heads = [f"{chapter}{suffix}" for chapter in chapters for suffix in ("", "_max")]
    writer.writerow(["student", "name", *heads, "total", "max", "percent", "note"])
    for row in summary.rows.values():
        cells = [cell for chapter in chapters for cell in _scores(row, chapter)]
        totals = [number(row.total), number(row.maximum), number(row.percent)]
        who = [csv_cell(row.student), csv_cell(row.name)]
        writer.writerow([*who, *cells, *totals, csv_cell("; ".join(row.notes))])


def _scores(row: StudentRow, chapter: str) -> tuple[str, str]:
    return number(row.points.get(chapter)), number(row.max_points.get(chapter))


def _counted(results: Iterable[Result], summary: Summary) -> Iterator[Result]:
    for result in results:
        summary.add(result)
        yield result


def _notes(result: Result) -> list[str]:
    chapter = result.chapter.partition("_")[0]
    if ungraded(result):
        return [f"{chapter} not graded, run again"]
    if result.status == ERROR:
        return [f"{chapter}: {result.message}"]
    loud = [task for task in result.tasks() if task.status in _LOUD]
    about = [f"{chapter}: {result.message}"] if result.message else []
    return [f"{task.status} in {task.task_id}" for task in loud] + about
