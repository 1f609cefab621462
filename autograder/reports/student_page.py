"""The page of a student: every task of every chapter, what is wrong with it, and their code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.classroom.code import CodePart
from autograder.classroom.gradebook import ungraded
from autograder.course import chapters
from autograder.course.chapter import Chapter
from autograder.grading.results import NOT_STARTED, PASS, SKIPPED, Result, TaskResult
from autograder.reports import listing, rendering
from autograder.reports.audience import Audience
from autograder.reports.listing import Listing

Codes = Mapping[str, Sequence[CodePart]]
"""The code that was graded, by the full name of its chapter."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link to another page: what it says, and where it leads."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Links:
    """Where a page leads: the class, and the students before and after."""

    to_class: str
    previous: Link | None = None
    following: Link | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """A task, and the code that its failed checks point at.

    Attributes:
        anchor: ``<chapter label>.<task id>``, the page's id of it, such as ``01.make_line``.
        result: of its checks.
        code: the definitions, each once.
        changes: of the code, after each of which more checks pass, each once.
        is_open: whether there is something to read.
    """

    anchor: str
    result: TaskResult
    code: tuple[Listing, ...]
    changes: tuple[str, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter of the page.

    Attributes:
        chapter: which.
        result: what the audience may see of it.
        tasks: in the chapter's order.
        code: all of it, where the audience may see that.
        left: how many lines of code are not shown for want of room.
    """

    chapter: Chapter
    result: Result
    tasks: tuple[Task, ...]
    code: tuple[Listing, ...]
    left: int


def write(
    path: Path,
    results: Sequence[Result],
    codes: Codes,
    audience: Audience,
    *,
    name: str = "",
    lead: str = "",
    links: Links | None = None,
) -> None:
    """Write a student's page.

    Args:
        path: its file.
        results: of the student, one a chapter, at least one.
        codes: the code of each chapter; one that is not in it is shown without.
        audience: who will read it.
        name: of the student, where it is known.
        lead: a paragraph of plain text on top.
        links: other pages; left out for an audience that may not see the class.

    Raises:
        UsageError: the page cannot be written.
    """
    found = values(results, codes, audience, name=name, lead=lead, links=links)
    rendering.write(path, "student.html", found)


def values(
    results: Sequence[Result],
    codes: Codes,
    audience: Audience,
    *,
    name: str = "",
    lead: str = "",
    links: Links | None = None,
) -> dict[str, object]:
    """Return the template values of a student's page; arguments are those of ``write``."""
    parts = [_part(result, codes.get(result.chapter, ()), audience) for result in results]
    return {
        "student": results[0].student,
        "name": name,
        "lead": lead,
        "links": links if audience.sees_class else None,
        "notice": audience.notice,
        "parts": parts,
        "lost": [task for part in parts for task in part.tasks if task.is_open],
        "points": sum(result.points for result in results),
        "maximum": sum(result.max_points for result in results),
        "ungraded": any(map(ungraded, results)),
    }


def _part(result: Result, code: Sequence[CodePart], audience: Audience) -> Part:
    chapter = chapters.find(result.chapter)
    shown = audience.shown(result, code)
    tasks = tuple(_task(chapter.label, task, code) for task in shown.tasks())
    whole, left = listing.whole(code if audience.sees_whole_code else ())
    return Part(chapter, shown, tasks, tuple(whole), left)


def _task(label: str, task: TaskResult, code: Sequence[CodePart]) -> Task:
    places = [test.where for test in task.tests if test.has_failed]
    return Task(
        anchor=f"{label}.{task.task_id}",
        result=task,
        code=tuple(listing.around(code, places)),
        changes=tuple(dict.fromkeys(test.repair for test in task.tests if test.repair)),
        is_open=task.status not in (PASS, NOT_STARTED, SKIPPED),
    )
