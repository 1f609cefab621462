"""``autograder grade --appeal``: one student's grades, repeated; a page that they can be sent."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timezone

from rich.console import Console

from autograder.classroom.appeal import Difference, Repeated, repeat
from autograder.classroom.gradebook import ungraded
from autograder.classroom.options import ClassOptions
from autograder.classroom.runfolder import RunFolder
from autograder.grading.results import Result, TestResult
from autograder.reports import student_page
from autograder.reports.audience import Audience
from autograder.screen import open_console
from autograder.text import number, one_line


def appeal(options: ClassOptions, student: str) -> int:
    """Repeat a student's grades, say whether they are the same, and write a page for the student.

    The page is ``RUN/appeals/<student>.html``; nothing else in RUN is changed.

    Args:
        options: of the class.
        student: id, name, login or e-mail address.

    Returns:
        How many grades the kit failed to repeat.

    Raises:
        UsageError: there is no key, no such student, or no hand-in of theirs.
        KitError: the kit itself failed.
    """
    person, repeated = repeat(options, student)
    path = RunFolder(options.run).appeal_path(person.id)
    student_page.write(
        path,
        [one.now for one in repeated],
        {one.now.chapter: one.code for one in repeated},
        Audience.STUDENTS,
        name=person.name,
        lead=lead(repeated),
    )
    if options.as_json:
        for one in repeated:
            print(json.dumps(one.now.to_json()))
    console = open_console(stderr=options.as_json)
    for one in repeated:
        _show(console, one)
    console.print(f"{path} can be sent to the student: it holds no hidden values.", style="dim")
    return sum(ungraded(one.now) for one in repeated)


def lead(repeated: Sequence[Repeated]) -> str:
    """Say what was done and what came of it, in words for the student."""
    today = datetime.now(timezone.utc).date().isoformat()
    done = f"On {today} your work was graded again from the start."
    if not any(one.reason for one in repeated):  # other work and other checks get other inputs
        done = f"{done[:-1]}, with the same hidden inputs."
    return " ".join([done, *map(_verdict, repeated)])


def _verdict(one: Repeated) -> str:
    """One chapter in a sentence or two; of checks, only the tasks are named, as some are hidden."""
    chapter = one.now.chapter.partition("_")[0]
    if ungraded(one.now):
        return f"{chapter} could not be graded this time, which is not your fault."
    if one.before is None:
        return f"{chapter}: {_points(one.now)}; it was not graded before."
    why = f" What is not as it was then: {one.reason}." if one.reason else ""
    if _worth(one.before) == _worth(one.now):
        return f"{chapter}: {_points(one.now)}, exactly as before.{why}"
    tasks = ", ".join(_tasks(one.before, one.now))
    return f"{chapter}: {_points(one.now)}, where it was {_points(one.before)} ({tasks}).{why}"


def _show(console: Console, one: Repeated) -> None:
    """Say for the instructor whether a grade repeats, and where and why it does not."""
    console.print(f"{one.now.chapter}: {_headline(one)}", style="bold")
    if one.reason:
        console.print(f"  What is not as it was then: {one.reason}.")
    elif one.differences:
        console.print("  Hand-in, checks, kit, key and options are the same, so this is a fault.")
    for line in _lines(one.differences):
        console.print(f"  {line}", soft_wrap=True)


def _headline(one: Repeated) -> str:
    if ungraded(one.now):
        return "the kit could not grade it this time. Run the same command again."
    if one.before is None:
        return f"{_points(one.now)}; the run has no result to compare with."
    if one.is_same:
        return f"repeats exactly, {_points(one.now)}, {len(one.now.tests)} checks compared."
    return f"does not repeat: {_points(one.before)} before, {_points(one.now)} now."


def _lines(differences: Iterable[Difference]) -> Iterator[str]:
    for one in differences:
        known = one.now or one.before
        name = f"{one_line(known.task_id, 40)} {one_line(known.check, 60)}" if known else ""
        before, now = _outcome(one.before), _outcome(one.now)
        yield f"{name}: {before} before, {now} now" if before != now else f"{name}: other words"


def _outcome(test: TestResult | None) -> str:
    return f"{test.status} {number(test.points)}/{number(test.max_points)}" if test else "absent"


def _tasks(before: Result, now: Result) -> Iterator[str]:
    old, new = _worth(before), _worth(now)
    for task in old | new:
        if old.get(task) != new.get(task):
            yield f"{task}: {new.get(task, 'gone')}, was {old.get(task, 'not there')}"


def _worth(result: Result) -> dict[str, str]:
    return {
        task.task_id: f"{number(task.points)} of {number(task.max_points)}"
        for task in result.tasks()
    }


def _points(result: Result) -> str:
    return f"{number(result.points)} of {number(result.max_points)} points"
